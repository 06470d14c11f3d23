package org.beeyard.sql;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Native statements with their parameters in order, {@code ?1} the first. */
public final class Sql {

    private Sql() {}

    public static Query query(EntityManager database, String text, @Nullable Object... parameters) {
        return with(database.createNativeQuery(text), parameters);
    }

    /** Rows as arrays, also those of one column. */
    @SuppressWarnings("unchecked") // what the query was told to give
    public static List<Object[]> rows(EntityManager database, String text, @Nullable Object... parameters) {
        return with(database.createNativeQuery(text, Object[].class), parameters)
                .getResultList();
    }

    private static Query with(Query query, @Nullable Object... parameters) {
        for (int i = 0; i < parameters.length; i++) {
            query.setParameter(i + 1, parameters[i]);
        }
        return query;
    }
}
