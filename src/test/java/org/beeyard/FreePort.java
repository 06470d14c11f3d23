package org.beeyard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** For who has to name a port before anybody listens there. */
public final class FreePort {

    /** Below those that Linux gives to whoever asks for any, in a test that runs beside this one. */
    private static final int FIRST = 20_000;

    private static final int LAST = 32_000;

    private FreePort() {}

    public static int any() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (BindException e) {
                // somebody has it
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
