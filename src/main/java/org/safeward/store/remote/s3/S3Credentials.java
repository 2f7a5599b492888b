package org.safeward.store.remote.s3;

/** An access key. Its text form does not hold the secret. */
public record S3Credentials(String accessKey, String secretKey) {
    public S3Credentials {
        if (accessKey.isBlank() || secretKey.isBlank()) {
            throw new IllegalArgumentException("an access key has two parts");
        }
    }

    @Override
    public String toString() {
        return "S3Credentials[" + accessKey + "]";
    }
}
