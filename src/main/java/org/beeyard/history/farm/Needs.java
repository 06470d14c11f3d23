package org.beeyard.history.farm;

import static org.beeyard.history.Rows.number;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.beeyard.history.Rows;
import org.jspecify.annotations.Nullable;

/** Reads what does not go on until somebody does something. */
@ApplicationScoped
public class Needs {

    /** More of a kind than that are not counted. */
    public static final int MOST = 100;

    private final EntityManager database;

    Needs(EntityManager database) {
        this.database = database;
    }

    public enum Kind {
        /** A series' author is not known here. */
        APPROVAL,
        /** A Patchwork server, a repository or a mirror answers with faults. */
        SOURCE,
        /** Something that was to be said elsewhere is not said. */
        PUBLICATION,
        /** Old things are not thrown away. */
        RETENTION
    }

    /**
     * @param many of them, {@link #MOST} for more; 1 of what has a name
     * @param name of what is at fault
     * @param since the fault
     */
    public record Need(
            Kind kind,
            long many,
            @Nullable String name,
            @Nullable String words,
            @Nullable Instant since) {}

    @Transactional
    public List<Need> all() {
        return Rows.of(database, """
                        select kind, many, name, words, since from (
                               select 1 as rank, 'APPROVAL' as kind, count(*) as many, null as name, null as words, cast(null as timestamptz) as since
                                 from (select 1 from series where state = 'RECEIVED' limit %1$d) x having count(*) > 0
                               union all
                               select 3, 'PUBLICATION', count(*), null, null, null from (
                                      select 1 from publication where status = 'DEAD' or (status = 'WAITING' and tries > 0) limit %1$d) x having count(*) > 0
                               union all select 2, 'SOURCE', 1, name, error, failing_since from patchwork_source where error is not null
                               union all select 2, 'SOURCE', 1, name, error, failing_since from github_repository where error is not null
                               union all select 2, 'SOURCE', 1, repository, error, failing_since from mirror where active and error is not null
                               union all select 4, 'RETENTION', 1, work, error, failing_since from retention where error is not null) n
                         order by rank, name, words
                        """.replace("%1$d", Integer.toString(MOST)))
                .map(r -> new Need(
                        Kind.valueOf((String) r[0]), number(r[1]), (String) r[2], (String) r[3], (Instant) r[4]))
                .toList();
    }
}
