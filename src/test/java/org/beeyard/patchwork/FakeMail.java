package org.beeyard.patchwork;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A mail as Patchwork understands it.
 *
 * @param headers in their order, folded lines as they were
 * @param prefixes what stands in brackets, without PATCH and the project's name
 * @param content what comes before the diff
 */
record FakeMail(
        List<Header> headers,
        List<String> prefixes,
        String subject,
        String content,
        @Nullable String diff) {

    record Header(String name, String value) {}

    private static final Pattern BRACKETS = Pattern.compile("\\[([^]]*)]\\s*");
    private static final Pattern NUMBER = Pattern.compile("(\\d+)/(\\d+)");
    private static final Pattern VERSION = Pattern.compile("[vV](\\d+)");
    private static final Pattern DIFF =
            Pattern.compile("^(diff --git |Index: |--- \\S+.*\\n\\+\\+\\+ )", Pattern.MULTILINE);
    private static final Pattern SIGNATURE = Pattern.compile("(?<=\\n)-- \\n.*", Pattern.DOTALL);
    private static final Pattern PULL = Pattern.compile("are available in the Git repository at:\\s+(\\S+(?: \\S+)?)");
    private static final Pattern SENDER = Pattern.compile("\\s*\"?(.*?)\"?\\s*<([^>]*)>\\s*");

    static FakeMail parse(String text) {
        String mail = text.replace("\r\n", "\n").replaceFirst("^From .*\\n", "");
        int end = mail.indexOf("\n\n");
        List<Header> headers = headers(end < 0 ? mail : mail.substring(0, end));
        String body = end < 0 ? "" : mail.substring(end + 2);
        if (find(headers, "Content-Transfer-Encoding").orElse("").equalsIgnoreCase("base64")) {
            body = new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
        }
        String subject = find(headers, "Subject").orElse("").replaceAll("\\s+", " ");
        List<String> prefixes = new ArrayList<>();
        Matcher brackets = BRACKETS.matcher(subject);
        int rest = 0;
        while (rest < subject.length()
                && brackets.region(rest, subject.length()).lookingAt()) {
            Arrays.stream(brackets.group(1).split("[\\s,]+"))
                    .filter(word -> !word.isEmpty() && !word.matches("(?i)patch|" + FakeModel.PROJECT))
                    .forEach(prefixes::add);
            rest = brackets.end();
        }
        Matcher diff = DIFF.matcher(body);
        boolean found = diff.find();
        return new FakeMail(
                headers,
                prefixes,
                subject.substring(rest),
                unsigned(found ? body.substring(0, diff.start()) : body).strip(),
                found ? unsigned(body.substring(diff.start())).stripTrailing() + "\n" : null);
    }

    private static String unsigned(String text) {
        return SIGNATURE.matcher(text).replaceFirst("");
    }

    private static List<Header> headers(String block) {
        List<Header> headers = new ArrayList<>();
        for (String header : block.split("\\n(?![ \\t])")) {
            String[] parts = header.split(":\\s*", 2);
            if (parts.length == 2) {
                headers.add(new Header(parts[0], parts[1].stripTrailing()));
            }
        }
        return headers;
    }

    private static Optional<String> find(List<Header> headers, String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    Optional<String> header(String name) {
        return find(headers, name);
    }

    String messageId() {
        return header("Message-ID")
                .orElseThrow(() -> new IllegalArgumentException("a mail without Message-ID: " + subject));
    }

    /** As addresses have it. */
    String bareId() {
        return messageId().replaceAll("[<>]", "");
    }

    /** With the prefixes. */
    String name() {
        return prefixes.isEmpty() ? subject : "[" + String.join(",", prefixes) + "] " + subject;
    }

    LocalDateTime date() {
        String date = header("Date")
                .orElseThrow(() -> new IllegalArgumentException("a mail without Date: " + subject))
                .replaceFirst("^\\w+,\\s*", "") // the day of the week may be wrong
                .replaceFirst("\\s*\\(.*\\)$", "");
        return OffsetDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                .withOffsetSameInstant(ZoneOffset.UTC)
                .toLocalDateTime();
    }

    /** Zero is a cover letter; a patch without a number is the first. */
    int number() {
        return numbers(1).orElse(1);
    }

    int total() {
        return numbers(2).orElse(1);
    }

    int version() {
        return first(VERSION).map(match -> Integer.valueOf(match.group(1))).orElse(1);
    }

    boolean isCover() {
        return number() == 0 && diff == null;
    }

    Optional<String> pullUrl() {
        Matcher pull = PULL.matcher(content);
        return diff == null && pull.find() ? Optional.of(pull.group(1)) : Optional.empty();
    }

    /** Not as Patchwork makes it, which leaves white space and line numbers out. */
    @Nullable
    String hash() {
        if (diff == null) {
            return null;
        }
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-1").digest(diff.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    String senderAddress() {
        return sender(2);
    }

    String senderName() {
        return sender(1);
    }

    private String sender(int part) {
        String from = header("From").orElseThrow(() -> new IllegalArgumentException("a mail without From: " + subject));
        Matcher matcher = SENDER.matcher(from);
        return matcher.matches() ? matcher.group(part) : part == 2 ? from.strip() : "";
    }

    /** Lines like "Acked-by: A U Thor". */
    List<String> trailers() {
        return content.lines()
                .filter(line -> line.matches("[A-Z][A-Za-z-]*-by: .+"))
                .collect(Collectors.toList());
    }

    private Optional<Integer> numbers(int group) {
        return first(NUMBER).map(match -> Integer.valueOf(match.group(group)));
    }

    private Optional<Matcher> first(Pattern pattern) {
        return prefixes.stream().map(pattern::matcher).filter(Matcher::matches).findFirst();
    }
}
