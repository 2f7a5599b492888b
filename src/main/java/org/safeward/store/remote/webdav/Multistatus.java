package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Reads the answer to a PROPFIND (RFC 4918, 14.16) as it comes in, without DTDs and entities: a server must not make us read files. */
final class Multistatus {
    /** What {@link #read} looks for. */
    static final String WANTED = """
            <?xml version="1.0" encoding="utf-8"?>
            <propfind xmlns="DAV:"><prop><resourcetype/><getcontentlength/><getlastmodified/><quota-available-bytes/></prop></propfind>
            """;

    private static final String DAV = "DAV:";

    private final XMLStreamReader xml;
    private final List<DavResource> resources = new ArrayList<>();
    private String href = "";
    private boolean collection;
    private OptionalLong size = OptionalLong.empty();
    private Optional<Instant> modified = Optional.empty();
    private OptionalLong available = OptionalLong.empty();

    private Multistatus(XMLStreamReader xml) {
        this.xml = xml;
    }

    /** @throws NoMultistatus when it is something else, or longer or shorter than it should be */
    static List<DavResource> read(InputStream in) throws IOException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        try {
            XMLStreamReader xml = factory.createXMLStreamReader(in);
            xml.nextTag();
            xml.require(XMLStreamReader.START_ELEMENT, DAV, "multistatus");
            return new Multistatus(xml).resources();
        } catch (XMLStreamException e) {
            throw e.getNestedException() instanceof IOException cut ? cut : new NoMultistatus(e);
        }
    }

    private List<DavResource> resources() throws XMLStreamException {
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamReader.START_ELEMENT && DAV.equals(xml.getNamespaceURI())) {
                begin(xml.getLocalName());
            } else if (event == XMLStreamReader.END_ELEMENT && is("response")) {
                resources.add(new DavResource(DavName.last(href), collection, size, modified, available));
            }
        }
        return resources;
    }

    private boolean is(String name) {
        return DAV.equals(xml.getNamespaceURI()) && name.equals(xml.getLocalName());
    }

    /** A property that the server does not know comes without text, in a propstat of its own. */
    private void begin(String element) throws XMLStreamException {
        switch (element) {
            case "response" -> {
                href = "";
                collection = false;
                size = OptionalLong.empty();
                modified = Optional.empty();
                available = OptionalLong.empty();
            }
            case "href" -> href = href.isEmpty() ? xml.getElementText().strip() : href;
            case "collection" -> collection = true;
            case "getcontentlength" -> size = number(size);
            case "quota-available-bytes" -> available = number(available);
            case "getlastmodified" -> modified = date(modified);
            default -> {
                // Something around these, or nothing that we asked for.
            }
        }
    }

    private OptionalLong number(OptionalLong otherwise) throws XMLStreamException {
        String text = xml.getElementText().strip();
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : otherwise;
    }

    private Optional<Instant> date(Optional<Instant> otherwise) throws XMLStreamException {
        String text = xml.getElementText().strip();
        try {
            return text.isEmpty()
                    ? otherwise
                    : Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant());
        } catch (DateTimeException e) {
            return otherwise;
        }
    }
}
