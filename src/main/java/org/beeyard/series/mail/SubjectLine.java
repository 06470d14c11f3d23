package org.beeyard.series.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A patch mail's subject: {@code [PATCH bpf-next v2 1/3] bpf: do this}.
 *
 * @param title the subject without prefixes, as the commit will have it
 * @param tags what stands in the brackets besides PATCH, version and position, in lower case
 * @param version 1 when none is given
 * @param position -1 when none is given; 0 is the cover letter
 * @param total -1 when none is given
 * @param patch whether a bracket says PATCH
 * @param reply whether it answers another mail
 */
record SubjectLine(
        String title, List<String> tags, int version, int position, int total, boolean patch, boolean reply) {

    private static final Pattern LEADING =
            Pattern.compile("^\\s?(?:(re)\\s?:|:|\\[([^\\]]*)\\])\\s?", Pattern.CASE_INSENSITIVE);
    private static final Pattern POSITION = Pattern.compile("(\\d{1,4})/(\\d{1,4})");
    private static final Pattern VERSION =
            Pattern.compile("(?:patch)?v(\\d{1,3})(?:\\.\\d+)?", Pattern.CASE_INSENSITIVE);

    SubjectLine {
        tags = List.copyOf(tags);
    }

    static SubjectLine parse(String subject) {
        String rest = subject.replaceAll("\\s+", " ").strip();
        List<String> tags = new ArrayList<>();
        int version = 1;
        int position = -1;
        int total = -1;
        boolean patch = false;
        boolean reply = false;
        Matcher leading = LEADING.matcher(rest);
        int title = 0;
        for (; leading.region(title, rest.length()).lookingAt(); title = leading.end()) {
            reply |= leading.group(1) != null;
            String bracket = leading.group(2);
            for (String word : bracket == null ? new String[0] : bracket.trim().split("[\\s,]+")) {
                Matcher place = POSITION.matcher(word);
                Matcher revision = VERSION.matcher(word);
                if (place.matches()) {
                    position = Integer.parseInt(place.group(1));
                    total = Integer.parseInt(place.group(2));
                } else if (revision.matches()) {
                    version = Integer.parseInt(revision.group(1));
                    patch |= word.toLowerCase(Locale.ROOT).startsWith("patch");
                } else if (word.equalsIgnoreCase("PATCH")) {
                    patch = true;
                } else if (!word.isEmpty()) {
                    tags.add(word.toLowerCase(Locale.ROOT));
                }
            }
        }
        return new SubjectLine(rest.substring(title).strip(), tags, version, position, total, patch, reply);
    }
}
