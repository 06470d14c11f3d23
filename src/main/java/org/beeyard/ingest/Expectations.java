package org.beeyard.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.job.Attempt;
import org.beeyard.job.Job;

/** What attempts will take, by what such jobs took before. */
@ApplicationScoped
class Expectations {

    /** Jobs of the same name. */
    private static final int LOOKED_BACK = 50;

    private final EntityManager database;

    Expectations(EntityManager database) {
        this.database = database;
    }

    /** How many tests the attempt will report; 0 when nobody knows. */
    int tests(Attempt attempt) {
        if (!attempt.onlyTests().isEmpty()) {
            return attempt.onlyTests().size();
        }
        int named = attempt.share().tests().size();
        return attempt.share().number() == 1 ? Math.max(0, lastUnits(attempt.job()) - named) : named;
    }

    /** How many units such a job had last time on the tree, of a base or of a series as this one is; 0 when that is too long ago. */
    private int lastUnits(Job job) {
        List<?> rows = database.createNativeQuery("""
                        select sum(a.done)
                          from (select id, run_id from job where name = ?1 order by id desc limit ?2) j
                          join run r on r.id = j.run_id
                          join base b on b.id = r.base_id and b.tree_id = (select tree_id from base where id = ?4)
                          join attempt a on a.job_id = j.id
                         where r.kind = ?3 and a.purpose <> 'CONFIRM' and a.state in ('PASSED', 'FAILED') and a.done > 0
                         group by j.id order by j.id desc limit 1
                        """)
                .setParameter(1, job.name())
                .setParameter(2, LOOKED_BACK)
                .setParameter(3, job.run().kind().name())
                .setParameter(4, job.run().baseId())
                .getResultList();
        return rows.isEmpty() ? 0 : ((Number) rows.getFirst()).intValue();
    }

    /** For the first kernel ever; any later build is expected to take what the last one took. */
    int steps(Job job, boolean kernelOfBase) {
        int last = lastUnits(job);
        if (last > 0 || !kernelOfBase) {
            return last;
        }
        return job.kernelConfig().equals("small") ? 3_000 : 12_000;
    }
}
