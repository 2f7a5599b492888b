package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.IncomingFile;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The content of an object, or of one version of it, from an offset. */
final class S3Content {
    private static final Set<String> NOT_THERE = Set.of("NoSuchKey", "NoSuchVersion");
    private static final int RANGE_OUTSIDE = 416;

    private final Bucket bucket;
    private final String address;
    private final String name;
    private final Optional<String> version;

    /** @param version empty for the newest one */
    S3Content(Bucket bucket, String address, String name, Optional<String> version) {
        this.bucket = bucket;
        this.address = address;
        this.name = name;
        this.version = version;
    }

    /** See {@link org.safeward.store.remote.RemoteStore#open}. */
    InputStream open(long from) throws IOException {
        if (from < 0) {
            throw new IllegalArgumentException("offset " + from);
        }
        // An empty object has no range, not even one from 0.
        String range = from == 0 ? null : "bytes=" + from + "-";
        Optional<ResponseInputStream<GetObjectResponse>> content = bucket.call(s3 -> {
            try {
                return Optional.of(s3.getObject(get -> get.bucket(bucket.name())
                        .key(bucket.key(name))
                        .versionId(version.orElse(null))
                        .range(range)));
            } catch (S3Exception e) {
                if (NOT_THERE.contains(S3Faults.code(e))) {
                    throw new NoSuchFileException(name);
                }
                if (e.statusCode() == RANGE_OUTSIDE) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        return content.isPresent() ? stream(content.get(), from) : atTheEnd(from);
    }

    private InputStream stream(ResponseInputStream<GetObjectResponse> content, long from) {
        GetObjectResponse said = content.response();
        boolean right = from == 0 || String.valueOf(said.contentRange()).startsWith("bytes " + from + "-");
        if (!right || said.contentLength() == null) {
            content.abort();
            throw new Fault(ErrorCode.DESTINATION_FAILED, address, "it does not heed the header Range");
        }
        AheadContent ahead = new AheadContent(content, bucket.faults());
        return new IncomingFile(ahead, said.contentLength(), ahead);
    }

    private InputStream atTheEnd(long from) throws IOException {
        Long size = bucket.head(bucket.key(name), version)
                .orElseThrow(() -> new NoSuchFileException(name))
                .contentLength();
        if (size == null || from != size) {
            throw new IllegalArgumentException("offset " + from + " of " + size + " bytes");
        }
        return InputStream.nullInputStream();
    }
}
