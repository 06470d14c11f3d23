package org.beeyard.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.beeyard.client.kpd.KpdImport;

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
            Environment environment = new Environment(System.getenv());
            Farm farm = new Farm(environment.address(), environment.token());
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
                case "demo" -> {
                    Optional<String> log = option(words, "--log");
                    Optional<OwnFarm> own =
                            option(words, "--own-farm").map(pid -> OwnFarm.of(pid, log.orElse("its log")));
                    yield new Demo(farm, own).run(words.contains("--all"));
                }
                default -> usage();
            };
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
}
