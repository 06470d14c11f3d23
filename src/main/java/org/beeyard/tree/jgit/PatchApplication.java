package org.beeyard.tree.jgit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.tree.Application.FileConflict;
import org.beeyard.tree.jgit.TreeEdit.Entry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.FormatError;
import org.eclipse.jgit.patch.HunkHeader;
import org.eclipse.jgit.patch.Patch;
import org.jspecify.annotations.Nullable;

/**
 * One patch onto one tree, with the outcome of {@code git am --3way}, in its order: the patch is applied to ours. Only when it
 * does not fit, and the tree's history holds the files that it was made from, is it applied to those, and each file merged into
 * ours.
 */
final class PatchApplication {

    sealed interface Step {
        record Done(ObjectId tree) implements Step {}

        record Failed(List<FileConflict> files) implements Step {}

        record Refused(String reason) implements Step {}
    }

    private static final int CONFLICT_TEXT = 16 * 1024;

    private final ObjectInserter inserter;
    private final ObjectReader reader;
    private final TreeView ours;
    private final FileMerge merge;

    private PatchApplication(ObjectInserter inserter, ObjectReader reader, ObjectId ours) {
        this.inserter = inserter;
        this.reader = reader;
        this.ours = new TreeView(reader, ours);
        this.merge = new FileMerge(inserter, reader);
    }

    static Step apply(ObjectInserter inserter, ObjectId tree, byte[] diff) throws IOException {
        Patch patch = new Patch();
        patch.parse(diff, 0, diff.length);
        Optional<FormatError> error = patch.getErrors().stream()
                .filter(e -> e.getSeverity() == FormatError.Severity.ERROR)
                .findFirst();
        if (error.isPresent()) {
            return new Step.Refused("its diff is damaged: "
                    + PatchSafety.printable(error.get().getMessage() + " at: "
                            + error.get().getLineText().strip()));
        }
        if (patch.getFiles().isEmpty()) {
            return new Step.Refused("it holds no diff that git understands");
        }
        Optional<String> refusal = PatchSafety.refusal(patch);
        if (refusal.isPresent()) {
            return new Step.Refused(refusal.get());
        }
        try (ObjectReader reader = inserter.newReader()) {
            return new PatchApplication(inserter, reader, tree).run(patch);
        }
    }

    private Step run(Patch patch) throws IOException {
        List<FileConflict> blocked = new ArrayList<>();
        for (FileHeader file : patch.getFiles()) {
            for (String path : List.of(file.getOldPath(), file.getNewPath())) {
                Optional<Entry> here = ours.at(path);
                if (here.isPresent()
                        && (here.get().mode() == FileMode.SYMLINK || here.get().mode() == FileMode.GITLINK)) {
                    return new Step.Refused(
                            "it touches " + path + ", which is a symbolic link or a submodule in the tree");
                }
            }
            if (file.getChangeType() != ChangeType.DELETE && ours.isBlocked(file.getNewPath())) {
                blocked.add(
                        new FileConflict(file.getNewPath(), List.of(), "A folder or file of the tree is in the way."));
            }
        }
        if (!blocked.isEmpty()) {
            return new Step.Failed(blocked);
        }
        return switch (plain(patch)) {
            case Step.Done done -> done;
            case Step.Refused refused -> refused;
            case Step.Failed failed -> merged(patch).orElse(failed);
        };
    }

    /** Empty when a file that the patch was made from is unknown, or its index lines lie. */
    private Optional<Step> merged(Patch patch) throws IOException {
        Map<String, Entry> preimages = new LinkedHashMap<>();
        boolean known = true;
        for (FileHeader file : patch.getFiles()) {
            if (file.getChangeType() == ChangeType.ADD) {
                continue;
            }
            Optional<Entry> preimage = preimage(file);
            preimage.ifPresent(entry -> preimages.put(file.getOldPath(), entry));
            known &= preimage.isPresent();
        }
        Map<String, Entry> theirs = known ? patched(patch, preimages) : null;
        return theirs == null ? Optional.empty() : Optional.of(merge(patch, preimages, theirs));
    }

    /** The very file that the patch was made from; a pure rename or mode change names none and takes ours. */
    private Optional<Entry> preimage(FileHeader file) throws IOException {
        FileMode mode = file.getOldMode() == null || file.getOldMode() == FileMode.MISSING
                ? FileMode.REGULAR_FILE
                : file.getOldMode();
        if (file.getOldId() == null) {
            return file.getHunks().isEmpty()
                    ? ours.at(file.getOldPath()).map(e -> new Entry(mode, e.id()))
                    : Optional.empty();
        }
        if (file.getOldId().isComplete()) {
            ObjectId id = file.getOldId().toObjectId();
            return reader.has(id, Constants.OBJ_BLOB) ? Optional.of(new Entry(mode, id)) : Optional.empty();
        }
        // Usually ours is what the patch was made from, and then the store need not be searched for the short name.
        Optional<Entry> here = ours.at(file.getOldPath());
        if (here.isPresent() && file.getOldId().prefixCompare(here.get().id()) == 0) {
            return Optional.of(new Entry(mode, here.get().id()));
        }
        Collection<ObjectId> candidates = reader.resolve(file.getOldId());
        for (ObjectId id : candidates) {
            if (reader.open(id).getType() == Constants.OBJ_BLOB) {
                return Optional.of(new Entry(mode, id));
            }
        }
        return Optional.empty();
    }

    /** The files after the patch, when it applies to its own preimages; null when it does not, so its index lines lie. */
    private @Nullable Map<String, Entry> patched(Patch patch, Map<String, Entry> preimages) throws IOException {
        Map<String, Entry> files = new LinkedHashMap<>();
        for (FileHeader file : patch.getFiles()) {
            if (file.getChangeType() == ChangeType.DELETE) {
                continue;
            }
            switch (patched(file, Optional.ofNullable(preimages.get(file.getOldPath())))) {
                case Outcome.File(Entry entry) -> files.put(file.getNewPath(), entry);
                case Outcome.Unplaced _ -> {
                    return null;
                }
            }
        }
        return files;
    }

    private sealed interface Outcome {
        record File(Entry entry) implements Outcome {}

        record Unplaced(List<Integer> hunks) implements Outcome {}
    }

    private Outcome patched(FileHeader file, Optional<Entry> before) throws IOException {
        boolean added = file.getChangeType() == ChangeType.ADD;
        FileMode mode =
                changesMode(file) ? file.getNewMode() : before.map(Entry::mode).orElse(FileMode.REGULAR_FILE);
        if (file.getHunks().isEmpty() && before.isPresent() && !added) {
            return new Outcome.File(new Entry(mode, before.get().id()));
        }
        byte[] content = added || before.isEmpty()
                ? new byte[0]
                : text(before.get().id()).getRawContent();
        return switch (Hunks.apply(file, content)) {
            case Hunks.Patched.Content(byte[] bytes) ->
                new Outcome.File(new Entry(mode, inserter.insert(Constants.OBJ_BLOB, bytes)));
            case Hunks.Patched.Unplaced(List<Integer> numbers) -> new Outcome.Unplaced(numbers);
        };
    }

    /** The mode in an index line is one that stays; a tree's may be another. */
    private static boolean changesMode(FileHeader file) {
        return file.getNewMode() != null
                && file.getNewMode() != FileMode.MISSING
                && !file.getNewMode().equals(file.getOldMode());
    }

    private Step merge(Patch patch, Map<String, Entry> preimages, Map<String, Entry> theirs) throws IOException {
        Map<String, String> renames = Map.of();
        for (String path : preimages.keySet()) {
            if (ours.at(path).isEmpty()) {
                renames = TreeRenames.find(reader, inserter, ours.tree(), preimages);
                break;
            }
        }
        Map<String, Optional<Entry>> changes = new LinkedHashMap<>();
        List<FileConflict> conflicts = new ArrayList<>();
        for (FileHeader file : patch.getFiles()) {
            boolean added = file.getChangeType() == ChangeType.ADD;
            boolean deleted = file.getChangeType() == ChangeType.DELETE;
            boolean moved = file.getChangeType() == ChangeType.RENAME || file.getChangeType() == ChangeType.COPY;
            String there = added ? file.getNewPath() : renames.getOrDefault(file.getOldPath(), file.getOldPath());
            boolean movedByTree = !added && !there.equals(file.getOldPath());
            Optional<Entry> base = added ? Optional.empty() : Optional.ofNullable(preimages.get(file.getOldPath()));
            Optional<Entry> after = deleted ? Optional.empty() : Optional.ofNullable(theirs.get(file.getNewPath()));
            String target = movedByTree ? there : PatchSafety.name(file);
            if (movedByTree && (deleted || moved && !there.equals(file.getNewPath()))) {
                conflicts.add(new FileConflict(
                        file.getOldPath(), List.of(), "The tree has moved the file to " + there + "."));
            } else if (moved && !movedByTree && ours.at(file.getNewPath()).isPresent()) {
                conflicts.add(new FileConflict(file.getNewPath(), List.of(), "The file exists already in the tree."));
            } else {
                switch (merge.of(file, base, ours.at(there), after)) {
                    case FileMerge.Merged.Clean(Optional<Entry> result) -> {
                        if (file.getChangeType() == ChangeType.RENAME) {
                            changes.put(file.getOldPath(), Optional.empty());
                        }
                        changes.put(target, result);
                    }
                    case FileMerge.Merged.Clash(FileConflict conflict) -> conflicts.add(conflict);
                }
            }
        }
        return conflicts.isEmpty() ? done(changes) : new Step.Failed(conflicts);
    }

    private Step plain(Patch patch) throws IOException {
        Map<String, Optional<Entry>> changes = new LinkedHashMap<>();
        List<FileConflict> conflicts = new ArrayList<>();
        for (FileHeader file : patch.getFiles()) {
            boolean added = file.getChangeType() == ChangeType.ADD;
            boolean deleted = file.getChangeType() == ChangeType.DELETE;
            boolean moved = file.getChangeType() == ChangeType.RENAME || file.getChangeType() == ChangeType.COPY;
            Optional<Entry> here = ours.at(added ? file.getNewPath() : file.getOldPath());
            if (added && here.isPresent() || moved && ours.at(file.getNewPath()).isPresent()) {
                conflicts.add(new FileConflict(file.getNewPath(), List.of(), "The file exists already in the tree."));
            } else if (!added && here.isEmpty()) {
                conflicts.add(new FileConflict(file.getOldPath(), List.of(), "The file is not in the tree."));
            } else {
                switch (patched(file, here)) {
                    case Outcome.Unplaced(List<Integer> hunks) ->
                        conflicts.add(new FileConflict(PatchSafety.name(file), hunks, script(file, hunks.getFirst())));
                    case Outcome.File(Entry entry)
                    when deleted && reader.getObjectSize(entry.id(), Constants.OBJ_BLOB) > 0 ->
                        conflicts.add(new FileConflict(
                                file.getOldPath(),
                                List.of(),
                                "The patch removes the file, and the tree's has more in it."));
                    case Outcome.File(Entry entry) -> {
                        if (deleted || file.getChangeType() == ChangeType.RENAME) {
                            changes.put(file.getOldPath(), Optional.empty());
                        }
                        if (!deleted) {
                            changes.put(file.getNewPath(), Optional.of(entry));
                        }
                    }
                }
            }
        }
        return conflicts.isEmpty() ? done(changes) : new Step.Failed(conflicts);
    }

    private static String script(FileHeader file, int hunk) {
        HunkHeader header = file.getHunks().get(hunk - 1);
        String text = new String(
                header.getBuffer(),
                header.getStartOffset(),
                Math.min(header.getEndOffset() - header.getStartOffset(), CONFLICT_TEXT),
                StandardCharsets.UTF_8);
        return "This hunk finds no place in the tree's file:\n" + text;
    }

    private Step done(Map<String, Optional<Entry>> changes) throws IOException {
        ObjectId tree = TreeEdit.write(reader, inserter, ours.tree(), changes);
        return new Step.Done(tree == null ? inserter.insert(Constants.OBJ_TREE, new byte[0]) : tree);
    }

    private RawText text(ObjectId id) throws IOException {
        return new RawText(reader.open(id, Constants.OBJ_BLOB).getCachedBytes(64 << 20));
    }
}
