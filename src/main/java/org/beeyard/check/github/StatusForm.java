package org.beeyard.check.github;

import java.util.Optional;
import org.beeyard.check.CheckState;
import org.beeyard.check.Notice;
import org.beeyard.github.Said;

/**
 * A check as a commit status, which has fewer characters and no state between success and failure: a warning is a success that says
 * so. Pure.
 */
record StatusForm(String context, Said.State state, String description, String url) {

    private static final int MOST = 140;
    private static final String WARNING = "Warning: ";

    static StatusForm of(Notice notice) {
        boolean warning = notice.state() == CheckState.WARNING;
        String words = (warning ? WARNING : "") + notice.description();
        return new StatusForm(
                notice.context(),
                warning ? Said.State.SUCCESS : Report.state(notice.state()),
                words.length() <= MOST ? words : words.substring(0, MOST - 1) + "…",
                notice.targetUrl());
    }

    boolean isShownAs(Said.Shown shown) {
        return shown.name().equals(context)
                && shown.state() == state
                && shown.title().equals(description)
                && shown.url().equals(url);
    }

    static Optional<CheckState> state(Said.Shown shown) {
        return switch (shown.state()) {
            case PENDING -> Optional.of(CheckState.PENDING);
            case SUCCESS -> Optional.of(shown.title().startsWith(WARNING) ? CheckState.WARNING : CheckState.SUCCESS);
            case FAILURE -> Optional.of(CheckState.FAIL);
            case NEUTRAL, OTHER -> Optional.empty();
        };
    }

    /** Without the word that stands for the state. */
    static String words(String title) {
        return title.startsWith(WARNING) ? title.substring(WARNING.length()) : title;
    }

    /** What is read again of a notice once it is a status. */
    static Notice asShown(Notice said) {
        return new Notice(
                said.source(),
                said.object(),
                said.context(),
                said.state(),
                words(of(said).description()),
                said.targetUrl());
    }
}
