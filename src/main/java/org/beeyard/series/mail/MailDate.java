package org.beeyard.series.mail;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as mails carry them: RFC 5322's form, with the zone names of RFC 822, and the form of C's asctime. */
final class MailDate {

    /** With all the words that people's programs add. */
    private static final int LONGEST = 1000;

    private static final Pattern ZONE_NAME = Pattern.compile("\\b([A-Z]{1,4})$");
    private static final Map<String, String> ZONES = Map.ofEntries(
            Map.entry("Z", "+0000"),
            Map.entry("UT", "+0000"),
            Map.entry("UTC", "+0000"),
            Map.entry("GMT", "+0000"),
            Map.entry("EST", "-0500"),
            Map.entry("EDT", "-0400"),
            Map.entry("CST", "-0600"),
            Map.entry("CDT", "-0500"),
            Map.entry("MST", "-0700"),
            Map.entry("MDT", "-0600"),
            Map.entry("PST", "-0800"),
            Map.entry("PDT", "-0700"));

    private MailDate() {}

    static Optional<OffsetDateTime> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        String plain =
                offset(text.replaceAll("\\(.*?\\)", "").replaceAll("\\s+", " ").strip());
        for (String candidate : List.of(plain, plain.replaceFirst("^\\w{3,9},? ", ""))) {
            try {
                return Optional.of(OffsetDateTime.parse(candidate, DateTimeFormatter.RFC_1123_DATE_TIME));
            } catch (DateTimeException e) {
                // the next form
            }
        }
        try {
            return Optional.of(
                    OffsetDateTime.parse(plain, DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss yyyy Z", Locale.ROOT))
                            .withOffsetSameInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String offset(String text) {
        Matcher name = ZONE_NAME.matcher(text);
        String offset = name.find() ? ZONES.get(name.group(1)) : null;
        return offset == null ? text : text.substring(0, name.start()) + offset;
    }
}
