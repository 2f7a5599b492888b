package org.safeward.store.remote.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.fault.Fault;
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

    CompletedPart[] send(FileParts parts) throws IOException {
        List<CompletedPart> sent = new ArrayList<>();
        while (parts.hasNext()) {
            FilePart part = parts.next();
            UploadPartRequest request = UploadPartRequest.builder()
                    .bucket(bucket.name())
                    .key(key)
                    .uploadId(id)
                    .partNumber(sent.size() + 1)
                    .contentMD5(parts.md5())
                    .build();
            String tag = bucket.call(s3 -> part.send(body -> s3.uploadPart(request, body)))
                    .eTag();
            sent.add(CompletedPart.builder()
                    .partNumber(request.partNumber())
                    .eTag(tag)
                    .build());
        }
        return sent.toArray(CompletedPart[]::new);
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
