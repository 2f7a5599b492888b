package org.safeward.store.remote.s3;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** One file on its way into a bucket, by one request or in parts. */
final class S3Put {
    /** Under this name of the object's metadata. */
    static final String SHA256 = "sha256";

    private final RemoteStore store;
    private final Bucket bucket;
    private final Optional<String> condition;
    private final String name;
    private final WholeFile file;

    /** @param condition see {@link NameCondition#value} */
    S3Put(RemoteStore store, Bucket bucket, Optional<String> condition, String name, WholeFile file) {
        this.store = store;
        this.bucket = bucket;
        this.condition = condition;
        this.name = name;
        this.file = file;
    }

    PutResult atOnce(Progress progress) throws IOException {
        FilePart whole = new FileParts(file, file.size()).next().orElseThrow();
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket.name())
                .key(key())
                .metadata(Map.of(SHA256, file.sha256()))
                .contentMD5(whole.md5())
                .ifNoneMatch(condition.orElse(null))
                .build();
        return publish(s3 -> whole.send(progress, body -> s3.putObject(request, body)));
    }

    /** @param partBytes see {@link FileParts} */
    PutResult inParts(Progress progress, long partBytes) throws IOException {
        CreateMultipartUploadRequest begin = CreateMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(key())
                .metadata(Map.of(SHA256, file.sha256()))
                .build();
        MultipartUpload upload = MultipartUpload.begin(bucket, begin);
        try {
            CompletedPart[] parts = upload.send(new FileParts(file, partBytes), progress);
            PutResult result = publish(upload.completion(condition, parts));
            if (result != PutResult.PUBLISHED) {
                upload.abort();
            }
            return result;
        } catch (IOException | RuntimeException e) {
            upload.abortAfter(e);
            throw e;
        }
    }

    private String key() {
        return bucket.key(name);
    }

    /**
     * The request that lets the object appear, tried until its outcome is known. An earlier attempt may have had its effect without our knowing: then
     * the name is taken, by our own file.
     */
    private PutResult publish(Bucket.Call<?> request) throws IOException {
        return bucket.retries().run(() -> {
            if (condition.isEmpty() && store.find(name).isPresent()) {
                return SameFile.look(store, name, file);
            }
            boolean done = bucket.once(s3 -> isDone(() -> request.run(s3)));
            if (done && condition.isPresent()) {
                return PutResult.PUBLISHED;
            }
            PutResult there = SameFile.look(store, name, file);
            return done && there == PutResult.PRESENT ? PutResult.PUBLISHED : there;
        });
    }

    private interface Request {
        void run() throws IOException;
    }

    /** False when the name is taken, or an upload in parts was completed already. */
    private static boolean isDone(Request request) throws IOException {
        try {
            request.run();
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == NameCondition.FAILED || S3Faults.code(e).equals(MultipartUpload.GONE)) {
                return false;
            }
            throw e;
        }
    }
}
