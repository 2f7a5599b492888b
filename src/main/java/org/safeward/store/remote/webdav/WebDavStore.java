package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.Halves;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.OutgoingFile;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.Retries;
import org.safeward.store.remote.SameFile;
import org.safeward.store.remote.StoredFile;
import org.safeward.store.remote.Trial;
import org.safeward.store.remote.WholeFile;

/** A collection of a WebDAV server. It is never made: one that is gone must not come back empty, in another place. */
public final class WebDavStore implements RemoteStore {
    private final String address;
    private final Retries retries;
    private final DavClient client;
    private final DavCollection collection;

    public WebDavStore(WebDavSettings settings, Limits limits) {
        this.address = settings.collection().toString();
        this.retries = new Retries(limits);
        this.client = new DavClient(settings, limits, new DavFaults(address));
        this.collection = new DavCollection(client);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public PutResult put(String name, WholeFile file, Progress progress) throws IOException {
        FileName.require(name);
        Halves halves = new Halves();
        boolean published = retries.run(() -> collection.find(name).isEmpty() && publish(name, file, progress, halves));
        halves.remove(this::remove);
        return published ? PutResult.PUBLISHED : SameFile.look(this, name, file);
    }

    private boolean publish(String name, WholeFile file, Progress progress, Halves halves) throws IOException {
        DavPut put = new DavPut(client, collection);
        halves.begin(put.temporary());
        try (OutgoingFile out = new OutgoingFile(file, progress)) {
            boolean published = put.run(name, out, file.size());
            halves.end(put.temporary());
            return published;
        }
    }

    @Override
    public InputStream open(String name, long from) throws IOException {
        FileName.require(name);
        return retries.run(() -> {
            StoredFile file =
                    collection.find(name).flatMap(DavResource::file).orElseThrow(() -> new NoSuchFileException(name));
            if (from < 0 || from > file.size()) {
                throw new IllegalArgumentException("offset " + from + " of " + file.size() + " bytes");
            }
            return DavContent.open(client, file, from);
        });
    }

    @Override
    public Optional<StoredFile> find(String name) throws IOException {
        FileName.require(name);
        return retries.run(() -> collection.find(name)).flatMap(DavResource::file);
    }

    @Override
    public List<StoredFile> list() throws IOException {
        return retries.run(collection::entries).stream()
                .flatMap(entry -> entry.file().stream())
                .filter(file -> FileName.isValid(file.name()))
                .sorted(Comparator.comparing(StoredFile::name))
                .toList();
    }

    @Override
    public Optional<FileLock> delete(String name) throws IOException {
        if (find(name).isPresent()) {
            remove(name);
        }
        return Optional.empty();
    }

    private void remove(String name) throws IOException {
        retries.run(() -> {
            collection.remove(name);
            return null;
        });
    }

    @Override
    public OptionalLong free() throws IOException {
        return retries.run(collection::available);
    }

    @Override
    public Optional<FileLock> check() throws IOException {
        Optional<FileLock> kept = new Trial(this).run();
        retries.run(() -> {
            new MoveTrial(client, collection).run();
            return null;
        });
        return kept;
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        return retries.run(collection::entries).stream()
                .filter(entry -> entry.name().startsWith(DavPut.TEMPORARY) && !entry.collection())
                .map(entry -> new Leftover(entry.name(), entry.modified().orElse(Instant.EPOCH)))
                .sorted(Comparator.comparing(Leftover::since))
                .toList();
    }

    @Override
    public void discard(Leftover leftover) throws IOException {
        if (!leftover.id().startsWith(DavPut.TEMPORARY) || leftover.id().contains("/")) {
            throw new IllegalArgumentException("no leftover of a put");
        }
        remove(leftover.id());
    }

    @Override
    public void close() {
        client.close();
    }
}
