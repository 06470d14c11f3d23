package org.beeyard.boot;

import io.quarkus.runtime.LaunchMode;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SysPropConfigSource;
import io.smallrye.config.source.yaml.YamlConfigSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.blob.BlobConfig;
import org.beeyard.check.MailConfig;
import org.beeyard.executor.kubernetes.ClusterConfig;
import org.beeyard.executor.local.LocalConfig;
import org.beeyard.github.GithubConfig;
import org.beeyard.job.MatrixConfig;
import org.beeyard.job.PausingConfig;
import org.beeyard.job.PoolConfig;
import org.beeyard.job.SuiteConfig;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.people.SignInConfig;
import org.beeyard.result.BisectConfig;
import org.beeyard.retention.RetentionConfig;
import org.beeyard.series.LimitConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.DefaultTrees;
import org.beeyard.tree.TreeConfig;
import org.beeyard.tree.TreesConfig;
import org.beeyard.wire.FarmConfig;
import org.beeyard.wire.PausesConfig;

/** What the farm is told before there is one: by its YAML file, if it has one, and by the environment, which has the last word. */
final class Settings {

    /** All that can be said of a farm, but for Quarkus' own. */
    static final List<Class<?>> ALL = List.of(
            TreesConfig.class,
            TreeConfig.class,
            CiConfig.class,
            DefaultTrees.class,
            MatrixConfig.class,
            SuiteConfig.class,
            PoolConfig.class,
            LocalConfig.class,
            ClusterConfig.class,
            PausingConfig.class,
            LimitConfig.class,
            BisectConfig.class,
            FarmConfig.class,
            PatchworkConfig.class,
            GithubConfig.class,
            MailConfig.class,
            BlobConfig.class,
            SignInConfig.class,
            RetentionConfig.class,
            PausesConfig.class);

    /** As Quarkus ranks a file named by smallrye.config.locations. */
    private static final int FILE = 275;

    private static final int ENVIRONMENT = 300;

    private Settings() {}

    static SmallRyeConfigBuilder of(Optional<YamlConfigSource> file, Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDiscoveredConverters()
                .withProfile(environment.getOrDefault(
                        "QUARKUS_PROFILE", LaunchMode.current().getDefaultProfile()))
                .withSources(new SysPropConfigSource(), new EnvConfigSource(environment, ENVIRONMENT));
        file.ifPresent(source -> builder.withSources(source));
        return builder;
    }

    static Optional<YamlConfigSource> file(Optional<Path> path) throws IOException {
        return path.isEmpty()
                ? Optional.empty()
                : Optional.of(new YamlConfigSource(path.get().toUri().toURL(), FILE));
    }
}
