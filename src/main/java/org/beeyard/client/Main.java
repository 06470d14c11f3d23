package org.beeyard.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.beeyard.client.kpd.KpdImport;
import org.beeyard.wire.OwnAddress;

/**
 * The commands of the launcher that talk to a farm or prepare one. Exit statuses: 0 as wished, 1 the series did not pass, 2
 * it could not be done.
 */
public final class Main {

    private static final String USAGE = """
            usage: beeyard submit FILE|-|BASE..HEAD [--tree NAME] [--retest] [--wait]
                   beeyard status [RUN]
                   beeyard import-kpd FILE
            The farm is the one at BEEYARD_URL, or this machine's at QUARKUS_HTTP_HOST and QUARKUS_HTTP_PORT (8080). A token of yours there is taken from BEEYARD_TOKEN.
            """;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(new ArrayList<>(Arrays.asList(arguments))));
    }

    private static int run(List<String> words) {
        try {
            Farm farm = new Farm(address(), token());
            return switch (words.isEmpty() ? "" : words.removeFirst()) {
                case "submit" -> {
                    Optional<String> tree = option(words, "--tree");
                    boolean retest = words.remove("--retest");
                    boolean wait = words.remove("--wait");
                    yield words.size() == 1 ? new Submit(farm).run(words.getFirst(), tree, retest, wait) : usage();
                }
                case "status" -> words.size() <= 1 ? new Status(farm).run(words) : usage();
                case "import-kpd" ->
                    words.size() == 1 ? new KpdImport(System.out, System.err).run(words.getFirst()) : usage();
                case "demo" -> new Demo(farm).run(words);
                default -> usage();
            };
        } catch (IllegalArgumentException e) {
            System.err.println("beeyard: BEEYARD_URL is not the address of a farm: " + e.getMessage());
            return 2;
        } catch (IOException e) {
            System.err.println("beeyard: " + e.getMessage());
            return 2;
        } catch (InterruptedException e) {
            return 130;
        }
    }

    private static int usage() {
        System.err.print(USAGE);
        return 2;
    }

    private static Optional<String> option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0 || at + 1 >= words.size()) {
            return Optional.empty();
        }
        words.remove(at);
        return Optional.of(words.remove(at));
    }

    /** Never an argument, which others on the machine could see. */
    private static Optional<String> token() throws Farm.Refused {
        Optional<String> token = Optional.ofNullable(System.getenv("BEEYARD_TOKEN"))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty());
        if (token.isPresent() && !token.get().matches("[!-~]{1,500}")) {
            throw new Farm.Refused(
                    "BEEYARD_TOKEN is no token: it has spaces or other characters that tokens have not.");
        }
        return token;
    }

    private static String address() {
        String url = System.getenv("BEEYARD_URL");
        if (url != null && !url.isBlank()) {
            return url.replaceAll("/+$", "");
        }
        String port = System.getenv().getOrDefault("QUARKUS_HTTP_PORT", "");
        return OwnAddress.url(
                System.getenv().getOrDefault("QUARKUS_HTTP_HOST", ""), port.isBlank() ? 8080 : Integer.parseInt(port));
    }
}
