package org.beeyard.blob;

import static io.quarkus.narayana.jta.QuarkusTransaction.requiringNew;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.beeyard.blob.BlobStore.Blob;

/** Removes blobs that nothing names. Only one at a time may sweep. */
@ApplicationScoped
public class Sweep {

    /** A sweep of the store goes through so many parts. */
    public static final int PARTS = 256;

    private static final int BATCH = 500;

    private final BlobStore store;
    private final StoredClaims claims;

    Sweep(BlobStore store, StoredClaims claims) {
        this.store = store;
        this.claims = claims;
    }

    /** What was removed. */
    public record Swept(long blobs, long bytes) {
        Swept and(Swept other) {
            return new Swept(blobs + other.blobs, bytes + other.bytes);
        }
    }

    /** Says by an exception that the work is somebody else's now. Called in transactions, and before what they cannot undo. */
    public interface Right {
        void confirm();
    }

    /**
     * Removes the blobs of a part that were stored, and claimed last, before the grace time.
     *
     * @param part from 0, less than {@link #PARTS}
     */
    public Swept part(int part, Instant grace, Right right) throws IOException {
        beOurs();
        finish(right);
        requiringNew().run(() -> {
            right.confirm();
            claims.forget(grace);
        });
        Batch batch = new Batch(grace, right);
        store.each(HexFormat.of().toHexDigits((byte) part), grace, batch::add);
        batch.sweep();
        return batch.swept;
    }

    /** A farm on another database than yesterday's would find that nothing names any of the blobs. */
    private void beOurs() throws IOException {
        String us = requiringNew().call(claims::farm);
        String owner = store.owner(us);
        if (!owner.equals(us)) {
            throw new IOException(
                    "The blobs are those of another farm, or of another database of this one: the store's owner is "
                            + owner + ", and this is " + us
                            + ". Nothing is removed. If they are to be this one's, remove blobs/owner there.");
        }
    }

    /** What one that died had taken. */
    private void finish(Right right) throws IOException {
        remove(requiringNew().call(claims::taken), right);
    }

    private void remove(List<String> blobs, Right right) throws IOException {
        if (blobs.isEmpty()) {
            return;
        }
        for (String blob : blobs) {
            requiringNew().run(right::confirm);
            store.remove(blob);
        }
        requiringNew().run(() -> {
            right.confirm();
            claims.giveUp(blobs);
        });
    }

    private final class Batch {

        private final Instant grace;
        private final Right right;
        private final List<Blob> blobs = new ArrayList<>();
        private Swept swept = new Swept(0, 0);

        Batch(Instant grace, Right right) {
            this.grace = grace;
            this.right = right;
        }

        void add(Blob blob) throws IOException {
            blobs.add(blob);
            if (blobs.size() == BATCH) {
                sweep();
            }
        }

        void sweep() throws IOException {
            List<String> names = blobs.stream().map(Blob::sha256).toList();
            List<String> taken = requiringNew().call(() -> {
                right.confirm();
                return claims.take(names, grace);
            });
            remove(taken, right);
            long bytes = blobs.stream()
                    .filter(blob -> taken.contains(blob.sha256()))
                    .mapToLong(Blob::size)
                    .sum();
            swept = swept.and(new Swept(taken.size(), bytes));
            blobs.clear();
        }
    }
}
