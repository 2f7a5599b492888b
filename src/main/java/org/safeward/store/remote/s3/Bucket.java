package org.safeward.store.remote.s3;

import java.io.IOException;
import java.util.Optional;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Retries;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket, a prefix in it, and calls to it whose errors are faults. */
final class Bucket {
    static final int NOT_FOUND = 404;

    private final S3Client s3;
    private final S3Settings settings;
    private final S3Faults faults;
    private final Retries retries;

    Bucket(S3Client s3, S3Settings settings, Retries retries) {
        this.s3 = s3;
        this.settings = settings;
        this.faults = new S3Faults(settings.address());
        this.retries = retries;
    }

    String name() {
        return settings.bucket();
    }

    String address() {
        return settings.address();
    }

    String prefix() {
        return settings.prefix();
    }

    String key(String file) {
        return settings.prefix() + file;
    }

    S3Faults faults() {
        return faults;
    }

    Retries retries() {
        return retries;
    }

    /** A request, or a few. */
    @FunctionalInterface
    interface Call<T> {
        T run(S3Client s3) throws IOException;
    }

    /** With retries. */
    <T> T call(Call<T> call) throws IOException {
        return retries.run(() -> once(call));
    }

    <T> T once(Call<T> call) throws IOException {
        try {
            return call.run(s3);
        } catch (SdkException e) {
            throw explained(e);
        }
    }

    /** What a HEAD says without words is asked for once more in a way that has some. */
    Fault explained(SdkException e) throws IOException {
        Fault fault = faults.of(e);
        boolean mute =
                e instanceof AwsServiceException said && S3Faults.code(said).isEmpty();
        if (mute) {
            try {
                s3.listObjectsV2(list -> list.bucket(name()).prefix(prefix()).maxKeys(1));
            } catch (SdkException wordy) {
                return faults.of(wordy);
            }
        }
        return fault;
    }

    /** Of the newest version. */
    Optional<HeadObjectResponse> head(String key) throws IOException {
        return head(key, Optional.empty());
    }

    /** @throws Fault DESTINATION_MISSING: the answer about an object is the same when there is no bucket */
    Optional<HeadObjectResponse> head(String key, Optional<String> version) throws IOException {
        return retries.run(() -> {
            try {
                return Optional.of(
                        s3.headObject(head -> head.bucket(name()).key(key).versionId(version.orElse(null))));
            } catch (S3Exception e) {
                if (e.statusCode() != NOT_FOUND) {
                    throw explained(e);
                }
                once(client -> client.listObjectsV2(
                        list -> list.bucket(name()).prefix(prefix()).maxKeys(1)));
                return Optional.empty();
            } catch (SdkException e) {
                throw explained(e);
            }
        });
    }
}
