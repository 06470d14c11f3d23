package org.beeyard.patchwork;

import java.nio.charset.StandardCharsets;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.beeyard.patchwork.FakeModel.Comment;
import org.beeyard.patchwork.FakeModel.Cover;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.Person;
import org.beeyard.patchwork.FakeModel.Series;

/** Mails as Patchwork hands them out: rewritten, with what reviewers said. */
final class FakeMbox {

    private static final DateTimeFormatter FROM = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.ROOT);

    private FakeMbox() {}

    /** In number order, without the cover letter, and only what has arrived. */
    static FakeReply of(Series series) {
        return FakeReply.mbox(
                file(String.valueOf(series.name)) + ".patch",
                series.byNumber().stream().map(FakeMbox::text).collect(Collectors.joining("\n")));
    }

    static FakeReply of(Patch patch) {
        return FakeReply.mbox(file(patch.mail.name()) + ".patch", text(patch))
                .with("Content-Type", "text/plain; charset=utf-8");
    }

    static FakeReply of(Cover cover) {
        String body = withTrailers(cover.mail.content(), cover.comments);
        return FakeReply.mbox(
                file(cover.mail.name()) + ".mbox", head(cover.mail, cover.submitter, cover.id, "") + body + "\n");
    }

    private static String text(Patch patch) {
        String delegate = patch.delegate == null ? "" : "X-Patchwork-Delegate: " + patch.delegate.email() + "\n";
        String body = withTrailers(patch.mail.content(), patch.comments) + "\n";
        return head(patch.mail, patch.submitter, patch.id, delegate)
                + body
                + (patch.mail.diff() == null ? "" : "\n" + patch.mail.diff());
    }

    private static String head(FakeMail mail, Person submitter, long id, String delegate) {
        String headers = mail.headers().stream()
                .filter(header -> !header.name().toLowerCase(Locale.ROOT).startsWith("content-"))
                .map(header -> header.name() + ": " + header.value() + "\n")
                .collect(Collectors.joining());
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(mail.content() + mail.diff());
        return "From patchwork " + FROM.format(mail.date()) + "\n"
                + "Content-Type: text/plain; charset=\"utf-8\"\nMIME-Version: 1.0\n"
                + "Content-Transfer-Encoding: " + (ascii ? "7bit" : "8bit") + "\n"
                + "X-Patchwork-Submitter: " + submitter.name() + " <" + submitter.email() + ">\n"
                + "X-Patchwork-Id: " + id + "\n"
                + delegate + headers + "\n";
    }

    private static String withTrailers(String content, List<Comment> comments) {
        String trailers = comments.stream()
                .flatMap(comment -> comment.mail().trailers().stream())
                .map(line -> "\n" + line)
                .collect(Collectors.joining());
        String[] parts = content.split("\\n(?=---(?:\\n|$))", 2);
        return parts[0] + trailers + (parts.length == 2 ? "\n" + parts[1] : "");
    }

    private static String file(String name) {
        return name.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-|-$", "");
    }
}
