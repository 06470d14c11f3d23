package org.beeyard.tree.jgit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.tree.Application.FileConflict;
import org.beeyard.tree.jgit.TreeEdit.Entry;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeChunk;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.HunkHeader;

/** Merges one file of a patch, as it was before and after the patch, into the tree's. */
final class FileMerge {

    private static final int CONFLICT_TEXT = 16 * 1024;

    private final ObjectInserter inserter;
    private final ObjectReader reader;

    FileMerge(ObjectInserter inserter, ObjectReader reader) {
        this.inserter = inserter;
        this.reader = reader;
    }

    sealed interface Merged {
        record Clean(Optional<Entry> result) implements Merged {}

        record Clash(FileConflict conflict) implements Merged {}
    }

    Merged of(FileHeader file, Optional<Entry> base, Optional<Entry> here, Optional<Entry> after) throws IOException {
        String path = PatchSafety.name(file);
        if (here.equals(base)
                || here.isPresent()
                        && base.isPresent()
                        && here.get().id().equals(base.get().id())) {
            return new Merged.Clean(after.map(a -> new Entry(mode(base, here, a), a.id())));
        }
        if (here.equals(after)) {
            return new Merged.Clean(here);
        }
        if (here.isEmpty()) {
            return new Merged.Clash(new FileConflict(path, List.of(), "The file is not in the tree."));
        }
        if (after.isEmpty()) {
            return new Merged.Clash(new FileConflict(
                    path, List.of(), "The patch removes the file, and the tree has changed it since."));
        }
        if (base.isEmpty()) {
            return new Merged.Clash(new FileConflict(
                    path, List.of(), "The patch adds the file, and the tree has another one of that name."));
        }
        MergeResult<RawText> merge = new MergeAlgorithm()
                .merge(
                        RawTextComparator.DEFAULT,
                        text(base.get().id()),
                        text(here.get().id()),
                        text(after.get().id()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MergeFormatter().formatMerge(out, merge, "base", "tree", "patch", StandardCharsets.UTF_8);
        if (merge.containsConflicts()) {
            return new Merged.Clash(new FileConflict(path, clashing(file, merge), conflictText(out.toByteArray())));
        }
        ObjectId id = inserter.insert(Constants.OBJ_BLOB, out.toByteArray());
        return new Merged.Clean(Optional.of(new Entry(mode(base, here, after.get()), id)));
    }

    /** A mode that the patch does not change stays as the tree has it. */
    private static FileMode mode(Optional<Entry> base, Optional<Entry> here, Entry after) {
        boolean changed = base.isEmpty() || !base.get().mode().equals(after.mode());
        return changed || here.isEmpty() ? after.mode() : here.get().mode();
    }

    private static List<Integer> clashing(FileHeader file, MergeResult<RawText> merge) {
        List<Integer> numbers = new ArrayList<>();
        for (MergeChunk chunk : merge) {
            if (chunk.getConflictState() != MergeChunk.ConflictState.NEXT_CONFLICTING_RANGE) {
                continue;
            }
            int number = 0;
            for (HunkHeader hunk : file.getHunks()) {
                number++;
                int start = hunk.getNewStartLine() - 1;
                if (chunk.getBegin() <= start + hunk.getNewLineCount()
                        && chunk.getEnd() >= start
                        && !numbers.contains(number)) {
                    numbers.add(number);
                }
            }
        }
        return numbers;
    }

    /** The marked places with a few lines around them. */
    private static String conflictText(byte[] merged) {
        List<String> lines = new String(merged, StandardCharsets.UTF_8).lines().toList();
        StringBuilder text = new StringBuilder();
        int shown = -1;
        boolean inside = false;
        for (int i = 0; i < lines.size() && text.length() < CONFLICT_TEXT; i++) {
            inside |= lines.get(i).startsWith("<<<<<<< ");
            boolean near = inside;
            for (int j = Math.max(0, i - 4); j <= Math.min(lines.size() - 1, i + 4) && !near; j++) {
                near = lines.get(j).startsWith("<<<<<<< ") || lines.get(j).startsWith(">>>>>>> ");
            }
            if (near) {
                if (shown >= 0 && shown < i - 1) {
                    text.append("…\n");
                }
                text.append(lines.get(i)).append('\n');
                shown = i;
            }
            inside &= !lines.get(i).startsWith(">>>>>>> ");
        }
        return text.toString();
    }

    private RawText text(ObjectId id) throws IOException {
        return new RawText(reader.open(id, Constants.OBJ_BLOB).getCachedBytes(64 << 20));
    }
}
