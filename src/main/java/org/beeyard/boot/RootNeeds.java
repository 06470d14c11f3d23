package org.beeyard.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.beeyard.boot.Main.CannotStart;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;

/**
 * Tells the launcher what the roots of this machine's attempts have to have, before there is a farm: {@code builds} and {@code
 * emulates}, each with the architectures besides the machine's own, and {@code packages} with the compilers that the matrices name
 * besides the usual ones. Making them takes minutes: a configuration with which no farm starts is told of before, as the farm would.
 */
final class RootNeeds {

    private static final String VERSION = "clang-";

    private RootNeeds() {}

    public static void main(String[] arguments) throws IOException {
        System.exit(tell(System.getenv(), System.out, System.err));
    }

    /** Returns the status to exit with. */
    static int tell(Map<String, String> environment, PrintStream out, PrintStream err) throws IOException {
        try {
            Optional<Path> file = Main.usable(environment);
            SmallRyeConfigBuilder builder = Settings.of(Settings.file(file), environment)
                    .withMapping(PoolConfig.class)
                    .withMapping(MatrixConfig.class);
            wanted(builder.build()).forEach(out::println);
            return 0;
        } catch (CannotStart e) {
            err.println("beeyard: " + e.getMessage());
            return 2;
        }
    }

    static List<String> wanted(SmallRyeConfig config) {
        PoolConfig pools = config.getConfigMapping(PoolConfig.class);
        return List.of(
                "builds" + of(pools, PoolConfig.Pool::buildsBesides),
                "emulates" + of(pools, PoolConfig.Pool::emulatesBesides),
                "packages" + words(packages(config.getConfigMapping(MatrixConfig.class))));
    }

    private static TreeSet<String> packages(MatrixConfig matrices) {
        TreeSet<String> all = new TreeSet<>();
        matrices.all().values().stream().flatMap(List::stream).forEach(row -> {
            if (row.compiler().startsWith(VERSION)) {
                String version = row.compiler().substring(VERSION.length());
                all.addAll(List.of("clang-" + version, "llvm-" + version, "lld-" + version));
            }
        });
        return all;
    }

    private static String of(PoolConfig pools, Function<PoolConfig.Pool, List<String>> archs) {
        TreeSet<String> all = new TreeSet<>();
        pools.all().values().stream()
                .filter(PoolConfig.Pool::oneMachine)
                .map(archs)
                .forEach(all::addAll);
        return words(all);
    }

    private static String words(TreeSet<String> all) {
        StringBuilder words = new StringBuilder();
        all.forEach(word -> words.append(' ').append(word));
        return words.toString();
    }
}
