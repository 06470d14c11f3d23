package org.beeyard.tree;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.SortedSet;
import java.util.TreeSet;
import org.beeyard.series.TreeNames;

/** Those of the farm's configuration. */
@ApplicationScoped
class ConfiguredNames implements TreeNames {

    private final TreesConfig config;

    ConfiguredNames(TreesConfig config) {
        this.config = config;
    }

    @Override
    public SortedSet<String> all() {
        return new TreeSet<>(config.all().keySet());
    }
}
