package org.safeward.store.remote.s3;

import static java.util.Comparator.comparing;

import java.io.IOException;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Progress;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/** An object that is put in parts. Nobody sees it before its completion; until it is completed or aborted, its parts take room. */
final class MultipartUpload {
    /** S3's word for one that was completed or aborted. */
    static final String GONE = "NoSuchUpload";

    private final Bucket bucket;
    private final String key;
    private final String id;

    MultipartUpload(Bucket bucket, String key, String id) {
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    static MultipartUpload begin(Bucket bucket, CreateMultipartUploadRequest request) throws IOException {
        String id = bucket.call(s3 -> s3.createMultipartUpload(request).uploadId());
        return new MultipartUpload(bucket, request.key(), id);
    }

    /** A few at a time. When it returns or fails, no part is on its way any more. */
    CompletedPart[] send(FileParts parts, Progress progress) throws IOException {
        Queue<CompletedPart> sent = new ConcurrentLinkedQueue<>();
        new PartsInFlight(progress).run(lane -> {
            for (var part = parts.next(); part.isPresent(); part = parts.next()) {
                sent.add(send(part.get(), lane.part(part.get().length())));
            }
        });
        return sent.stream().sorted(comparing(CompletedPart::partNumber)).toArray(CompletedPart[]::new);
    }

    private CompletedPart send(FilePart part, Progress progress) throws IOException {
        UploadPartRequest request = UploadPartRequest.builder()
                .bucket(bucket.name())
                .key(key)
                .uploadId(id)
                .partNumber(part.number())
                .contentMD5(part.md5())
                .build();
        String tag = bucket.call(s3 -> part.send(progress, body -> s3.uploadPart(request, body)))
                .eTag();
        return CompletedPart.builder().partNumber(part.number()).eTag(tag).build();
    }

    Bucket.Call<Object> completion(Optional<String> condition, CompletedPart[] parts) {
        CompleteMultipartUploadRequest request = CompleteMultipartUploadRequest.builder()
                .bucket(bucket.name())
                .key(key)
                .uploadId(id)
                .multipartUpload(all -> all.parts(parts))
                .ifNoneMatch(condition.orElse(null))
                .build();
        return s3 -> s3.completeMultipartUpload(request);
    }

    /** One that is gone is no error. */
    void abort() throws IOException {
        bucket.call(s3 -> {
            try {
                return s3.abortMultipartUpload(
                        abort -> abort.bucket(bucket.name()).key(key).uploadId(id));
            } catch (S3Exception e) {
                if (S3Faults.code(e).equals(GONE)) {
                    return null;
                }
                throw e;
            }
        });
    }

    /** The failure is what the caller needs to know; what it leaves behind is found by {@code leftovers}. An interrupt waits. */
    void abortAfter(Exception failure) {
        boolean interrupted = Thread.interrupted();
        try {
            abort();
        } catch (IOException | Fault e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
