package org.beeyard.web.home;

import io.quarkus.qute.TemplateExtension;
import java.util.Objects;
import org.beeyard.history.farm.Needs;
import org.beeyard.history.farm.Needs.Need;

/** What the home page says of what waits for somebody. */
@TemplateExtension(namespace = "need")
final class NeedWords {

    private NeedWords() {}

    static String look(Need need) {
        return switch (need.kind()) {
            case APPROVAL -> "WARNING";
            case SOURCE, PUBLICATION, RETENTION -> "ERROR";
        };
    }

    static String words(Need need) {
        return switch (need.kind()) {
            case APPROVAL -> count(need, "series", "series") + " for a member's approval.";
            case PUBLICATION -> count(need, "publication", "publications") + " to be said, and cannot be.";
            case SOURCE -> need.name() + ": " + Objects.requireNonNullElse(need.words(), "fails");
            case RETENTION -> "Old " + need.name() + " cannot be thrown away: " + need.words();
        };
    }

    private static String count(Need need, String one, String more) {
        return need.many() == 1
                ? "1 " + one + " waits"
                : (need.many() < Needs.MOST ? "" : "more than ") + need.many() + " " + more + " wait";
    }

    static String path(Need need) {
        return switch (need.kind()) {
            case APPROVAL -> "/series?verdict=RECEIVED";
            case SOURCE -> "/farm#sources";
            case PUBLICATION -> "/farm#publications";
            case RETENTION -> "/farm#keeping";
        };
    }

    static String act(Need need) {
        return switch (need.kind()) {
            case APPROVAL -> "Look at them";
            case SOURCE, PUBLICATION, RETENTION -> "Look at the farm";
        };
    }
}
