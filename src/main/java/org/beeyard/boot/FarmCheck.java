package org.beeyard.boot;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.blob.BlobCheck;
import org.beeyard.blob.BlobConfig;
import org.beeyard.boot.Main.CannotStart;
import org.beeyard.check.MailCheck;
import org.beeyard.check.MailConfig;
import org.beeyard.executor.kubernetes.ClusterCheck;
import org.beeyard.executor.kubernetes.ClusterConfig;
import org.beeyard.github.GithubCheck;
import org.beeyard.github.GithubConfig;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.Pools;
import org.beeyard.job.SuiteConfig;
import org.beeyard.mirror.MirrorCheck;
import org.beeyard.patchwork.PatchworkCheck;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.people.SignInCheck;
import org.beeyard.people.SignInConfig;
import org.beeyard.retention.RetentionCheck;
import org.beeyard.retention.RetentionConfig;
import org.beeyard.series.LimitConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.FarmConfig;
import org.beeyard.wire.LinkCheck;
import org.beeyard.wire.PausesConfig;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Reads what the farm is told before anything is started, so that all that is wrong in it is told at once: each key by
 * itself, and what only makes sense together, such as names that must be there and jobs that must have a pool.
 */
final class FarmCheck {

    private FarmCheck() {}

    static void check(Optional<Path> file, Map<String, String> environment) throws CannotStart {
        List<String> problems = problems(file, environment);
        if (!problems.isEmpty()) {
            throw new CannotStart(
                    "the farm's configuration" + file.map(path -> " " + path).orElse("")
                            + " cannot be used:\n  " + String.join("\n  ", problems)
                            + "\nEach key can also be set by an environment variable: pools.local.slots by POOLS_LOCAL_SLOTS.");
        }
    }

    static List<String> problems(Optional<Path> file, Map<String, String> environment) {
        try {
            Optional<YamlConfigSource> written = Settings.file(file);
            List<String> problems = new ArrayList<>();
            written.map(source -> FirstWords.problems(source.getProperties(), Settings.ALL))
                    .ifPresent(problems::addAll);
            problems.addAll(ofValues(Settings.of(written, environment)));
            return problems;
        } catch (IOException e) {
            return List.of("it cannot be read: " + e.getMessage());
        } catch (YAMLException e) {
            return List.of("it is no YAML: " + e.getMessage());
        } catch (RuntimeException e) {
            return List.of("it cannot be understood: " + e.getMessage());
        }
    }

    private static List<String> ofValues(SmallRyeConfigBuilder settings) {
        try {
            Settings.ALL.forEach(settings::withMapping);
            SmallRyeConfig config =
                    settings.withDefaultValue("beeyard.home", ".").build();
            List<String> problems = new ArrayList<>(AnnotatedBounds.problems(config, Settings.ALL));
            problems.addAll(together(config));
            return problems;
        } catch (ConfigValidationException e) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(plain(e.getProblem(i).getMessage()));
            }
            return problems;
        }
    }

    private static List<String> together(SmallRyeConfig config) {
        TreesConfig trees = config.getConfigMapping(TreesConfig.class);
        CiConfig ci = config.getConfigMapping(CiConfig.class);
        PoolConfig poolConfig = config.getConfigMapping(PoolConfig.class);
        Pools pools = new Pools(poolConfig);
        FarmConfig farm = config.getConfigMapping(FarmConfig.class);
        boolean linked = farm.url().isPresent();
        GithubConfig github = config.getConfigMapping(GithubConfig.class);
        BlobConfig blobs = config.getConfigMapping(BlobConfig.class);
        List<String> problems = new ArrayList<>(TreesCheck.problems(
                trees,
                ci,
                config.getConfigMapping(DefaultTrees.class),
                config.getConfigMapping(MatrixConfig.class),
                config.getConfigMapping(SuiteConfig.class),
                pools));
        problems.addAll(AddressCheck.problems(trees, ci, github));
        problems.addAll(
                ClusterCheck.problems(poolConfig, config.getConfigMapping(ClusterConfig.class), farm.instance()));
        problems.addAll(LinkCheck.problems(farm.url()));
        problems.addAll(PatchworkCheck.problems(config.getConfigMapping(PatchworkConfig.class), linked));
        problems.addAll(MailCheck.problems(config.getConfigMapping(MailConfig.class)));
        problems.addAll(GithubCheck.problems(github, linked, trees.all().keySet()));
        problems.addAll(MirrorCheck.problems(trees, github, linked));
        config.getConfigMapping(PausesConfig.class).problem().ifPresent(problems::add);
        config.getConfigMapping(LimitConfig.class).problem().ifPresent(problems::add);
        problems.addAll(SignInCheck.problems(config.getConfigMapping(SignInConfig.class)));
        List<String> ofBlobs = BlobCheck.problems(blobs);
        problems.addAll(ofBlobs);
        problems.addAll(RetentionCheck.problems(
                config.getConfigMapping(RetentionConfig.class),
                pools.longest(),
                blobs.store() == BlobConfig.Kind.S3 && ofBlobs.isEmpty()
                        ? blobs.s3().linkTime()
                        : Duration.ZERO));
        return problems;
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
}
