package org.beeyard.tree;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.series.Series;
import org.beeyard.series.SeriesIntake;
import org.beeyard.series.SeriesState;
import org.beeyard.series.mail.PostedSeries;
import org.beeyard.tree.KernelTrees.Change;

/** The series that a series says it comes after. */
@ApplicationScoped
class Prerequisites {

    /** Of a chain of series, each of which names the one before. */
    private static final int MOST = 10;

    private final EntityManager database;

    Prerequisites(EntityManager database) {
        this.database = database;
    }

    /**
     * @param open series that are still on their way, in the order in which they are to be applied
     * @param unknown names of series that the farm has never seen
     */
    record Found(List<Earlier> open, List<String> unknown) {

        Found {
            open = List.copyOf(open);
            unknown = List.copyOf(unknown);
        }
    }

    record Earlier(long id, String title, List<Change> changes) {

        Earlier {
            changes = List.copyOf(changes);
        }
    }

    /** In the caller's transaction. What has been closed is expected to be in the tree, or not to be needed. */
    @Transactional(Transactional.TxType.MANDATORY)
    Found of(Series series) {
        List<Earlier> open = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        collect(series, new HashSet<>(Set.of(series.topicId())), open, unknown);
        return new Found(open, unknown);
    }

    private void collect(Series series, Set<Long> topics, List<Earlier> open, List<String> unknown) {
        for (String name : series.dependsOn()) {
            Optional<Series> named = newest(name);
            if (named.isEmpty()) {
                unknown.add(name);
            } else if (named.get().state() != SeriesState.CLOSED
                    && topics.size() <= MOST
                    && topics.add(named.get().topicId())) {
                collect(named.get(), topics, open, unknown);
                open.add(new Earlier(
                        named.get().id(),
                        named.get().title(),
                        named.get().patches().stream().map(Change::of).toList()));
            }
        }
    }

    /** The newest version of the change that the name means; what was only tried, when nothing is posted. */
    private Optional<Series> newest(String name) {
        List<?> topics = query(name).getResultList();
        return topics.isEmpty()
                ? Optional.empty()
                : database.createQuery(
                                "from Series where topic.id = ?1 order by case when source = ?2 then 1 else 0 end, version desc, id desc",
                                Series.class)
                        .setParameter(1, ((Number) topics.getFirst()).longValue())
                        .setParameter(2, SeriesIntake.UPLOAD)
                        .setMaxResults(1)
                        .getResultStream()
                        .findFirst();
    }

    private Query query(String name) {
        if (name.startsWith(PostedSeries.CHANGE)) {
            // Who had the id first: anybody may write one that is somebody else's.
            return database.createNativeQuery("select topic_id from series where change_id = ?1 order by id limit 1")
                    .setParameter(1, name.substring(PostedSeries.CHANGE.length()));
        }
        if (name.startsWith(PostedSeries.PATCH)) {
            return database.createNativeQuery(
                            "select s.topic_id from patch p join series s on s.id = p.series_id where p.patch_id = ?1 order by p.id desc limit 1")
                    .setParameter(1, name.substring(PostedSeries.PATCH.length()));
        }
        return database.createNativeQuery("""
                        select s.topic_id from series s
                         where s.id in (select id from series where message_id = ?1 union all select series_id from patch where message_id = ?1)
                         limit 1
                        """).setParameter(1, name);
    }
}
