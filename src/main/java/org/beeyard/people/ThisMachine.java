package org.beeyard.people;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether callers from the farm's own machine act as operators without signing in. They do where nobody else is expected:
 * the farm listens on loopback only, says no address for others (farm.url), and no sign-in is configured. Pure.
 */
final class ThisMachine {

    private ThisMachine() {}

    /** @param listens the address that the farm listens on */
    static boolean trusted(SignInConfig config, String listens, Optional<URI> url) {
        return switch (config.thisMachine()) {
            case TRUSTED -> true;
            case UNTRUSTED -> false;
            case AUTO ->
                isLoopback(listens)
                        && url.map(URI::getHost).map(ThisMachine::isLoopback).orElse(true)
                        && config.oidc().isEmpty()
                        && config.adminToken().isEmpty()
                        && config.reading() == SignInConfig.Reading.OPEN;
        };
    }

    /**
     * Whether a request comes from here. Its Host must say so, too: a page of a stranger whose name leads to this machine would have
     * the browser say that name.
     *
     * @param host the header
     * @param forwarded whether one of {@link Callers#FORWARDED} is there
     */
    static boolean here(String address, String host, boolean forwarded) {
        return !forwarded && isLoopback(address) && isLoopback(host.replaceFirst(":\\d{1,5}$", ""));
    }

    /** Names but localhost are asked of nobody. */
    private static boolean isLoopback(String host) {
        String bare = host.replaceFirst("^\\[(.*)]$", "$1").toLowerCase(Locale.ROOT);
        if (bare.equals("localhost")) {
            return true;
        }
        if (!bare.matches("[0-9.]{7,15}|[0-9a-f:]*:[0-9a-f:.]*")) {
            return false;
        }
        try {
            return InetAddress.getByName(bare).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
