package org.beeyard.client;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Map;
import java.util.Optional;
import org.beeyard.wire.OwnAddress;

/** Which farm is meant, and who asks. */
record Environment(Map<String, String> variables) {

    private static final int LAST_PORT = 65535;

    Environment {
        variables = Map.copyOf(variables);
    }

    String address() throws Farm.Refused {
        String url = said("BEEYARD_URL");
        return url.isEmpty()
                ? usable("QUARKUS_HTTP_HOST", OwnAddress.url(said("QUARKUS_HTTP_HOST"), port()))
                : usable("BEEYARD_URL", url.replaceAll("/+$", ""));
    }

    /** Never an argument, which others on the machine could see. */
    Optional<String> token() throws Farm.Refused {
        String token = said("BEEYARD_TOKEN");
        if (!token.matches("[!-~]{0,500}")) {
            throw new Farm.Refused(
                    "BEEYARD_TOKEN is no token: it has spaces or other characters that tokens have not.");
        }
        return Optional.of(token).filter(secret -> !secret.isEmpty());
    }

    private int port() throws Farm.Refused {
        String port = said("QUARKUS_HTTP_PORT");
        if (port.isEmpty()) {
            return 8080;
        }
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > LAST_PORT) {
            throw new Farm.Refused("QUARKUS_HTTP_PORT is no port: " + port + ".");
        }
        return Integer.parseInt(port);
    }

    private static String usable(String variable, String url) throws Farm.Refused {
        try {
            URI address = HttpRequest.newBuilder(URI.create(url)).build().uri();
            if (address.getPort() <= LAST_PORT) {
                return url;
            }
            throw new Farm.Refused(
                    variable + " is not the address of a farm: there is no port " + address.getPort() + ".");
        } catch (IllegalArgumentException e) {
            throw new Farm.Refused(variable + " is not the address of a farm: " + e.getMessage() + ".");
        }
    }

    private String said(String variable) {
        return variables.getOrDefault(variable, "").strip();
    }
}
