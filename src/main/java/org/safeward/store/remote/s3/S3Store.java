package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.SSLSocketFactory;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.Retries;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.StoredFile;
import org.safeward.store.remote.Trial;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A bucket, or what lies below a prefix of one. See the package. */
public final class S3Store implements RemoteStore {
    private static final long PART_BYTES = 8 << 20;

    private final S3Settings settings;
    private final StallGuard.Watch watch;
    private final S3Client client;
    private final Bucket bucket;
    private final S3Locks locks;
    private final S3Removal removal;
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
        this.locks = new S3Locks(bucket, this);
        this.removal = new S3Removal(bucket, locks);
        this.condition = new NameCondition(bucket, removal);
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
        return new S3Content(bucket, address(), FileName.require(name), Optional.empty()).open(from);
    }

    @Override
    public Optional<StoredFile> find(String name) throws IOException {
        return bucket.head(bucket.key(FileName.require(name))).map(head -> told(name, head));
    }

    /** An answer without a body may have broken off within its head, and nothing else tells. */
    StoredFile told(String name, HeadObjectResponse head) {
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
    public Optional<FileLock> delete(String name) throws IOException {
        return removal.newest(FileName.require(name));
    }

    S3Removal removal() {
        return removal;
    }

    @Override
    public Optional<Locking> locking() {
        return Optional.of(locks);
    }

    @Override
    public OptionalLong free() {
        return OptionalLong.empty();
    }

    @Override
    public Optional<FileLock> check() throws IOException {
        return new Trial(this).run();
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
            removal.probe(leftover.id());
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
