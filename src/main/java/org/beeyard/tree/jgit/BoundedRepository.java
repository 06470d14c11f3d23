package org.beeyard.tree.jgit;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jgit.errors.TooLargeObjectInPackException;
import org.eclipse.jgit.errors.TooLargePackException;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.BaseRepositoryBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.transport.PackParser;

/** Takes packs up to a size and breaks off beyond: what is fetched is written down before anybody can look at it. */
final class BoundedRepository extends FileRepository {

    /** Whoever unpacks an object holds all of it. */
    private static final long LARGEST_OBJECT = 64L << 20;

    private final long most;

    /** @param most bytes of a pack */
    BoundedRepository(BaseRepositoryBuilder<?, ?> where, long most) throws IOException {
        super(where);
        this.most = most;
    }

    /** Whether a fetch failed by that. */
    static boolean isTooMuch(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargePackException || cause instanceof TooLargeObjectInPackException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public ObjectInserter newObjectInserter() {
        ObjectInserter inserter = super.newObjectInserter();
        return new ObjectInserter.Filter() {
            @Override
            protected ObjectInserter delegate() {
                return inserter;
            }

            @Override
            public PackParser newPackParser(InputStream in) throws IOException {
                PackParser parser = super.newPackParser(bounded(in));
                parser.setMaxObjectSizeLimit(LARGEST_OBJECT);
                return parser;
            }
        };
    }

    /** JGit's own ends as if the other side had when that has nothing ready at the limit. */
    private InputStream bounded(InputStream in) {
        return new FilterInputStream(in) {
            private long left = most;

            @Override
            public int read() throws IOException {
                int read = super.read();
                took(read < 0 ? 0 : 1);
                return read;
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                int read = super.read(into, from, length);
                took(Math.max(read, 0));
                return read;
            }

            private void took(int bytes) throws IOException {
                left -= bytes;
                if (left < 0) {
                    throw new TooLargePackException(most);
                }
            }
        };
    }
}
