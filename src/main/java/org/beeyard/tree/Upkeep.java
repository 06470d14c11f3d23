package org.beeyard.tree;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.beeyard.lease.Leases;
import org.beeyard.retention.RetentionConfig;
import org.beeyard.retention.Rounds;
import org.jboss.logging.Logger;

/** Keeps the store of git objects small: commits of old series go, and what many small writes have left is put together. */
@ApplicationScoped
public class Upkeep {

    private static final String NAME = "git";

    private static final Logger log = Logger.getLogger(Upkeep.class);
    private static final Duration UNKEPT = Duration.ofDays(14);

    /** The series, or another that was applied before it, whose number follows. */
    private static final Pattern SERIES = Pattern.compile("(\\d{1,18})(-after-\\d+)?");

    /** Retention has forgotten what they were built from, or they have never been applied, and nobody has asked for them since. */
    private static final String OLD = """
            select n.id from unnest(?1) as n (id) where not exists (
                   select 1 from series s where s.id = n.id
                      and (s.delta_blob is not null or s.run_wanted or s.state = 'READY' or s.received_at >= ?2))
            """;

    private final EntityManager database;
    private final KernelTrees trees;
    private final RetentionConfig config;
    private final Leases leases;
    private final Rounds rounds;

    Upkeep(EntityManager database, KernelTrees trees, RetentionConfig config, Leases leases, Rounds rounds) {
        this.database = database;
        this.trees = trees;
        this.config = config;
        this.leases = leases;
        this.rounds = rounds;
    }

    @Scheduled(
            every = "${beeyard.retention.look}",
            identity = "upkeep",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void look() {
        if (leases.holds(Leases.TREES) && rounds.due(NAME, config.every())) {
            round();
        }
    }

    void round() {
        try {
            Instant now = rounds.begin(NAME);
            List<String> old = old(now.minus(config.artifacts()));
            trees.forget(old);
            rounds.add(NAME, old.size(), 0);
            rounds.add(NAME, 0, trees.tidy(UNKEPT));
            rounds.end(NAME, null);
        } catch (IOException | RuntimeException e) {
            log.errorf(e, "the store of git objects cannot be put in order now");
            rounds.end(NAME, String.valueOf(e.getMessage()));
        }
    }

    private List<String> old(Instant before) throws IOException {
        Map<Long, List<String>> bySeries = trees.kept().stream()
                .filter(name -> SERIES.matcher(name).matches())
                .collect(Collectors.groupingBy(Upkeep::series));
        List<Long> gone = QuarkusTransaction.requiringNew()
                .call(() -> database.createNativeQuery(OLD, Long.class)
                        .setParameter(1, bySeries.keySet().toArray(Long[]::new))
                        .setParameter(2, before)
                        .getResultList());
        List<String> names = new ArrayList<>();
        gone.forEach(id -> names.addAll(bySeries.getOrDefault(id, List.of())));
        return names;
    }

    private static long series(String name) {
        Matcher matcher = SERIES.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(name);
        }
        return Long.parseLong(matcher.group(1));
    }
}
