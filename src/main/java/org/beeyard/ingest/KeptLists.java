package org.beeyard.ingest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.beeyard.job.Attempt;
import org.beeyard.protocol.Manifest.Lists;
import org.beeyard.protocol.Sha256;

/** Keeps which tests attempts were to run: most share their lists, which are kept once. */
@ApplicationScoped
class KeptLists {

    private final EntityManager database;

    KeptLists(EntityManager database) {
        this.database = database;
    }

    /** In the caller's transaction. */
    void keep(Attempt attempt, Lists lists) {
        String allow = sha256(lists.allow());
        String deny = sha256(lists.deny());
        // In one order, or two attempts that end together lock each other out.
        if (allow.compareTo(deny) < 0) {
            put(allow, lists.allow());
            put(deny, lists.deny());
        } else {
            put(deny, lists.deny());
            put(allow, lists.allow());
        }
        database.createNativeQuery("""
                        update attempt set allowed = (select id from test_list where sha256 = ?2),
                                           denied = (select id from test_list where sha256 = ?3), list_sources = ?4 where id = ?1
                        """)
                .setParameter(1, attempt.id())
                .setParameter(2, allow)
                .setParameter(3, deny)
                .setParameter(4, lists.sources().toArray(String[]::new))
                .executeUpdate();
    }

    private void put(String sha256, List<String> entries) {
        database.createNativeQuery("insert into test_list (sha256, entries) values (?1, ?2) on conflict do nothing")
                .setParameter(1, sha256)
                .setParameter(2, entries.toArray(String[]::new))
                .executeUpdate();
    }

    private static String sha256(List<String> entries) {
        return Sha256.hex(String.join("\n", entries));
    }
}
