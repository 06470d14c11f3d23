package org.beeyard.tree.jgit;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.Patch;

/** What a stranger's patch may not do to a tree. */
final class PatchSafety {

    private PatchSafety() {}

    /** Why the patch is refused, a clause; empty when it is not. */
    static Optional<String> refusal(Patch patch) {
        Set<String> changed = new HashSet<>();
        for (FileHeader file : patch.getFiles()) {
            if (!changed.add(name(file))) {
                return Optional.of("it changes " + printable(name(file)) + " in two places of the diff");
            }
            for (String path : List.of(file.getOldPath(), file.getNewPath())) {
                if (!path.equals(DiffEntry.DEV_NULL) && !isInside(path)) {
                    return Optional.of("its path '" + printable(path) + "' leads out of the tree");
                }
            }
            for (FileMode mode : new FileMode[] {file.getOldMode(), file.getNewMode()}) {
                if (FileMode.SYMLINK.equals(mode)) {
                    return Optional.of("it touches the symbolic link " + printable(name(file)));
                }
                if (FileMode.GITLINK.equals(mode)) {
                    return Optional.of("it touches the submodule " + printable(name(file)));
                }
            }
            if (file.getPatchType() != FileHeader.PatchType.UNIFIED) {
                return Optional.of("it changes the binary file " + printable(name(file)));
            }
        }
        return Optional.empty();
    }

    static boolean isInside(String path) {
        if (path.isEmpty() || path.startsWith("/") || path.indexOf('\0') >= 0 || path.indexOf('\\') >= 0) {
            return false;
        }
        for (String part : path.split("/", -1)) {
            String folded = part.toLowerCase(Locale.ROOT).strip();
            if (part.isEmpty()
                    || part.equals(".")
                    || part.equals("..")
                    || folded.equals(".git")
                    || folded.equals("git~1")) {
                return false;
            }
        }
        return true;
    }

    static String name(FileHeader file) {
        return file.getChangeType() == DiffEntry.ChangeType.DELETE ? file.getOldPath() : file.getNewPath();
    }

    static String printable(String text) {
        String clean = text.replaceAll("\\p{Cntrl}", "?");
        return clean.length() <= 200 ? clean : clean.substring(0, 200) + "…";
    }
}
