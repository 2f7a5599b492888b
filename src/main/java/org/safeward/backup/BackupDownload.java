package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Principal;
import java.util.Base64;
import java.util.HexFormat;
import org.safeward.access.http.StillAllowed;
import org.safeward.backup.fetch.NearestStream;
import org.safeward.backup.fetch.StreamedCopy;
import org.safeward.catalog.BackupRecord;
import org.safeward.fault.Fault;

/**
 * Sends a backup file from the nearest place that has it, whole or the part that the client lacks (RFC 9110, one range). One that turns out to be another file
 * while it is sent is noted as damaged and broken off before its end; parts are not proven, so each answer has the SHA-256 of the whole (RFC 9530).
 */
@ApplicationScoped
class BackupDownload {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final long BETWEEN_CHECKS = 2_000_000_000; // nanoseconds

    @Inject
    private NearestStream nearest;

    @Inject
    private StillAllowed stillAllowed;

    /** @throws org.safeward.fault.Fault as {@link NearestStream#find} */
    Response of(BackupRecord record, HttpHeaders headers, Principal who) throws IOException {
        StreamedCopy copy = nearest.find(record);
        long size = copy.size();
        String tag = '"' + copy.sha256() + '"';
        if (tag.equals(headers.getHeaderString("If-None-Match"))) {
            return Response.notModified().header("ETag", tag).build();
        }
        ByteRange range = wanted(headers, tag, size);
        if (range == null) {
            return Response.status(416)
                    .header("Content-Range", "bytes */" + size)
                    .header("ETag", tag)
                    // With no entity at all the server puts its own page for errors in this answer's place.
                    .entity("")
                    .build();
        }
        Response.ResponseBuilder response = Response.status(range.isWhole(size) ? 200 : 206)
                .entity((StreamingOutput) out -> send(copy, range, who, out))
                .type("application/octet-stream")
                .header("Content-Length", range.length())
                .header("Content-Disposition", "attachment; filename=\"" + copy.fileName() + '"')
                .header("Accept-Ranges", "bytes")
                .header("ETag", tag)
                .header("Repr-Digest", digest(copy))
                .header("Cache-Control", "no-store");
        if (!range.isWhole(size)) {
            response.header("Content-Range", "bytes " + range.first() + "-" + range.last() + "/" + size);
        }
        return response.build();
    }

    /** @throws org.safeward.fault.Fault as {@link NearestStream#require} */
    void require(BackupRecord record) throws IOException {
        nearest.require(record);
    }

    /** A part of another version of the file would be of no use: then the whole file is sent. */
    private static ByteRange wanted(HttpHeaders headers, String tag, long size) {
        String ifRange = headers.getHeaderString("If-Range");
        String range = ifRange == null || ifRange.equals(tag) ? headers.getHeaderString("Range") : null;
        return ByteRange.of(range, size);
    }

    private static String digest(StreamedCopy copy) {
        byte[] sum = HexFormat.of().parseHex(copy.sha256());
        return "sha-256=:" + Base64.getEncoder().encodeToString(sum) + ':';
    }

    private void send(StreamedCopy copy, ByteRange range, Principal who, OutputStream out) throws IOException {
        try (InputStream in =
                range.isWhole(copy.size()) ? copy.proven() : copy.opening().at(range.first())) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long checked = System.nanoTime();
            for (long left = range.length(); left > 0; ) {
                int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (read < 0) {
                    throw new IOException("the file became shorter while it was sent: " + copy.fileName());
                }
                if (System.nanoTime() - checked > BETWEEN_CHECKS) {
                    checked = System.nanoTime();
                    requireStillAllowed(who);
                }
                out.write(buffer, 0, read);
                left -= read;
            }
        } catch (Fault e) {
            // The answer has begun: it can only be broken off.
            throw new IOException(e);
        }
    }

    /** A large file takes an hour, in which a key may be revoked. An answer that has begun can only be broken off. */
    private void requireStillAllowed(Principal who) throws IOException {
        if (!stillAllowed.holds(who)) {
            throw new IOException("the credentials of " + who.getName() + " have ended");
        }
    }
}
