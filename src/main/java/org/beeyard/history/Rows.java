package org.beeyard.history;

import jakarta.persistence.EntityManager;
import java.util.stream.Stream;
import org.beeyard.protocol.Outcome;
import org.beeyard.sql.Sql;
import org.jspecify.annotations.Nullable;

/** Rows of SQL, as they come. */
public final class Rows {

    private Rows() {}

    public static Stream<Object[]> of(EntityManager database, String sql, @Nullable Object... parameters) {
        return Sql.rows(database, sql, parameters).stream();
    }

    /** A key that may be missing. */
    public static @Nullable Long optional(@Nullable Object value) {
        return value == null ? null : number(value);
    }

    /** The name of what {@code test_result} keeps as a number. */
    public static String outcome(Object status) {
        return Outcome.of((int) number(status)).name();
    }

    /** As {@link #outcome}, of what may be missing. */
    public static @Nullable String optionalOutcome(@Nullable Object status) {
        return status == null ? null : outcome(status);
    }

    /** A count, or a key that is there. */
    public static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }
}
