package org.beeyard.tree.jgit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.beeyard.tree.Application.FileConflict;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Lays the temporary patches of a CI configuration over a tree: {@code ci/diffs/*.diff}, then {@code *.patch}, by name. One
 * that does not apply is left out and told, never fatal: most often the tree has it meanwhile.
 */
final class CiPatches {

    private static final String FOLDER = "ci/diffs";
    private static final int MOST_BYTES = 16 << 20;

    private CiPatches() {}

    record Laid(ObjectId tree, List<String> skipped) {}

    private record CiPatch(String name, ObjectId blob) {}

    static Laid lay(ObjectInserter inserter, ObjectReader reader, ObjectId tree, ObjectId ciTree) throws IOException {
        ObjectId laid = tree;
        List<String> skipped = new ArrayList<>();
        for (CiPatch patch : patches(reader, ciTree)) {
            byte[] diff = reader.open(patch.blob(), Constants.OBJ_BLOB).getCachedBytes(MOST_BYTES);
            switch (PatchApplication.apply(inserter, laid, diff)) {
                case PatchApplication.Step.Done(ObjectId after) -> laid = after;
                case PatchApplication.Step.Refused(String reason) -> skipped.add(patch.name() + ": " + reason);
                case PatchApplication.Step.Failed(List<FileConflict> files) ->
                    skipped.add(patch.name() + ": it does not apply to "
                            + files.getFirst().path());
            }
        }
        return new Laid(laid, skipped);
    }

    private static List<CiPatch> patches(ObjectReader reader, ObjectId ciTree) throws IOException {
        List<CiPatch> diffs = new ArrayList<>();
        List<CiPatch> mails = new ArrayList<>();
        try (TreeWalk folder = TreeWalk.forPath(reader, FOLDER, ciTree)) {
            if (folder == null || !folder.isSubtree()) {
                return List.of();
            }
            try (TreeWalk files = new TreeWalk(reader)) {
                files.addTree(folder.getObjectId(0));
                while (files.next()) {
                    String name = files.getNameString();
                    if (name.endsWith(".diff")) {
                        diffs.add(new CiPatch(name, files.getObjectId(0)));
                    } else if (name.endsWith(".patch")) {
                        mails.add(new CiPatch(name, files.getObjectId(0)));
                    }
                }
            }
        }
        return Stream.concat(diffs.stream(), mails.stream()).toList();
    }
}
