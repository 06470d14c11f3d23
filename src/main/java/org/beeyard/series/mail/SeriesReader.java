package org.beeyard.series.mail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.series.mail.Reading.Readable;
import org.beeyard.series.mail.Reading.Unreadable;

/** Makes a series of an mbox: cover letter and replies told from patches, patches put in order, holes named. */
public final class SeriesReader {

    private static final Pattern TRAILER =
            Pattern.compile("(?mi)^(change-id|base-commit):[ \\t]*([\\w.:@+-]{4,200})[ \\t]*$");

    private static final Pattern DEPENDENCY = Pattern.compile(
            "(?mi)^(depends-on|prerequisite-message-id|prerequisite-change-id|prerequisite-patch-id):[ \\t]*<?([^\\s<>]{4,400})>?[ \\t]*$");

    private static final int MOST_DEPENDENCIES = 100;

    /** Of lines that no file has. */
    private static final Pattern ENDLESS_HUNK = Pattern.compile("(?m)^@@ -[-+, \\d]*?\\d{10}");

    private final MailLimits limits;

    public SeriesReader(MailLimits limits) {
        this.limits = limits;
    }

    public Reading read(byte[] upload) {
        if (upload.length == 0) {
            return new Unreadable("The upload is empty.", "Send an mbox, as git format-patch --stdout writes it.");
        }
        byte[] mbox;
        try {
            mbox = Mailbox.unpack(upload, limits.mailbox().bytes());
        } catch (Mailbox.TooLarge e) {
            return tooLarge("unpacked mailbox", limits.mailbox().toString());
        } catch (IOException e) {
            return new Unreadable(
                    "The upload looks like gzip and cannot be unpacked: " + e.getMessage(), "Send it again, whole.");
        }
        if (mbox.length > limits.mailbox().bytes()) {
            return tooLarge("mailbox", limits.mailbox().toString());
        }
        List<byte[]> raws = Mailbox.split(mbox);
        if (raws.size() > limits.patches() + 50L) {
            return tooMany(raws.size());
        }
        List<Mail> mails = new ArrayList<>();
        long most = limits.patch().bytes() * 3 / 2 + (1 << 20); // base64 and headers
        for (int i = 0; i < raws.size(); i++) {
            if (raws.get(i).length > most) {
                return tooLarge(
                        "mail " + (i + 1) + " of " + raws.size(), limits.patch().toString());
            }
            try {
                mails.add(MailReader.read(raws.get(i)));
            } catch (MailReader.NotAMail e) {
                return new Unreadable(
                        "Mail " + (i + 1) + " of " + raws.size() + " is not a mail: " + e.getMessage() + ".",
                        "Send an mbox, as git format-patch --stdout writes it or lore's t.mbox.gz holds it.");
            }
        }
        if (mails.stream().anyMatch(Mail::holdsNul)) {
            return withNul();
        }
        return assemble(mails);
    }

    private Reading assemble(List<Mail> mails) {
        Set<String> ids = new HashSet<>();
        List<Mail> patches = mails.stream()
                .filter(m -> m.hasDiff()
                        && m.subject().position() != 0
                        && !m.subject().reply())
                .filter(m -> m.id().map(ids::add).orElse(true))
                .toList();
        if (patches.isEmpty()) {
            return new Unreadable(
                    "No mail in it carries a patch.", "Send the mails with the diffs, not only the cover letter.");
        }
        if (patches.size() > limits.patches()) {
            return tooMany(patches.size());
        }
        int version =
                patches.stream().mapToInt(m -> m.subject().version()).max().orElse(1);
        List<Mail> newest =
                patches.stream().filter(m -> m.subject().version() == version).toList();
        List<Mail> ordered = new ArrayList<>();
        if (newest.stream().allMatch(m -> m.subject().position() < 0)) {
            ordered.addAll(newest);
        } else {
            TreeMap<Integer, Mail> places = new TreeMap<>();
            for (Mail mail : newest) {
                if (mail.subject().position() > 0) {
                    places.putIfAbsent(mail.subject().position(), mail);
                }
            }
            int total = places.values().stream()
                    .mapToInt(m -> m.subject().total())
                    .max()
                    .orElse(0);
            List<Integer> absent = new ArrayList<>();
            for (int place = 1; place <= Math.min(total, limits.patches()); place++) {
                if (!places.containsKey(place)) {
                    absent.add(place);
                }
            }
            if (!absent.isEmpty()) {
                return new Unreadable(
                        "Of the " + total + " patches of v" + version + " these are not in the mailbox: " + absent
                                + ".",
                        "Send the whole series.");
            }
            ordered.addAll(places.values());
        }
        List<PostedPatch> posted = new ArrayList<>();
        for (Mail mail : ordered) {
            if (mail.diff().length > limits.patch().bytes()) {
                return tooLarge(
                        "patch " + (posted.size() + 1) + " (" + mail.subject().title() + ")",
                        limits.patch().toString());
            }
            if (ENDLESS_HUNK
                    .matcher(new String(mail.diff(), StandardCharsets.ISO_8859_1))
                    .find()) {
                return new Unreadable(
                        "The patch " + (posted.size() + 1) + " ("
                                + mail.subject().title() + ") has a hunk of more lines than a file can have.",
                        "Send it as git format-patch writes it.");
            }
            posted.add(new PostedPatch(
                    posted.size() + 1,
                    mail.id(),
                    mail.message().lines().findFirst().orElse(""),
                    mail.author(),
                    mail.date(),
                    mail.message(),
                    mail.diff(),
                    PatchId.of(mail.diff())));
        }
        Optional<Mail> cover = mails.stream()
                .filter(m -> m.subject().position() == 0 && !m.subject().reply())
                .max(Comparator.comparingInt(m -> m.subject().version()))
                .filter(m -> m.subject().version() == version);
        Mail head = cover.orElse(ordered.getFirst());
        List<String> dependencies = dependencies(head, ordered);
        if (dependencies.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
            return withNul();
        }
        return new Readable(new PostedSeries(
                head.subject().title(),
                head.sender(),
                head.id(),
                head.inReplyTo(),
                version,
                head.subject().tags(),
                cover.map(Mail::message),
                trailer("change-id", head, ordered),
                trailer("base-commit", head, ordered),
                dependencies,
                posted));
    }

    private static Optional<String> trailer(String name, Mail head, List<Mail> patches) {
        List<Mail> places = new ArrayList<>(List.of(head));
        places.addAll(patches);
        for (Mail mail : places) {
            Matcher trailer = TRAILER.matcher(mail.message() + "\n" + new String(mail.diff(), StandardCharsets.UTF_8));
            while (trailer.find()) {
                if (trailer.group(1).equalsIgnoreCase(name)) {
                    return Optional.of(trailer.group(2));
                }
            }
        }
        return Optional.empty();
    }

    /** Links to archives end with the message's id. */
    private static List<String> dependencies(Mail head, List<Mail> patches) {
        Set<String> named = new java.util.LinkedHashSet<>();
        for (Mail mail : List.of(head, patches.getFirst(), patches.getLast())) {
            Matcher trailer =
                    DEPENDENCY.matcher(mail.message() + "\n" + new String(mail.diff(), StandardCharsets.UTF_8));
            while (trailer.find() && named.size() < MOST_DEPENDENCIES) {
                String name = trailer.group(2).replaceAll("/+(?:T/|t/|#.*)?$", "");
                if (trailer.group(1).equalsIgnoreCase("prerequisite-patch-id")) {
                    named.add(PostedSeries.PATCH + name);
                } else if (trailer.group(1).equalsIgnoreCase("prerequisite-change-id")) {
                    named.add(PostedSeries.CHANGE + name.replaceAll(":v\\d+$", ""));
                } else {
                    named.add(name.contains("://") ? name.substring(name.lastIndexOf('/') + 1) : name);
                }
            }
        }
        return List.copyOf(named);
    }

    private static Unreadable withNul() {
        return new Unreadable("A mail holds a NUL character in its text.", "Send it as git format-patch writes it.");
    }

    private Unreadable tooMany(int count) {
        return new Unreadable(
                "The series has " + count + " patches; this farm takes at most " + limits.patches() + ".",
                "Split the series, or ask the operator to raise limits.patches.");
    }

    private static Unreadable tooLarge(String what, String limit) {
        return new Unreadable(
                "The " + what + " is larger than " + limit + ".",
                "Make it smaller, or ask the operator to raise limits.patch-size.");
    }
}
