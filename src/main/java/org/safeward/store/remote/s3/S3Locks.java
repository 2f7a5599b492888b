package org.safeward.store.remote.s3;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.services.s3.model.GetObjectLegalHoldResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRetentionResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetention;
import software.amazon.awssdk.services.s3.model.PutObjectRetentionRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Object Lock and versions, as Amazon's reference of the S3 API has them. */
final class S3Locks implements Locking {
    /** Of who knows no locks, has none in this bucket or on this object, or does not let our key look. */
    private static final Set<Integer> NOTHING_TOLD = Set.of(400, 403, 404, 405, 501);

    private static final int NOT_FOUND = 404;

    private final Bucket bucket;
    private final S3Store store;

    S3Locks(Bucket bucket, S3Store store) {
        this.bucket = bucket;
        this.store = store;
    }

    @Override
    public Optional<String> version(String name, WholeFile file) throws IOException {
        Optional<HeadObjectResponse> newest = bucket.head(bucket.key(name));
        if (newest.filter(head -> isIt(head, file)).isPresent()) {
            return newest.map(HeadObjectResponse::versionId);
        }
        if (newest.filter(head -> head.versionId() == null).isPresent()) {
            return Optional.empty();
        }
        for (String version : versions(name)) {
            boolean ours = bucket.head(bucket.key(name), Optional.of(version))
                    .filter(head -> isIt(head, file))
                    .isPresent();
            if (ours) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    /** None where the server does not list them, or not for us: then the newest one has to do. */
    private List<String> versions(String name) throws IOException {
        try {
            return new S3Listing(bucket).versions(name);
        } catch (Fault e) {
            if (e.code() == ErrorCode.DESTINATION_FAILED || e.code() == ErrorCode.DESTINATION_REFUSED) {
                return List.of();
            }
            throw e;
        }
    }

    private static boolean isIt(HeadObjectResponse head, WholeFile file) {
        return head.contentLength() != null
                && head.contentLength() == file.size()
                && file.sha256().equals(head.metadata().get(S3Put.SHA256));
    }

    @Override
    public RemoteStore at(String name, String version) {
        return new OneVersion(store, bucket, name, version);
    }

    /** A HEAD tells it without a further request, to whom it tells it at all. Without a version there is no lock: it needs a bucket that has them. */
    @Override
    public FileLock look(String name, Optional<String> version) throws IOException {
        Optional<HeadObjectResponse> head = bucket.head(bucket.key(name), version);
        FileLock told = head.map(S3Locks::lock).orElse(FileLock.NONE);
        boolean versions = head.map(HeadObjectResponse::versionId).isPresent();
        return told.equals(FileLock.NONE) && versions ? asked(name, version) : told;
    }

    private static FileLock lock(HeadObjectResponse head) {
        return new FileLock(
                Optional.ofNullable(head.objectLockRetainUntilDate()),
                mode(head.objectLockModeAsString()),
                head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON);
    }

    private static Optional<FileLock.Mode> mode(String said) {
        return Optional.ofNullable(said).flatMap(word -> switch (word) {
            case "GOVERNANCE" -> Optional.of(FileLock.Mode.GOVERNANCE);
            case "COMPLIANCE" -> Optional.of(FileLock.Mode.COMPLIANCE);
            default -> Optional.empty();
        });
    }

    private FileLock asked(String name, Optional<String> version) throws IOException {
        Optional<ObjectLockRetention> retention = told(s3 -> s3.getObjectRetention(
                        get -> get.bucket(bucket.name()).key(bucket.key(name)).versionId(version.orElse(null))))
                .map(GetObjectRetentionResponse::retention);
        Optional<String> hold = told(s3 -> s3.getObjectLegalHold(
                        get -> get.bucket(bucket.name()).key(bucket.key(name)).versionId(version.orElse(null))))
                .map(GetObjectLegalHoldResponse::legalHold)
                .map(said -> said.statusAsString());
        return new FileLock(
                retention.map(ObjectLockRetention::retainUntilDate),
                retention.map(ObjectLockRetention::modeAsString).flatMap(S3Locks::mode),
                hold.filter("ON"::equals).isPresent());
    }

    /** Empty where nothing is told. */
    private <T> Optional<T> told(Bucket.Call<T> question) throws IOException {
        return bucket.call(s3 -> {
            try {
                return Optional.of(question.run(s3));
            } catch (S3Exception e) {
                if (NOTHING_TOLD.contains(e.statusCode())) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    @Override
    public FileLock lock(String name, Optional<String> version, Instant until, FileLock.Mode mode) throws IOException {
        Instant end = until.truncatedTo(ChronoUnit.SECONDS).equals(until)
                ? until
                : until.truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        FileLock now = look(name, version);
        if (now.reaches(end, mode)) {
            return now;
        }
        // Neither shorter nor laxer than what is there: who may ask for that would have to say so.
        Instant longest = now.until().filter(there -> there.isAfter(end)).orElse(end);
        FileLock.Mode strictest =
                now.mode().filter(there -> there.compareTo(mode) > 0).orElse(mode);
        put(name, version, longest, strictest);
        FileLock after = look(name, version);
        if (!after.reaches(end, mode)) {
            throw unlocked("it took the lock and does not show it");
        }
        return after;
    }

    private void put(String name, Optional<String> version, Instant until, FileLock.Mode mode) throws IOException {
        PutObjectRetentionRequest request = PutObjectRetentionRequest.builder()
                .bucket(bucket.name())
                .key(bucket.key(name))
                .versionId(version.orElse(null))
                .retention(retention -> retention.mode(mode.name()).retainUntilDate(until))
                .build();
        Optional<S3Exception> refused = bucket.call(s3 -> {
            try {
                s3.putObjectRetention(request);
                return Optional.empty();
            } catch (S3Exception e) {
                if (NOTHING_TOLD.contains(e.statusCode())) {
                    return Optional.of(e);
                }
                throw e;
            }
        });
        if (refused.isPresent()) {
            throw unlocked(words(refused.get()));
        }
    }

    @Override
    public void hide(String name) throws IOException {
        store.removal().hide(name);
    }

    /** Whoever does not let us look may lock nevertheless: that shows with the first copy. */
    @Override
    public void requireLocks() throws IOException {
        Optional<String> why = bucket.call(s3 -> {
            try {
                var said = s3.getObjectLockConfiguration(get -> get.bucket(bucket.name()))
                        .objectLockConfiguration();
                boolean enabled = said != null && said.objectLockEnabled() == ObjectLockEnabled.ENABLED;
                return enabled ? Optional.empty() : Optional.of("Object Lock is not enabled on the bucket");
            } catch (S3Exception e) {
                if (e.statusCode() == NOT_FOUND && S3Faults.code(e).equals("NoSuchBucket")) {
                    throw e;
                }
                if (NOTHING_TOLD.contains(e.statusCode())) {
                    return S3Faults.code(e).equals("AccessDenied") ? Optional.empty() : Optional.of(words(e));
                }
                throw e;
            }
        });
        if (why.isPresent()) {
            throw unlocked(why.get());
        }
    }

    private static String words(S3Exception e) {
        String code = S3Faults.code(e);
        return code.isEmpty()
                ? "HTTP " + e.statusCode()
                : code + ": " + e.awsErrorDetails().errorMessage();
    }

    private Fault unlocked(String words) {
        return new Fault(ErrorCode.DESTINATION_UNLOCKED, store.address(), words);
    }
}
