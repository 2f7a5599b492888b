package org.safeward.store.remote.s3;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Whether the server heeds {@code If-None-Match: *}, by which a name that is taken keeps its object. Some refuse it, and some overwrite as if
 * it were not there: so it is tried with an object of ours, once.
 */
final class NameCondition {
    /** No name that {@link org.safeward.store.remote.FileName} takes. */
    static final String PROBE = ".safeward-probe-";

    static final String NONE = "*";
    static final int FAILED = 412;

    private static final int BAD_REQUEST = 400;
    private static final int NOT_IMPLEMENTED = 501;

    private final Bucket bucket;
    private Optional<Boolean> heeded = Optional.empty();

    NameCondition(Bucket bucket) {
        this.bucket = bucket;
    }

    /** The value of the header; empty when the server does not heed it. */
    Optional<String> value() throws IOException {
        return heeded() ? Optional.of(NONE) : Optional.empty();
    }

    private synchronized boolean heeded() throws IOException {
        if (heeded.isEmpty()) {
            heeded = Optional.of(tried());
        }
        return heeded.get();
    }

    private boolean tried() throws IOException {
        String probe = bucket.key(PROBE + UUID.randomUUID());
        try {
            return bucket.call(s3 -> heeds(s3, probe));
        } finally {
            bucket.call(
                    s3 -> s3.deleteObject(delete -> delete.bucket(bucket.name()).key(probe)));
        }
    }

    private boolean heeds(S3Client s3, String probe) {
        s3.putObject(put -> put.bucket(bucket.name()).key(probe), RequestBody.empty());
        try {
            PutObjectRequest again = PutObjectRequest.builder()
                    .bucket(bucket.name())
                    .key(probe)
                    .ifNoneMatch(NONE)
                    .build();
            s3.putObject(again, RequestBody.empty());
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == NOT_IMPLEMENTED || e.statusCode() == BAD_REQUEST) {
                return false;
            }
            if (e.statusCode() == FAILED) {
                return true;
            }
            throw e;
        }
    }
}
