package org.safeward.store.remote.s3;

import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.safeward.store.remote.FileLock;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Removes objects. In a bucket with versions a delete that names none only hides the object behind a delete marker, and its bytes stay: so the version is
 * named. Where our key may not remove versions, the marker is what is left; then the bytes go by the bucket's own rules.
 */
final class S3Removal {
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ALLOWED = 405;
    private static final Set<String> NOT_THERE = Set.of("NoSuchKey", "NoSuchVersion");

    private final Bucket bucket;
    private final S3Locks locks;

    S3Removal(Bucket bucket, S3Locks locks) {
        this.bucket = bucket;
        this.locks = locks;
    }

    /**
     * The newest version.
     *
     * @return see {@link org.safeward.store.remote.RemoteStore#delete}
     */
    Optional<FileLock> newest(String name) throws IOException {
        Optional<HeadObjectResponse> head = bucket.head(bucket.key(name));
        return head.isEmpty()
                ? Optional.empty()
                : version(name, Optional.ofNullable(head.get().versionId()));
    }

    /** @param version empty where the bucket has none */
    Optional<FileLock> version(String name, Optional<String> version) throws IOException {
        Optional<S3Exception> refused = refused(name, version);
        if (refused.isEmpty()) {
            return Optional.empty();
        }
        FileLock lock = locks.look(name, version);
        if (lock.keeps(Instant.now())) {
            return Optional.of(lock);
        }
        if (saysLocked(refused.get())) {
            return Optional.of(FileLock.HOLD);
        }
        if (version.isPresent() && refused.get().statusCode() == FORBIDDEN && isNewest(name, version)) {
            hide(name);
            return Optional.empty();
        }
        throw bucket.explained(refused.get());
    }

    /** What only served to find something out: hidden where the bucket locks whatever is put there. */
    void probe(String name) throws IOException {
        if (newest(name).isPresent()) {
            hide(name);
        }
    }

    void hide(String name) throws IOException {
        bucket.call(s3 -> s3.deleteObject(delete -> delete.bucket(bucket.name()).key(bucket.key(name))));
    }

    private Optional<S3Exception> refused(String name, Optional<String> version) throws IOException {
        return bucket.call(s3 -> {
            try {
                s3.deleteObject(delete ->
                        delete.bucket(bucket.name()).key(bucket.key(name)).versionId(version.orElse(null)));
                return Optional.empty();
            } catch (S3Exception e) {
                if (NOT_THERE.contains(S3Faults.code(e))) {
                    return Optional.empty();
                }
                int status = e.statusCode();
                if (status == FORBIDDEN || status == NOT_ALLOWED || status == BAD_REQUEST) {
                    return Optional.of(e);
                }
                throw e;
            }
        });
    }

    private boolean isNewest(String name, Optional<String> version) throws IOException {
        return bucket.head(bucket.key(name)).map(HeadObjectResponse::versionId).equals(version);
    }

    /** By the words of Amazon ("object protected by object lock"), and of MinIO ("WORM protected"), for a key that may not look at locks. */
    private static boolean saysLocked(S3Exception e) {
        String words = (S3Faults.code(e) + ' ' + e.getMessage()).toLowerCase(Locale.ROOT);
        return words.contains("object lock")
                || words.contains("objectlocked")
                || words.contains("legal hold")
                || words.contains("worm");
    }
}
