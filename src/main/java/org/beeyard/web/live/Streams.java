package org.beeyard.web.live;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ServiceUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The streams of events that are open, a bounded number of them. */
@ApplicationScoped
public class Streams {

    private static final int MOST = 500;
    private static final long RETRY_SECONDS = 60;

    /** Browsers ask again when a stream ends; one whose browser is gone without a word shall not be kept for ever. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    Streams() {
        this(MOST);
    }

    Streams(int most) {
        this.most = most;
    }

    /**
     * Moments at which to look, the first at once, in a thread that may wait.
     *
     * @throws ServiceUnavailableException when too many streams are open; a page is of use without its stream
     */
    public Multi<Long> ticks(Duration every) {
        if (open.get() >= most) {
            throw new ServiceUnavailableException(RETRY_SECONDS);
        }
        return Multi.createFrom()
                .ticks()
                .every(every)
                .onOverflow()
                .drop()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .select()
                .first(LONGEST)
                .onSubscription()
                .invoke(open::incrementAndGet)
                .onTermination()
                .invoke(open::decrementAndGet);
    }

    public int open() {
        return open.get();
    }
}
