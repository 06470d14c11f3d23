package org.beeyard.web.series;

import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.beeyard.export.XmlText;

/** A feed in the format of RFC 4287. Pure. */
final class Atom {

    static final String TYPE = "application/atom+xml";

    private static final String NAMESPACE = "http://www.w3.org/2005/Atom";

    private Atom() {}

    /**
     * @param link the page that it is about, and what it is known by
     * @param updated when there was last something new
     */
    record Entry(String title, String link, Instant updated, String author, String words) {}

    /**
     * @param page that shows the same
     * @param self the feed's own address
     * @param entries the newest first
     */
    static String feed(String title, String page, String self, List<Entry> entries) {
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeStartElement("feed");
            xml.writeDefaultNamespace(NAMESPACE);
            element(xml, "title", title);
            element(xml, "id", self);
            link(xml, Map.of("rel", "self", "type", TYPE, "href", self));
            link(xml, Map.of("rel", "alternate", "type", "text/html", "href", page));
            element(
                    xml,
                    "updated",
                    entries.stream()
                            .map(Entry::updated)
                            .max(Instant::compareTo)
                            .orElse(Instant.EPOCH)
                            .toString());
            author(xml, "Beeyard");
            for (Entry entry : entries) {
                xml.writeStartElement("entry");
                element(xml, "title", entry.title());
                element(xml, "id", entry.link());
                link(xml, Map.of("rel", "alternate", "type", "text/html", "href", entry.link()));
                element(xml, "updated", entry.updated().toString());
                author(xml, entry.author());
                element(xml, "summary", entry.words());
                xml.writeEndElement();
            }
            xml.writeEndElement();
            xml.writeEndDocument();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a feed cannot be written into memory", e);
        }
        return text.toString();
    }

    private static void author(XMLStreamWriter xml, String name) throws XMLStreamException {
        xml.writeStartElement("author");
        element(xml, "name", name);
        xml.writeEndElement();
    }

    private static void link(XMLStreamWriter xml, Map<String, String> attributes) throws XMLStreamException {
        xml.writeEmptyElement("link");
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            xml.writeAttribute(attribute.getKey(), XmlText.writable(attribute.getValue()));
        }
    }

    private static void element(XMLStreamWriter xml, String name, String text) throws XMLStreamException {
        xml.writeStartElement(name);
        xml.writeCharacters(XmlText.writable(text));
        xml.writeEndElement();
    }
}
