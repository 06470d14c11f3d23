package org.beeyard.web.home;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody who looks at home has before them. Of one stream, which looks at one moment after the other. */
final class Screen {

    /** Ages are told in minutes: what is older says what is not so any more. */
    private static final Duration OLD = Duration.ofMinutes(1);

    private String mark;
    private @Nullable String html;
    private @Nullable Instant since;

    /** @param mark of what they have from a page or an earlier stream, of no known age; empty when they have nothing */
    Screen(String mark) {
        this.mark = mark;
    }

    /** Whether it is time to show this look. If so, it is what they have from now on. */
    boolean takes(HomePage.Look look) {
        Instant shownAt = since == null ? look.at() : since;
        boolean changed = !look.mark().equals(mark);
        boolean aged = !look.at().isBefore(shownAt.plus(OLD)) && !look.html().equals(html);
        since = shownAt;
        if (!changed && !aged) {
            return false;
        }
        mark = look.mark();
        html = look.html();
        since = look.at();
        return true;
    }
}
