package org.beeyard.tree;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import org.beeyard.tree.KernelTrees.UnknownTree;

/** Where the configured trees are now, as series that are applied see it. A repository elsewhere is asked now and then. */
@ApplicationScoped
public class TreeHeads {

    private final Heads heads;
    private final TreesConfig config;

    TreeHeads(Heads heads, TreesConfig config) {
        this.heads = heads;
        this.config = config;
    }

    /**
     * @param tree one of the configuration
     * @throws IOException when it cannot be had now
     * @throws UnknownTree when its source is not there
     */
    public CommitId newest(String tree) throws IOException, UnknownTree {
        TreesConfig.Entry entry = config.all().get(tree);
        if (entry == null) {
            throw new UnknownTree("There is no tree " + tree + " in the farm's configuration.");
        }
        return heads.newest("trees." + tree, entry);
    }
}
