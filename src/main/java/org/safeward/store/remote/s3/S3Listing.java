package org.safeward.store.remote.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.StoredFile;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What lies below a prefix, page by page. A server whose listing does not end has DESTINATION_FAILED. */
final class S3Listing {
    private final Bucket bucket;

    S3Listing(Bucket bucket) {
        this.bucket = bucket;
    }

    /** By name. The SHA-256 would be one more request for each. */
    List<StoredFile> files() throws IOException {
        return objects(FileName::isValid).stream()
                .map(object ->
                        new StoredFile(name(object.key()), object.size(), object.lastModified(), Optional.empty()))
                .sorted(Comparator.comparing(StoredFile::name))
                .toList();
    }

    /** The ids of all versions of a file, newest first, without delete markers. */
    List<String> versions(String name) throws IOException {
        List<String> found = new ArrayList<>();
        ListObjectVersionsRequest.Builder request =
                ListObjectVersionsRequest.builder().bucket(bucket.name()).prefix(bucket.key(name));
        Pages pages = new Pages(bucket.address());
        boolean more;
        do {
            ListObjectVersionsRequest page = request.build();
            ListObjectVersionsResponse answer = bucket.call(s3 -> s3.listObjectVersions(page));
            answer.versions().stream()
                    .filter(version -> version.key().equals(bucket.key(name)))
                    .map(ObjectVersion::versionId)
                    .forEach(found::add);
            more = Boolean.TRUE.equals(answer.isTruncated()) && bucket.key(name).equals(answer.nextKeyMarker());
            pages.requireNew(answer.nextKeyMarker(), answer.nextVersionIdMarker());
            request.keyMarker(answer.nextKeyMarker()).versionIdMarker(answer.nextVersionIdMarker());
        } while (more);
        return found;
    }

    /** Uploads that are not complete, and probes. */
    List<Leftover> leftovers() throws IOException {
        List<Leftover> left = new ArrayList<>();
        for (MultipartUpload upload : uploads()) {
            left.add(new LeftUpload(name(upload.key()), upload.uploadId()).since(upload.initiated()));
        }
        for (S3Object probe : objects(name -> name.startsWith(NameCondition.PROBE))) {
            left.add(new Leftover(name(probe.key()), probe.lastModified()));
        }
        left.sort(Comparator.comparing(Leftover::since));
        return left;
    }

    private List<S3Object> objects(Predicate<String> wanted) throws IOException {
        List<S3Object> found = new ArrayList<>();
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(bucket.name())
                .prefix(bucket.prefix())
                .delimiter("/");
        Pages pages = new Pages(bucket.address());
        String token = null;
        do {
            pages.requireNew((Object) token);
            ListObjectsV2Request page = request.continuationToken(token).build();
            ListObjectsV2Response answer = bucket.call(s3 -> s3.listObjectsV2(page));
            answer.contents().stream()
                    .filter(object -> isOurs(object.key()) && wanted.test(name(object.key())))
                    .forEach(found::add);
            token = Boolean.TRUE.equals(answer.isTruncated()) ? answer.nextContinuationToken() : null;
        } while (token != null);
        return found;
    }

    private List<MultipartUpload> uploads() throws IOException {
        List<MultipartUpload> found = new ArrayList<>();
        ListMultipartUploadsRequest.Builder request =
                ListMultipartUploadsRequest.builder().bucket(bucket.name()).prefix(bucket.prefix());
        Pages pages = new Pages(bucket.address());
        boolean more;
        do {
            ListMultipartUploadsRequest page = request.build();
            ListMultipartUploadsResponse answer = bucket.call(s3 -> s3.listMultipartUploads(page));
            answer.uploads().stream()
                    .filter(upload -> isOurs(upload.key()) && FileName.isValid(name(upload.key())))
                    .forEach(found::add);
            more = Boolean.TRUE.equals(answer.isTruncated()) && answer.nextKeyMarker() != null;
            pages.requireNew(answer.nextKeyMarker(), answer.nextUploadIdMarker());
            request.keyMarker(answer.nextKeyMarker()).uploadIdMarker(answer.nextUploadIdMarker());
        } while (more);
        return found;
    }

    private boolean isOurs(String key) {
        return key.startsWith(bucket.prefix()) && key.length() > bucket.prefix().length();
    }

    private String name(String key) {
        return key.substring(bucket.prefix().length());
    }
}
