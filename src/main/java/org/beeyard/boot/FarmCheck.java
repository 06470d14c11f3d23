package org.beeyard.boot;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.beeyard.blob.BlobCheck;
import org.beeyard.blob.BlobConfig;
import org.beeyard.boot.Main.CannotStart;
import org.beeyard.check.FarmConfig;
import org.beeyard.check.MailCheck;
import org.beeyard.check.MailConfig;
import org.beeyard.executor.kubernetes.ClusterCheck;
import org.beeyard.executor.kubernetes.ClusterConfig;
import org.beeyard.github.GithubCheck;
import org.beeyard.github.GithubConfig;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PausingConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.SuiteConfig;
import org.beeyard.mirror.MirrorCheck;
import org.beeyard.patchwork.PatchworkCheck;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.people.SignInCheck;
import org.beeyard.people.SignInConfig;
import org.beeyard.plan.Plan;
import org.beeyard.result.BisectConfig;
import org.beeyard.retention.RetentionCheck;
import org.beeyard.retention.RetentionConfig;
import org.beeyard.series.LimitConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.Origin;
import org.beeyard.tree.Schedule;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.LinkCheck;
import org.beeyard.wire.PausesConfig;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads the farm's YAML file before anything is started, so that all that is wrong in it is told at once: each key by
 * itself, and what only makes sense together, such as names that must be there and jobs that must have a pool.
 */
final class FarmCheck {

    /** As Quarkus ranks a file named by smallrye.config.locations. */
    static final int ORDINAL = 275;

    private FarmCheck() {}

    static void check(Path file) throws CannotStart {
        List<String> problems = problems(file);
        if (!problems.isEmpty()) {
            throw new CannotStart("the farm's configuration " + file + " cannot be used:\n  "
                    + String.join("\n  ", problems)
                    + "\nEach key can also be set by an environment variable: pools.local.slots by POOLS_LOCAL_SLOTS.");
        }
    }

    static List<String> problems(Path file) {
        try {
            SmallRyeConfig config = new SmallRyeConfigBuilder()
                    .addDefaultInterceptors()
                    .addDiscoveredConverters()
                    .addDefaultSources()
                    .withSources(new YamlConfigSource(file.toUri().toURL(), ORDINAL))
                    .withMapping(TreesConfig.class)
                    .withMapping(CiConfig.class)
                    .withMapping(DefaultTrees.class)
                    .withMapping(MatrixConfig.class)
                    .withMapping(SuiteConfig.class)
                    .withMapping(PoolConfig.class)
                    .withMapping(ClusterConfig.class)
                    .withMapping(PausingConfig.class)
                    .withMapping(LimitConfig.class)
                    .withMapping(BisectConfig.class)
                    .withMapping(FarmConfig.class)
                    .withMapping(PatchworkConfig.class)
                    .withMapping(GithubConfig.class)
                    .withMapping(MailConfig.class)
                    .withMapping(BlobConfig.class)
                    .withMapping(SignInConfig.class)
                    .withMapping(RetentionConfig.class)
                    .withMapping(PausesConfig.class)
                    .withDefaultValue("beeyard.home", ".")
                    .build();
            List<String> problems = together(
                    config.getConfigMapping(TreesConfig.class),
                    config.getConfigMapping(CiConfig.class),
                    config.getConfigMapping(DefaultTrees.class),
                    config.getConfigMapping(MatrixConfig.class),
                    config.getConfigMapping(SuiteConfig.class),
                    new Pools(config.getConfigMapping(PoolConfig.class)));
            problems.addAll(AddressCheck.problems(
                    config.getConfigMapping(TreesConfig.class),
                    config.getConfigMapping(CiConfig.class),
                    config.getConfigMapping(GithubConfig.class)));
            problems.addAll(ClusterCheck.problems(
                    config.getConfigMapping(PoolConfig.class), config.getConfigMapping(ClusterConfig.class)));
            boolean linked =
                    config.getConfigMapping(FarmConfig.class).url().isPresent();
            problems.addAll(
                    LinkCheck.problems(config.getConfigMapping(FarmConfig.class).url()));
            problems.addAll(PatchworkCheck.problems(config.getConfigMapping(PatchworkConfig.class), linked));
            problems.addAll(MailCheck.problems(config.getConfigMapping(MailConfig.class)));
            problems.addAll(GithubCheck.problems(
                    config.getConfigMapping(GithubConfig.class),
                    linked,
                    config.getConfigMapping(TreesConfig.class).all().keySet()));
            problems.addAll(MirrorCheck.problems(
                    config.getConfigMapping(TreesConfig.class),
                    config.getConfigMapping(GithubConfig.class),
                    linked));
            config.getConfigMapping(PausesConfig.class).problem().ifPresent(problems::add);
            config.getConfigMapping(LimitConfig.class).problem().ifPresent(problems::add);
            problems.addAll(SignInCheck.problems(config.getConfigMapping(SignInConfig.class)));
            BlobConfig blobs = config.getConfigMapping(BlobConfig.class);
            List<String> ofBlobs = BlobCheck.problems(blobs);
            problems.addAll(ofBlobs);
            problems.addAll(RetentionCheck.problems(
                    config.getConfigMapping(RetentionConfig.class),
                    longest(config.getConfigMapping(PoolConfig.class)),
                    blobs.store() == BlobConfig.Kind.S3 && ofBlobs.isEmpty()
                            ? blobs.s3().linkTime()
                            : Duration.ZERO));
            return problems;
        } catch (ConfigValidationException e) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(plain(e.getProblem(i).getMessage()));
            }
            return problems;
        } catch (IOException e) {
            return List.of("it cannot be read: " + e.getMessage());
        } catch (YAMLException e) {
            return List.of("it is no YAML: " + e.getMessage());
        } catch (RuntimeException e) {
            return List.of("it cannot be understood: " + e.getMessage());
        }
    }

    /** That an attempt may take. */
    private static Duration longest(PoolConfig pools) {
        return pools.all().values().stream()
                .flatMap(pool -> Stream.of(pool.buildTime(), pool.testTime()))
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** Without the library's numbers and class names. */
    private static String plain(String message) {
        return message.replaceAll("[\\w.$]+Exception: ", "")
                .replaceAll("SRCFG\\d+: ", "")
                .replaceAll(" in YamlConfigSource\\[[^]]*]", "")
                .replace("threw an Exception whilst being converted", "cannot be used:")
                .replace("Failed to convert value with static method", "it is written wrong")
                .strip();
    }

    private static List<String> together(
            TreesConfig trees,
            CiConfig ci,
            DefaultTrees defaults,
            MatrixConfig matrix,
            SuiteConfig suites,
            Pools pools) {
        List<String> problems = new ArrayList<>(suites.problems());
        new TreeMap<>(trees.all()).forEach((name, tree) -> {
            String key = "trees." + name;
            origin(key, tree).ifPresent(problems::add);
            schedule(key, tree).ifPresent(problems::add);
            if (matrix.rows(tree.matrix(), suites, pools).isEmpty()) {
                problems.add(key + ".matrix: there is no " + tree.matrix() + " under matrix" + known(matrix.all()));
            }
            matrix.rows(tree.matrix(), suites, pools).stream()
                    .flatMap(row -> row.custom().stream())
                    .findFirst()
                    .filter(suite -> PartsCheck.ci(trees, tree).isEmpty())
                    .ifPresent(suite ->
                            problems.add(key + ".ci: must name a CI configuration, of which its matrix's suite "
                                    + suite.name() + " is a script."));
            tree.ci()
                    .filter(wanted -> !ci.all().containsKey(wanted))
                    .ifPresent(
                            wanted -> problems.add(key + ".ci: there is no " + wanted + " under ci" + known(ci.all())));
        });
        problems.addAll(PartsCheck.problems(trees, matrix, suites, pools));
        new TreeMap<>(ci.all())
                .forEach((name, origin) -> origin("ci." + name, origin).ifPresent(problems::add));
        for (String name : defaults.names(trees)) {
            if (!trees.all().containsKey(name)) {
                problems.add("default-trees: there is no " + name + " under trees" + known(trees.all()));
            }
        }
        TreeSet<String> used = new TreeSet<>(matrix.all().keySet());
        trees.all().values().forEach(tree -> used.add(tree.matrix()));
        used.forEach(name -> {
            try {
                Plan.base(matrix.rows(name, suites, pools), pools.forPlanning());
            } catch (Plan.Impossible e) {
                problems.add("matrix." + name + ": " + e.getMessage());
            }
        });
        return problems;
    }

    private static Optional<String> schedule(String key, TreesConfig.Entry tree) {
        try {
            tree.schedule().ifPresent(Schedule::of);
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(key + ".schedule: " + e.getMessage());
        }
    }

    private static Optional<String> origin(String key, Origin origin) {
        if (origin.where().isEmpty()) {
            return Optional.of(key + ": must name exactly one of git, repository and source.");
        }
        return origin.source()
                .or(origin::repository)
                .filter(path -> !Files.exists(path))
                .map(path -> key + ": there is nothing at " + path + ".");
    }

    private static String known(Map<String, ?> names) {
        return names.isEmpty() ? " (nothing is)." : ", only " + String.join(", ", new TreeMap<>(names).keySet()) + ".";
    }
}
