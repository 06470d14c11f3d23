package org.beeyard.web.tree;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.test.Unsteady;
import org.beeyard.history.tree.TreeHistory;
import org.beeyard.history.tree.TreeSizes;
import org.beeyard.sql.Cut;
import org.jspecify.annotations.Nullable;

/** The bases of a tree, green or red, and since when its tests are broken. */
@Path("/")
@Blocking
class TreePages {

    private final TreeHistory trees;
    private final Unsteady unsteady;
    private final TreeSizes sizes;
    private final Clock clock;

    TreePages(TreeHistory trees, Unsteady unsteady, TreeSizes sizes, Clock clock) {
        this.sizes = sizes;
        this.trees = trees;
        this.unsteady = unsteady;
        this.clock = clock;
    }

    /**
     * @param moreBroken that are not among these, which are the newest
     * @param sizes over the bases that are listed
     */
    record Tree(
            TreeHistory.TreeRow tree,
            List<Unsteady.BrokenRow> broken,
            boolean moreBroken,
            List<TreeHistory.ComingRow> coming,
            List<TreeSizes.Line> sizes) {}

    @CheckedTemplate
    static class Templates {
        private Templates() {}

        static native TemplateInstance trees(List<TreeHistory.TreeRow> trees, Instant now);

        static native TemplateInstance tree(Tree page, boolean first, boolean more, Instant now);
    }

    @GET
    @Path("trees")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance trees() {
        return Templates.trees(trees.trees(), clock.instant());
    }

    @GET
    @Path("trees")
    @Produces(MediaType.APPLICATION_JSON)
    public List<TreeHistory.TreeRow> treesAsData() {
        return trees.trees();
    }

    @GET
    @Path("trees/{name}")
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance tree(@PathParam("name") String name, @QueryParam("before") @Nullable Long before) {
        Tree page = treeAsData(name, before);
        return Templates.tree(page, before == null, page.tree().bases().size() == TreeHistory.LIST, clock.instant());
    }

    @GET
    @Path("trees/{name}")
    @Produces(MediaType.APPLICATION_JSON)
    public Tree treeAsData(@PathParam("name") String name, @QueryParam("before") @Nullable Long before) {
        TreeHistory.TreeRow tree = trees.tree(name, before).orElseThrow(NotFoundException::new);
        Cut<Unsteady.BrokenRow> broken = unsteady.broken(name);
        return new Tree(tree, broken.rows(), broken.more(), trees.coming(name), sizes.of(tree.bases()));
    }
}
