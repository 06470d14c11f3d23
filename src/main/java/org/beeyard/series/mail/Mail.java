package org.beeyard.series.mail;

import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A mail that may carry a patch.
 *
 * @param author of the patch: the in-body {@code From:} when there is one
 * @param sender of the mail
 * @param message the commit message, cleaned as git does
 * @param diff from the first line of the patch on, bytes as sent; empty for a cover letter
 */
record Mail(
        Optional<String> id,
        Optional<String> inReplyTo,
        SubjectLine subject,
        Author author,
        Author sender,
        Optional<OffsetDateTime> date,
        String message,
        byte[] diff) {

    /** In what is not the diff: no database and no commit can hold it. */
    boolean holdsNul() {
        return Stream.of(
                        id.orElse(""),
                        inReplyTo.orElse(""),
                        subject.title(),
                        String.join("", subject.tags()),
                        author.toString(),
                        sender.toString(),
                        message)
                .anyMatch(text -> text.indexOf('\0') >= 0);
    }

    boolean hasDiff() {
        for (String marker : new String[] {"\n--- ", "\ndiff --git ", "\nGIT binary patch"}) {
            if (("\n" + new String(diff, java.nio.charset.StandardCharsets.ISO_8859_1)).contains(marker)) {
                return true;
            }
        }
        return false;
    }
}
