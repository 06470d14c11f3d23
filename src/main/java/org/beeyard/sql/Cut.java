package org.beeyard.sql;

import java.util.List;

/**
 * The beginning of a list that may be too long to be shown, which must not look as if it were all.
 *
 * @param more there are others behind these
 */
public record Cut<T>(List<T> rows, boolean more) {

    public Cut {
        rows = List.copyOf(rows);
    }

    /** @param asked one more than {@code most} were asked for, so that it shows whether there are others */
    public static <T> Cut<T> to(int most, List<T> asked) {
        return asked.size() > most ? new Cut<>(asked.subList(0, most), true) : new Cut<>(asked, false);
    }
}
