package org.beeyard.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;

/** An attempt in the XML that CI servers read. Subtests are cases of a class named after their test. Pure. */
final class JunitXml {

    private final EndedAttempt attempt;
    private final XMLStreamWriter xml;

    private JunitXml(EndedAttempt attempt, XMLStreamWriter xml) {
        this.attempt = attempt;
        this.xml = xml;
    }

    static void write(EndedAttempt attempt, Results results, OutputStream out) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        try {
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(writer);
            new JunitXml(attempt, xml).all(results);
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
        writer.flush();
    }

    private void all(Results results) throws XMLStreamException, IOException {
        Results.Counts counts = results.counts();
        Optional<Ending> trouble = attempt.trouble(counts);
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute("name", attempt.job());
        attribute("tests", Integer.toString(counts.all() + (trouble.isPresent() ? 1 : 0)));
        boolean failed = trouble.filter(Ending.FAILED::equals).isPresent();
        attribute("failures", Integer.toString(counts.of(Outcome.FAIL) + (failed ? 1 : 0)));
        attribute(
                "errors",
                Integer.toString(counts.of(Outcome.ERROR)
                        + counts.of(Outcome.MISSING)
                        + (trouble.isPresent() && !failed ? 1 : 0)));
        attribute("skipped", Integer.toString(counts.of(Outcome.SKIP) + counts.of(Outcome.UNFIT)));
        attribute("time", seconds(counts.millis()));
        attribute("timestamp", (attempt.startedAt() == null ? attempt.createdAt() : attempt.startedAt()).toString());
        if (attempt.host() != null) {
            attribute("hostname", attempt.host());
        }
        properties();
        results.each(row -> {
            try {
                row(row);
            } catch (XMLStreamException e) {
                throw new IOException(e);
            }
        });
        if (trouble.isPresent()) {
            open("beeyard", attempt.job(), -1);
            problem(failed ? "failure" : "error", attempt.ending().name(), attempt.words(), attempt.words());
            xml.writeEndElement();
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndDocument();
    }

    private void properties() throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("properties");
        property("attempt", Long.toString(attempt.id()));
        property("arch", attempt.arch());
        property("compiler", attempt.compiler());
        if (attempt.accelerator() != null) {
            property("accelerator", attempt.accelerator());
        }
        property("sentence", attempt.words());
        xml.writeEndElement();
    }

    private void property(String name, String value) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name);
        attribute("value", value);
    }

    private void row(Results.Row row) throws XMLStreamException {
        boolean sub = !row.subtest().isEmpty();
        open(
                sub ? attempt.suite() + "." + row.test() : attempt.suite(),
                sub ? row.subtest() : row.test(),
                row.millis());
        String excerpt = row.excerpt() == null ? "" : row.excerpt();
        switch (row.outcome()) {
            case PASS -> {}
            case SKIP, UNFIT -> {
                xml.writeEmptyElement("skipped");
                String why = XmlText.firstLine(excerpt);
                if (!why.isEmpty()) {
                    attribute("message", why);
                }
            }
            case FAIL -> problem("failure", "FAIL", XmlText.firstLine(excerpt), excerpt);
            case ERROR -> problem("error", "ERROR", "It began and did not end.", excerpt);
            case MISSING -> problem("error", "MISSING", "It was expected and never reported.", excerpt);
        }
        xml.writeEndElement();
    }

    private void open(String classname, String name, int millis) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testcase");
        attribute("classname", classname);
        attribute("name", name);
        if (millis >= 0) {
            attribute("time", seconds(millis));
        }
    }

    private void problem(String element, String type, String message, String text) throws XMLStreamException {
        xml.writeStartElement(element);
        attribute("type", type);
        attribute("message", message);
        xml.writeCharacters(XmlText.writable(text));
        xml.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        xml.writeAttribute(name, XmlText.line(value));
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%d.%03d", millis / 1000, millis % 1000);
    }
}
