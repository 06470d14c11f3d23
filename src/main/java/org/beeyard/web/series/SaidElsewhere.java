package org.beeyard.web.series;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.beeyard.history.outside.SeriesPublications.PublicationRow;
import org.jspecify.annotations.Nullable;

/**
 * The same word said of several patches, as one row of a page.
 *
 * @param patches for people: {@code 1, 2, 4}; empty when it is said of the whole series
 */
record SaidElsewhere(PublicationRow word, String patches) {

    private record Word(
            String source,
            String context,
            String state,
            String description,
            String status,
            @Nullable String error) {}

    static List<SaidElsewhere> of(List<PublicationRow> publications) {
        Map<Word, List<PublicationRow>> words = new LinkedHashMap<>();
        for (PublicationRow row : publications) {
            words.computeIfAbsent(
                            new Word(
                                    row.source(),
                                    row.context(),
                                    row.state(),
                                    row.description(),
                                    row.status(),
                                    row.error()),
                            word -> new ArrayList<>())
                    .add(row);
        }
        return words.values().stream()
                .map(rows -> new SaidElsewhere(
                        rows.getFirst(),
                        rows.stream()
                                .filter(row -> row.patch() != null)
                                .map(row -> String.valueOf(row.patch()))
                                .collect(Collectors.joining(", "))))
                .toList();
    }
}
