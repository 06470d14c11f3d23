package org.beeyard.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** An attempt in the kernel's test anything protocol: subtests, indented, stand before their test. Pure. */
final class Ktap {

    private static final String INNER = "  ";

    private final Writer out;
    private int number;
    private int part;
    private Results.@Nullable Row own;
    private @Nullable String test;
    private Outcome worst = Outcome.PASS;

    private Ktap(Writer out) {
        this.out = out;
    }

    static void write(EndedAttempt attempt, Results results, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        new Ktap(writer).all(attempt, results);
        writer.flush();
    }

    private void all(EndedAttempt attempt, Results results) throws IOException {
        Optional<Ending> trouble = attempt.trouble(results.counts());
        out.write("KTAP version 1\n1.." + (results.counts().tests() + (trouble.isPresent() ? 1 : 0)) + "\n");
        comment("", attempt.job() + ", attempt " + attempt.id());
        comment("", attempt.words());
        results.each(this::row);
        close();
        if (trouble.isPresent()) {
            result(
                    "",
                    "not ok",
                    ++number,
                    attempt.job(),
                    switch (trouble.get()) {
                        case FAILED, PASSED -> "";
                        case TIMED_OUT -> "TIMEOUT";
                        case ERROR, CANCELLED -> "ERROR " + attempt.words();
                    });
        }
    }

    private void row(Results.Row row) throws IOException {
        if (!row.test().equals(test)) {
            close();
            test = row.test();
            if (row.subtests() > 0) {
                out.write(INNER + "KTAP version 1\n");
                comment(INNER, "Subtest: " + name(row.test()));
                out.write(INNER + "1.." + row.subtests() + "\n");
            }
        }
        if (row.subtest().isEmpty()) {
            own = row;
        } else {
            worst = worst.worse(row.outcome());
            said(INNER, ++part, row.subtest(), row.outcome(), row.excerpt());
        }
    }

    /** Of a test that never spoke for itself its worst subtest speaks. */
    private void close() throws IOException {
        if (test != null) {
            said("", ++number, test, own == null ? worst : own.outcome(), own == null ? null : own.excerpt());
        }
        test = null;
        own = null;
        part = 0;
        worst = Outcome.PASS;
    }

    private void said(String indent, int number, String name, Outcome outcome, @Nullable String excerpt)
            throws IOException {
        if (excerpt != null && outcome != Outcome.PASS) {
            for (String line : excerpt.lines().toList()) {
                comment(indent, line);
            }
        }
        switch (outcome) {
            case PASS -> result(indent, "ok", number, name, "");
            case SKIP -> result(indent, "ok", number, name, "SKIP");
            case UNFIT -> result(indent, "ok", number, name, "SKIP " + XmlText.firstLine(excerpt));
            case FAIL -> result(indent, "not ok", number, name, "");
            case ERROR -> result(indent, "not ok", number, name, "ERROR it began and did not end");
            case MISSING -> result(indent, "not ok", number, name, "ERROR it was expected and never reported");
        }
    }

    private void result(String indent, String word, int number, String name, String directive) throws IOException {
        out.write(indent + word + " " + number + " " + name(name) + (directive.isEmpty() ? "" : " # " + line(directive))
                + "\n");
    }

    private void comment(String indent, String text) throws IOException {
        out.write(indent + "# " + line(text) + "\n");
    }

    /** A number sign begins a directive, and there is no other way to write it. */
    private static String name(String name) {
        return line(name).replace('#', '_');
    }

    private static String line(String text) {
        return XmlText.line(text).replaceAll("[\\x7f-\\x9f\\x{2028}\\x{2029}]", "\uFFFD");
    }
}
