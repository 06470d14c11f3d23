package org.beeyard.tree;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.beeyard.tree.KernelTrees.UnknownTree;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The newest commits of trees and CI configurations. A repository elsewhere is asked now and then, not each time. */
@ApplicationScoped
class Heads {

    private static final Logger log = Logger.getLogger(Heads.class);
    private static final Duration FETCH_EVERY = Duration.ofMinutes(5);

    private final KernelTrees trees;
    private final Clock clock;
    /** Only hints that save requests: after a restart each remote is asked once more. */
    private final Map<String, Fetched> fetched = new ConcurrentHashMap<>();

    private final Map<String, Instant> missed = new ConcurrentHashMap<>();

    Heads(KernelTrees trees, Clock clock) {
        this.trees = trees;
        this.clock = clock;
    }

    private record Fetched(CommitId head, Instant at) {}

    /**
     * As {@link #newest}, but while that cannot be fetched, where it was when it could: a series is better tested on an older commit
     * than not at all.
     */
    CommitId lastKnown(String key, Origin origin) throws IOException, UnknownTree {
        Fetched last = fetched.get(key);
        if (last != null && isRecent(missed.get(key))) {
            return last.head();
        }
        try {
            CommitId head = newest(key, origin);
            missed.remove(key);
            return head;
        } catch (IOException e) {
            if (last == null) {
                throw e;
            }
            log.warnf(
                    "%s: %s stands for what is there now: %s", key, last.head().abbreviated(), e.getMessage());
            missed.put(key, clock.instant());
            return last.head();
        }
    }

    private boolean isRecent(@Nullable Instant at) {
        return at != null && at.plus(FETCH_EVERY).isAfter(clock.instant());
    }

    /** @param key under which the configuration has it: {@code trees.bpf-next} */
    CommitId newest(String key, Origin origin) throws IOException, UnknownTree {
        TreeSource source = origin.where()
                .orElseThrow(() -> new UnknownTree(key + " must name exactly one of git, repository and source."));
        Fetched last = fetched.get(key);
        if (last != null && source instanceof TreeSource.Remote && isRecent(last.at())) {
            return last.head();
        }
        CommitId head = trees.adopt(key, source, words -> log.infof("%s: %s", key, words));
        fetched.put(key, new Fetched(head, clock.instant()));
        return head;
    }
}
