package org.safeward.store.remote.s3;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Objects of {@link LockingS3} that come in parts. */
final class UploadsInParts {
    /** One that was begun. */
    private record Upload(String sha256, Map<Integer, byte[]> parts) {}

    private final Map<String, Upload> open = new HashMap<>();
    private final LockedBucket bucket;
    private int last;

    UploadsInParts(LockedBucket bucket) {
        this.bucket = bucket;
    }

    /** @return its id, in the answer's XML */
    String begin(String sha256) {
        String id = "upload-" + ++last;
        open.put(id, new Upload(sha256, new TreeMap<>()));
        return "<InitiateMultipartUploadResult><UploadId>" + id + "</UploadId></InitiateMultipartUploadResult>";
    }

    void part(Map<String, String> query, byte[] content, boolean checksum) {
        if (bucket.defaultRetention.isPresent() && !checksum) {
            throw new LockedBucket.Refused(
                    400,
                    "InvalidRequest",
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Part requests with Object Lock parameters");
        }
        upload(query).parts().put(Integer.valueOf(query.get("partNumber")), content);
    }

    LockedBucket.Version complete(String key, Map<String, String> query, boolean ifNone) {
        Upload upload = upload(query);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        upload.parts().values().forEach(whole::writeBytes);
        LockedBucket.Version version = bucket.put(key, whole.toByteArray(), upload.sha256(), ifNone, true);
        open.remove(query.get("uploadId"));
        return version;
    }

    private Upload upload(Map<String, String> query) {
        Upload upload = open.get(query.get("uploadId"));
        if (upload == null) {
            throw new LockedBucket.Refused(404, "NoSuchUpload", "The specified upload does not exist");
        }
        return upload;
    }
}
