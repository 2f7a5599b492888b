package org.safeward.store.remote.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLSocketFactory;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.IncomingFile;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.Retries;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.StoredFile;
import org.safeward.store.remote.Trial;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket, or what lies below a prefix of one. See the package. */
public final class S3Store implements RemoteStore {
    private static final long PART_BYTES = 8 << 20;
    private static final int RANGE_OUTSIDE = 416;

    private final S3Settings settings;
    private final StallGuard.Watch watch;
    private final S3Client client;
    private final Bucket bucket;
    private final NameCondition condition;
    private final long atOnceBytes;
    private final long partBytes;

    public S3Store(S3Settings settings, Limits limits) {
        this(settings, limits, (SSLSocketFactory) SSLSocketFactory.getDefault(), PART_BYTES, PART_BYTES);
    }

    /**
     * @param atOnceBytes the most that is put by one request
     * @param partBytes of a part at least; S3 takes none below 5 MiB but the last
     */
    S3Store(S3Settings settings, Limits limits, SSLSocketFactory tls, long atOnceBytes, long partBytes) {
        this.settings = settings;
        this.watch = new StallGuard.Watch(limits.stall());
        this.client = S3Connection.open(settings, limits, watch, tls);
        this.bucket = new Bucket(client, settings, new Retries(limits));
        this.condition = new NameCondition(bucket);
        this.atOnceBytes = atOnceBytes;
        this.partBytes = partBytes;
    }

    @Override
    public String address() {
        return settings.address();
    }

    @Override
    public PutResult put(String name, WholeFile file, Progress progress) throws IOException {
        if (find(name).isPresent()) {
            return SameFile.look(this, name, file);
        }
        S3Put put = new S3Put(this, bucket, condition.value(), name, file);
        return file.size() <= atOnceBytes ? put.atOnce(progress) : put.inParts(progress, partBytes);
    }

    @Override
    public InputStream open(String name, long from) throws IOException {
        String key = bucket.key(FileName.require(name));
        if (from < 0) {
            throw new IllegalArgumentException("offset " + from);
        }
        // An empty object has no range, not even one from 0.
        String range = from == 0 ? null : "bytes=" + from + "-";
        Optional<ResponseInputStream<GetObjectResponse>> content = bucket.call(s3 -> {
            try {
                return Optional.of(
                        s3.getObject(get -> get.bucket(bucket.name()).key(key).range(range)));
            } catch (S3Exception e) {
                if (S3Faults.code(e).equals("NoSuchKey")) {
                    throw new NoSuchFileException(name);
                }
                if (e.statusCode() == RANGE_OUTSIDE) {
                    return Optional.empty();
                }
                throw e;
            }
        });
        return content.isPresent() ? stream(content.get(), from) : atTheEnd(name, from);
    }

    private InputStream stream(ResponseInputStream<GetObjectResponse> content, long from) {
        GetObjectResponse said = content.response();
        boolean right = from == 0 || String.valueOf(said.contentRange()).startsWith("bytes " + from + "-");
        if (!right || said.contentLength() == null) {
            content.abort();
            throw new Fault(ErrorCode.DESTINATION_FAILED, address(), "it does not heed the header Range");
        }
        return new IncomingFile(new Content(content), said.contentLength(), content::abort);
    }

    private InputStream atTheEnd(String name, long from) throws IOException {
        long size = find(name).orElseThrow(() -> new NoSuchFileException(name)).size();
        if (from != size) {
            throw new IllegalArgumentException("offset " + from + " of " + size + " bytes");
        }
        return InputStream.nullInputStream();
    }

    /** The SDK has an exception of its own for an interrupt. */
    private final class Content extends FilterInputStream {
        Content(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            try {
                return in.read(bytes, offset, length);
            } catch (SdkException e) {
                throw new IOException(bucket.faults().of(e));
            }
        }
    }

    @Override
    public Optional<StoredFile> find(String name) throws IOException {
        return bucket.head(bucket.key(FileName.require(name))).map(head -> told(name, head));
    }

    /** An answer without a body may have broken off within its head, and nothing else tells. */
    private StoredFile told(String name, HeadObjectResponse head) {
        if (head.contentLength() == null || head.lastModified() == null) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, address(), "an answer broke off");
        }
        return new StoredFile(
                name,
                head.contentLength(),
                head.lastModified(),
                Optional.ofNullable(head.metadata().get(S3Put.SHA256)));
    }

    @Override
    public List<StoredFile> list() throws IOException {
        return new S3Listing(bucket).files();
    }

    @Override
    public void delete(String name) throws IOException {
        deleteKey(bucket.key(FileName.require(name)));
    }

    private void deleteKey(String key) throws IOException {
        bucket.call(s3 -> s3.deleteObject(delete -> delete.bucket(bucket.name()).key(key)));
    }

    @Override
    public OptionalLong free() {
        return OptionalLong.empty();
    }

    @Override
    public void check() throws IOException {
        new Trial(this).run();
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        return new S3Listing(bucket).leftovers();
    }

    @Override
    public void discard(Leftover leftover) throws IOException {
        Optional<LeftUpload> upload = LeftUpload.of(leftover);
        if (upload.isPresent()) {
            new MultipartUpload(
                            bucket,
                            bucket.key(upload.get().name()),
                            upload.get().upload())
                    .abort();
        } else if (leftover.id().startsWith(NameCondition.PROBE)) {
            deleteKey(bucket.key(leftover.id()));
        } else {
            throw new IllegalArgumentException("no leftover of a put");
        }
    }

    @Override
    public void close() {
        client.close();
        watch.close();
    }
}
