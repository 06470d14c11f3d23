package org.beeyard.wire;

/** Where the farm of this machine is found from this machine. */
public final class OwnAddress {

    private OwnAddress() {}

    /** @param host on which it listens, as {@code quarkus.http.host} says it; empty when nothing was said */
    public static String url(String host, int port) {
        return switch (host) {
            case "", "localhost", "0.0.0.0", "::" -> "http://127.0.0.1:" + port;
            default -> "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        };
    }
}
