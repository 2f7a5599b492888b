package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.util.UUID;
import org.safeward.fault.ErrorCode;

/** Whether a server heeds {@code Overwrite: F}: a put is safe only then. */
final class MoveTrial {
    private final DavClient client;
    private final DavCollection collection;

    MoveTrial(DavClient client, DavCollection collection) {
        this.client = client;
        this.collection = collection;
    }

    void run() throws IOException {
        String one = DavPut.TEMPORARY + UUID.randomUUID();
        String other = DavPut.TEMPORARY + UUID.randomUUID();
        try {
            create(one);
            create(other);
            try (DavAnswer answer = collection.move(one, other)) {
                if (answer.status() >= 200 && answer.status() < 300) {
                    throw client.faults()
                            .fault(ErrorCode.DESTINATION_FAILED, "its MOVE writes over a file that is there");
                }
            }
        } finally {
            collection.remove(one);
            collection.remove(other);
        }
    }

    private void create(String name) throws IOException {
        try (DavAnswer answer = client.send(client.request(client.uri(name), "PUT"))) {
            if (answer.status() != 201) {
                throw client.faults().of(answer);
            }
        }
    }
}
