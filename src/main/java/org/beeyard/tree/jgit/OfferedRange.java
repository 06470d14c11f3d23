package org.beeyard.tree.jgit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.beeyard.series.OfferedCommits.Bounds;
import org.beeyard.series.OfferedCommits.Commit;
import org.beeyard.series.OfferedCommits.Offer;
import org.beeyard.series.OfferedCommits.Range;
import org.beeyard.series.mail.Author;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/** Makes patches of commits that strangers offer. */
final class OfferedRange {

    /** With more files than these, finding out which were renamed takes longer than it is worth. */
    private static final int MOST_RENAMED = 1000;

    /** Of files that are gone or new: each of the ones is compared with each of the others. */
    private static final int MOST_COMPARED = 100;

    private static final int LARGEST_COMPARED = 1 << 20;
    private static final int LONGEST_SUBJECT = 200;

    private final Repository repository;
    private final Bounds most;
    private long taken;

    OfferedRange(Repository repository, Bounds most) {
        this.repository = repository;
        this.most = most;
    }

    /** The commits over the base are the newest ones of a line, as many as there are; of a history with merges nobody knows which. */
    Range read(Offer offer) throws IOException {
        List<Commit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository)) {
            ChangedFiles files = new ChangedFiles(walk.getObjectReader(), most);
            RevCommit commit = walk.parseCommit(ObjectId.fromString(offer.head()));
            for (int i = 0; i < offer.commits(); i++) {
                if (commit.getParentCount() > 1) {
                    return new Range.Merging(commit.name(), subject(commit));
                }
                if (commit.getParentCount() == 0) {
                    throw new IOException(offer + " has no base: " + commit.name() + " has no parent");
                }
                RevCommit parent = walk.parseCommit(commit.getParent(0));
                commits.add(commit(parent, commit, files));
                commit = parent;
            }
            Collections.reverse(commits);
            return new Range.Commits(commit.name(), commits);
        }
    }

    private Commit commit(RevCommit parent, RevCommit commit, ChangedFiles files) throws IOException {
        String name = commit.name().substring(0, 12) + " (" + subject(commit) + ")";
        Bounded out = new Bounded(most.patch().bytes(), commit.getRawBuffer().length);
        Set<String> paths = new LinkedHashSet<>();
        int changed = files.look(parent, commit, name);
        try (DiffFormatter diff = new DiffFormatter(out)) {
            diff.setRepository(repository);
            diff.setDiffAlgorithm(BoundedDiff.create());
            diff.setAbbreviationLength(Constants.OBJECT_ID_STRING_LENGTH);
            if (changed <= MOST_RENAMED) {
                diff.setDetectRenames(true);
                diff.getRenameDetector().setRenameLimit(MOST_COMPARED);
                diff.getRenameDetector().setBigFileThreshold(LARGEST_COMPARED);
            }
            List<DiffEntry> entries = diff.scan(parent.getTree(), commit.getTree());
            for (DiffEntry entry : entries) {
                paths.add(entry.getOldPath());
                paths.add(entry.getNewPath());
            }
            paths.remove(DiffEntry.DEV_NULL);
            diff.format(entries);
        } catch (Full e) {
            throw new Excess("The patch of commit " + name + " is larger than " + most.patch() + ".");
        }
        taken += out.size();
        if (taken > most.patches().bytes()) {
            throw new Excess("Its patches are larger than " + most.patches() + " together.");
        }
        PersonIdent author = commit.getAuthorIdent();
        return new Commit(
                commit.name(),
                commit.getFullMessage().replace("\0", ""),
                new Author(author.getName(), author.getEmailAddress()),
                date(author),
                List.copyOf(paths),
                out.toByteArray());
    }

    private static String subject(RevCommit commit) {
        String subject = commit.getShortMessage();
        return subject.length() <= LONGEST_SUBJECT ? subject : subject.substring(0, LONGEST_SUBJECT) + "…";
    }

    /** A commit may say any zone. */
    private static OffsetDateTime date(PersonIdent author) {
        int minutes = Math.clamp(author.getZoneOffset().getTotalSeconds() / 60, -18 * 60, 18 * 60);
        return author.getWhenAsInstant().atOffset(ZoneOffset.ofTotalSeconds(minutes * 60));
    }

    private static final class Full extends IOException {
        private static final long serialVersionUID = 1;
    }

    private static final class Bounded extends OutputStream {

        private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
        private final long most;
        private final int message;

        Bounded(long most, int message) {
            this.most = most;
            this.message = message;
        }

        long size() {
            return (long) message + taken.size();
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            if (size() + length > most) {
                throw new Full();
            }
            taken.write(bytes, from, length);
        }

        byte[] toByteArray() {
            return taken.toByteArray();
        }
    }
}
