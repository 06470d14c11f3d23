package org.beeyard.series.mail;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.DecoderUtil;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.SingleBody;
import org.apache.james.mime4j.dom.field.ContentTypeField;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.jspecify.annotations.Nullable;

/** Reads one mail the way {@code git am} does: transfer encodings undone, format=flowed unwrapped, CRLF made LF. */
final class MailReader {

    private static final int MOST_DECODED = 10_000;
    private static final Pattern MESSAGE_ID = Pattern.compile("<([^<>\\s]{1,400})>");

    /** What has parts. Each within another one takes a share of the stack, and of the time that all that it holds takes. */
    private static final Pattern NEST = Pattern.compile("(?i)multipart/|message/rfc822");

    private static final int MOST_NESTS = 100;

    private MailReader() {}

    /** @throws NotAMail when the bytes have no mail's headers */
    static Mail read(byte[] raw) throws NotAMail {
        Matcher nests = NEST.matcher(new String(raw, StandardCharsets.ISO_8859_1));
        if (nests.results().limit(MOST_NESTS + 1L).count() > MOST_NESTS) {
            throw new NotAMail("it has more parts than a mail has");
        }
        Message message = parse(Mailbox.withoutSeparator(raw));
        String subject = header(message, "Subject").orElseThrow(() -> new NotAMail("it has no Subject header"));
        String from = header(message, "From").orElseThrow(() -> new NotAMail("it has no From header"));
        List<Entity> texts = textsOf(message);
        if (texts.isEmpty()) {
            throw new NotAMail("it has no text part");
        }
        List<String> lines = new ArrayList<>();
        for (Entity text : texts) {
            lines.addAll(linesOf(text));
        }
        CommitText parts = CommitText.of(lines);
        Charset charset = charset(typeOf(texts.getFirst()));
        List<String> words = parts.message().stream()
                .map(line -> unquoted(recoded(line, charset)))
                .toList();
        SubjectLine mailSubject = SubjectLine.parse(subject);
        String title = parts.subject()
                .map(s -> SubjectLine.parse(recoded(s, charset)).title())
                .orElse(mailSubject.title());
        List<String> full = new ArrayList<>();
        full.add(title);
        full.add("");
        full.addAll(words);
        return new Mail(
                header(message, "Message-ID").flatMap(MailReader::id),
                header(message, "In-Reply-To").flatMap(MailReader::id),
                mailSubject,
                Address.parse(
                        parts.from().map(f -> decoded(recoded(f, charset))).orElse(from)),
                Address.parse(from),
                parts.date().or(() -> header(message, "Date")).flatMap(MailDate::parse),
                CommitText.cleaned(full),
                diffBytes(parts.diff()));
    }

    /** The bytes are no mail; the message says why, as a clause. */
    static final class NotAMail extends Exception {
        private static final long serialVersionUID = 1;

        NotAMail(String why) {
            super(why);
        }
    }

    private static Message parse(byte[] mail) throws NotAMail {
        DefaultMessageBuilder builder = new DefaultMessageBuilder();
        builder.setMimeEntityConfig(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(64 << 10)
                .setMaxHeaderCount(1000)
                .setMaxContentLen(-1)
                .build());
        try {
            return builder.parseMessage(new ByteArrayInputStream(mail));
        } catch (IOException e) {
            throw new NotAMail("its headers cannot be read: " + e.getMessage());
        }
    }

    /** The text, and patches attached to it; of parts that say the same in several ways the first. */
    private static List<Entity> textsOf(Entity entity) {
        if (entity.getBody() instanceof Multipart multipart) {
            List<Entity> texts = new ArrayList<>();
            for (Entity part : multipart.getBodyParts()) {
                texts.addAll(textsOf(part));
            }
            return multipart.getSubType().equalsIgnoreCase("alternative") && texts.size() > 1
                    ? texts.subList(0, 1)
                    : texts;
        }
        String type = entity.getMimeType();
        boolean text = type == null || type.startsWith("text/") && !type.equals("text/html");
        return text && entity.getBody() instanceof SingleBody ? List.of(entity) : List.of();
    }

    private static @Nullable ContentTypeField typeOf(Entity text) {
        return (ContentTypeField) text.getHeader().getField("Content-Type");
    }

    private static List<String> linesOf(Entity text) throws NotAMail {
        ContentTypeField type = typeOf(text);
        List<String> lines = lines(bytes((SingleBody) text.getBody()));
        return type != null && "flowed".equalsIgnoreCase(type.getParameter("format"))
                ? unwrapped(lines, "yes".equalsIgnoreCase(type.getParameter("delsp")))
                : lines;
    }

    private static byte[] bytes(SingleBody body) throws NotAMail {
        try (InputStream in = body.getInputStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new NotAMail("its text cannot be decoded: " + e.getMessage());
        }
    }

    /** Lines as ISO-8859-1, one character a byte: the diff's bytes are the author's and stay as they are. */
    private static List<String> lines(byte[] text) {
        String all = new String(text, StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        List<String> lines = new ArrayList<>(List.of(all.split("\n", -1)));
        if (!lines.isEmpty() && lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        return lines;
    }

    /** RFC 3676, as git reads it. */
    private static List<String> unwrapped(List<String> lines, boolean deleteSpace) {
        List<String> whole = new ArrayList<>();
        StringBuilder pending = new StringBuilder();
        for (String line : lines) {
            if (line.equals("-- ")) {
                if (!pending.isEmpty()) {
                    whole.add(pending.toString());
                    pending.setLength(0);
                }
                whole.add(line);
                continue;
            }
            String text = line.startsWith(" ") ? line.substring(1) : line;
            boolean flows = text.endsWith(" ");
            pending.append(text, 0, flows && deleteSpace ? text.length() - 1 : text.length());
            if (!flows) {
                whole.add(pending.toString());
                pending.setLength(0);
            }
        }
        if (!pending.isEmpty()) {
            whole.add(pending.toString());
        }
        return whole;
    }

    private static byte[] diffBytes(List<String> lines) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String line : lines) {
            out.writeBytes(line.getBytes(StandardCharsets.ISO_8859_1));
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** mboxrd quotes lines that would look like a separator. */
    private static String unquoted(String line) {
        return line.matches(">+From .*") ? line.substring(1) : line;
    }

    private static Charset charset(@Nullable ContentTypeField type) {
        String name = type == null ? null : type.getCharset();
        try {
            return name == null || name.equalsIgnoreCase("us-ascii") ? StandardCharsets.UTF_8 : Charset.forName(name);
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    private static String recoded(String line, Charset charset) {
        String text = new String(line.getBytes(StandardCharsets.ISO_8859_1), charset);
        return text.indexOf('\uFFFD') < 0 ? text : line; // not what it says it is: Latin-1, as git takes it
    }

    private static Optional<String> header(Message message, String name) {
        Field field = message.getHeader().getField(name);
        if (field == null) {
            return Optional.empty();
        }
        byte[] raw = field.getRaw() == null ? new byte[0] : field.getRaw().toByteArray();
        String line = raw.length == 0
                ? name + ":" + field.getBody()
                : new String(raw, StandardCharsets.UTF_8); // people send raw UTF-8 headers too
        String value = line.substring(line.indexOf(':') + 1).replaceAll("\\r?\\n[ \\t]+", " ");
        return Optional.of(decoded(value).replaceAll("[ \\t]+", " ").strip());
    }

    /** What is longer than any name or subject stays as it is: to look for words in it that do not end takes the square of its length. */
    private static String decoded(String value) {
        return value.length() > MOST_DECODED
                ? value
                : DecoderUtil.decodeEncodedWords(value, DecodeMonitor.SILENT, StandardCharsets.UTF_8);
    }

    private static Optional<String> id(String value) {
        Matcher id = MESSAGE_ID.matcher(value);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }
}
