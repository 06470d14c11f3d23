package org.beeyard.web.test;

import io.quarkus.qute.TemplateExtension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.history.run.RunDetail.FindingRow;
import org.jspecify.annotations.Nullable;

/**
 * What several jobs of a run have found alike: one row of a page.
 *
 * @param first of {@code all}, by which it is told
 * @param open whether its words are shown at once: those of the first new failure that has any
 */
record FoundAlike(FindingRow first, List<FindingRow> all, boolean open) {

    private record Key(
            String verdict,
            String title,
            boolean subtest,
            @Nullable String base,
            @Nullable String patched,
            @Nullable Long rule) {}

    /** In the order in which they come. */
    @TemplateExtension(namespace = "found", matchName = "alike")
    static List<FoundAlike> alike(List<FindingRow> findings) {
        Map<Key, List<FindingRow>> rows = new LinkedHashMap<>();
        for (FindingRow f : findings) {
            rows.computeIfAbsent(
                            new Key(f.verdict(), f.title(), f.subtest(), f.base(), f.patched(), f.rule()),
                            _ -> new ArrayList<>())
                    .add(f);
        }
        Optional<FindingRow> told = rows.values().stream()
                .map(List::getFirst)
                .filter(f -> f.verdict().equals("NEW_FAILURE") && f.detail() != null)
                .findFirst();
        return rows.values().stream()
                .map(all -> new FoundAlike(
                        all.getFirst(),
                        List.copyOf(all),
                        told.filter(all.getFirst()::equals).isPresent()))
                .toList();
    }
}
