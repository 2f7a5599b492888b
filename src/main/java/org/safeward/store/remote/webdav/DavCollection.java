package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.fault.ErrorCode;

/** The collection, by single requests. */
final class DavCollection {
    private static final int MULTISTATUS = 207;

    private final DavClient client;

    DavCollection(DavClient client) {
        this.client = client;
    }

    /** Empty when there is nothing of the name. */
    Optional<DavResource> find(String name) throws IOException {
        try (DavAnswer answer = propfind(client.uri(name), 0)) {
            if (answer.status() != 404) {
                return Optional.of(resources(answer).get(0));
            }
        }
        itself();
        return Optional.empty();
    }

    /** @throws org.safeward.fault.Fault DESTINATION_MISSING when it is not there: it must not look like an empty one */
    private DavResource itself() throws IOException {
        try (DavAnswer answer = propfind(client.collection(), 0)) {
            DavResource itself = resources(answer).get(0);
            if (!itself.collection()) {
                throw client.faults().fault(ErrorCode.DESTINATION_MISSING, "this is a file, not a collection");
            }
            return itself;
        }
    }

    /** Files and collections in it. */
    List<DavResource> entries() throws IOException {
        try (DavAnswer answer = propfind(client.collection(), 1)) {
            return resources(answer);
        }
    }

    /** RFC 4331, where the server knows it. */
    OptionalLong available() throws IOException {
        return itself().available();
    }

    private DavAnswer propfind(URI uri, int depth) throws IOException {
        return client.send(client.request(uri, "PROPFIND", BodyPublishers.ofString(Multistatus.WANTED))
                .header("Depth", String.valueOf(depth))
                .header("Content-Type", "application/xml; charset=utf-8"));
    }

    private List<DavResource> resources(DavAnswer answer) throws IOException {
        if (answer.status() != MULTISTATUS) {
            throw client.faults().of(answer);
        }
        List<DavResource> resources;
        try {
            resources = Multistatus.read(answer.body());
        } catch (NoMultistatus e) {
            throw client.faults().fault(ErrorCode.DESTINATION_FAILED, e.getMessage());
        } catch (IOException e) {
            throw client.faults().of(e);
        }
        if (resources.isEmpty()) {
            throw client.faults().fault(ErrorCode.DESTINATION_FAILED, "it told of nothing");
        }
        return resources;
    }

    /**
     * One after the other: servers look and rename in two steps. The caller closes the answer: 201 when it was done, 412 when there is a
     * file of the other name.
     */
    synchronized DavAnswer move(String from, String to) throws IOException {
        return client.send(client.request(client.uri(from), "MOVE")
                .header("Destination", client.uri(to).toString())
                .header("Overwrite", "F"));
    }

    /** Removes a file; one that is gone already is no error. */
    void remove(String name) throws IOException {
        try (DavAnswer answer = client.send(client.request(client.uri(name), "DELETE"))) {
            if (answer.status() != 204 && answer.status() != 200 && answer.status() != 404) {
                throw client.faults().of(answer);
            }
        }
    }
}
