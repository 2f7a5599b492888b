package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StoredFile;
import org.safeward.store.remote.WholeFile;

/** A bucket in which one name stands for one version, whether it is the newest or not, or hidden by a delete marker. */
final class OneVersion implements RemoteStore {
    private final S3Store store;
    private final Bucket bucket;
    private final String name;
    private final Optional<String> version;

    OneVersion(S3Store store, Bucket bucket, String name, String version) {
        this.store = store;
        this.bucket = bucket;
        this.name = name;
        this.version = Optional.of(version);
    }

    @Override
    public String address() {
        return store.address();
    }

    @Override
    public PutResult put(String file, WholeFile content, Progress progress) throws IOException {
        return store.put(file, content, progress);
    }

    @Override
    public InputStream open(String file, long from) throws IOException {
        return file.equals(name) ? new S3Content(bucket, address(), name, version).open(from) : store.open(file, from);
    }

    @Override
    public Optional<StoredFile> find(String file) throws IOException {
        return file.equals(name)
                ? bucket.head(bucket.key(name), version).map(head -> store.told(name, head))
                : store.find(file);
    }

    @Override
    public List<StoredFile> list() throws IOException {
        return store.list();
    }

    @Override
    public Optional<FileLock> delete(String file) throws IOException {
        return file.equals(name) ? store.removal().version(name, version) : store.delete(file);
    }

    @Override
    public Optional<Locking> locking() {
        return store.locking();
    }

    @Override
    public OptionalLong free() {
        return store.free();
    }

    @Override
    public Optional<FileLock> check() throws IOException {
        return store.check();
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        return store.leftovers();
    }

    @Override
    public void discard(Leftover leftover) throws IOException {
        store.discard(leftover);
    }

    /** The bucket stays open: this is a way to look at it. */
    @Override
    public void close() {}
}
