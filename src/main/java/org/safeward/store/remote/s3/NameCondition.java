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

    /** Of nothing, as the header Content-MD5 has it: a bucket that locks whatever is put there refuses what comes without. */
    private static final String MD5_OF_NOTHING = "1B2M2Y8AsgTpgAmY7PhCfg==";

    private final Bucket bucket;
    private final S3Removal removal;
    private Optional<Boolean> heeded = Optional.empty();

    NameCondition(Bucket bucket, S3Removal removal) {
        this.bucket = bucket;
        this.removal = removal;
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
        String probe = PROBE + UUID.randomUUID();
        try {
            return bucket.call(s3 -> heeds(s3, bucket.key(probe)));
        } finally {
            removal.probe(probe);
        }
    }

    private boolean heeds(S3Client s3, String probe) {
        s3.putObject(put -> put.bucket(bucket.name()).key(probe).contentMD5(MD5_OF_NOTHING), RequestBody.empty());
        try {
            PutObjectRequest again = PutObjectRequest.builder()
                    .bucket(bucket.name())
                    .key(probe)
                    .contentMD5(MD5_OF_NOTHING)
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
