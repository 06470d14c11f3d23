package org.beeyard.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import org.beeyard.job.PoolConfig;

/**
 * Tells the launcher what the roots of this machine's attempts have to have, before there is a farm: {@code builds} and {@code
 * emulates}, each with the architectures besides the machine's own. Of a file that cannot be used it says nothing; the farm will.
 */
final class OtherArchs {

    private OtherArchs() {}

    public static void main(String[] arguments) {
        String file = System.getenv("BEEYARD_CONFIG");
        try {
            SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .addDefaultSources()
                    .withMapping(PoolConfig.class);
            if (file != null && !file.isBlank()) {
                builder.withSources(new YamlConfigSource(Path.of(file).toUri().toURL(), FarmCheck.ORDINAL));
            }
            wanted(builder.build()).forEach(System.out::println);
        } catch (IOException | RuntimeException e) {
            System.exit(0);
        }
    }

    static List<String> wanted(SmallRyeConfig config) {
        PoolConfig pools = config.getConfigMapping(PoolConfig.class);
        return List.of(
                "builds" + of(pools, PoolConfig.Pool::buildsBesides),
                "emulates" + of(pools, PoolConfig.Pool::emulatesBesides));
    }

    private static String of(PoolConfig pools, Function<PoolConfig.Pool, List<String>> archs) {
        TreeSet<String> all = new TreeSet<>();
        pools.all().values().stream()
                .filter(PoolConfig.Pool::oneMachine)
                .map(archs)
                .forEach(all::addAll);
        StringBuilder words = new StringBuilder();
        all.forEach(arch -> words.append(' ').append(arch));
        return words.toString();
    }
}
