package org.beeyard.series.mail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code git mailinfo} makes of a mail's text: the lines of the commit message, the headers written into the body,
 * and the lines of the diff.
 *
 * @param from an in-body {@code From:}, which overrides the mail's
 */
record CommitText(
        Optional<String> from,
        Optional<String> subject,
        Optional<String> date,
        List<String> message,
        List<String> diff) {

    private static final Pattern IN_BODY =
            Pattern.compile("^(From|Subject|Date):\\s*+(.*+)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern PATCH_START =
            Pattern.compile("^(?:diff -|Index: |---\\s*$|--- \\S).*", Pattern.DOTALL);
    private static final Pattern SCISSORS_MARK = Pattern.compile(">8|8<|>%|%<");

    static CommitText of(List<String> lines) {
        int start = 0;
        int end = 0;
        while (end < lines.size() && !startsPatch(lines.get(end))) {
            if (isScissors(lines.get(end))) {
                start = end + 1;
            }
            end++;
        }
        while (start < end && lines.get(start).isBlank()) {
            start++;
        }
        Set<String> given = new HashSet<>();
        Optional<String> from = Optional.empty();
        Optional<String> subject = Optional.empty();
        Optional<String> date = Optional.empty();
        for (; start < end; start++) {
            String line = lines.get(start);
            Matcher header = IN_BODY.matcher(line);
            if (header.matches() && !given.add(header.group(1).toLowerCase(Locale.ROOT))) {
                break; // the second one is text
            }
            if (header.matches()) {
                StringBuilder whole = new StringBuilder(header.group(2).strip());
                for (; start + 1 < end && lines.get(start + 1).matches("[ \\t]+\\S.*"); start++) {
                    whole.append(' ').append(lines.get(start + 1).strip());
                }
                String value = whole.toString();
                switch (header.group(1).toLowerCase(Locale.ROOT)) {
                    case "from" -> from = Optional.of(value);
                    case "subject" -> subject = Optional.of(value);
                    default -> date = Optional.of(value);
                }
            } else {
                break;
            }
        }
        return new CommitText(
                from,
                subject,
                date,
                List.copyOf(lines.subList(start, end)),
                List.copyOf(lines.subList(end, lines.size())));
    }

    /** git's own clean-up: no white space at line ends, no blank lines doubled, none at either end. */
    static String cleaned(List<String> lines) {
        List<String> kept = new ArrayList<>();
        for (String line : lines) {
            String stripped = line.stripTrailing();
            if (!stripped.isEmpty() || (!kept.isEmpty() && !kept.getLast().isEmpty())) {
                kept.add(stripped);
            }
        }
        while (!kept.isEmpty() && kept.getLast().isEmpty()) {
            kept.removeLast();
        }
        return kept.isEmpty() ? "" : String.join("\n", kept) + "\n";
    }

    private static boolean startsPatch(String line) {
        return PATCH_START.matcher(line).matches();
    }

    /** A line that is mostly perforation and has a pair of scissors, such as {@code -- >8 --}. */
    static boolean isScissors(String line) {
        if (!SCISSORS_MARK.matcher(line).find() || line.indexOf('-') < 0) {
            return false;
        }
        String bare = line.strip();
        String perforation = SCISSORS_MARK.matcher(bare).replaceAll("--").replaceAll("[^-\\s]", "");
        long marks = perforation.chars().filter(c -> c == '-').count();
        long visible = bare.chars().filter(c -> !Character.isWhitespace(c)).count();
        return marks >= 4 && marks * 3 >= visible && bare.length() >= 8;
    }
}
