package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.store.remote.IncomingFile;
import org.safeward.store.remote.StoredFile;

/** Asks for a file's content from an offset on. */
final class DavContent {
    private static final int WHOLE = 200;
    private static final int PART = 206;

    private DavContent() {}

    static InputStream open(DavClient client, StoredFile file, long from) throws IOException {
        if (from == file.size()) {
            return InputStream.nullInputStream();
        }
        HttpRequest.Builder request = client.request(client.uri(file.name()), "GET");
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        DavAnswer answer = client.send(request);
        try {
            require(client, answer, file, from);
            return new IncomingFile(answer.body(), file.size() - from, answer);
        } catch (RuntimeException e) {
            answer.close();
            throw e;
        }
    }

    private static void require(DavClient client, DavAnswer answer, StoredFile file, long from) {
        if (answer.status() != WHOLE && answer.status() != PART) {
            throw client.faults().of(answer);
        }
        String part = "bytes " + from + "-" + (file.size() - 1) + "/" + file.size();
        boolean right = from == 0
                ? answer.status() == WHOLE
                : answer.status() == PART && answer.header("Content-Range").equals(Optional.of(part));
        if (!right) {
            throw client.faults()
                    .fault(ErrorCode.DESTINATION_FAILED, "it gives another part of the file than it was asked for");
        }
    }
}
