package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.Halves;
import org.safeward.store.remote.IncomingFile;
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

/**
 * A directory of an SFTP server. It is never made: the mount point of a disk that is not there must not get an empty twin.
 *
 * <p>Durable where the server knows fsync@openssh.com. That a name that is taken is not written over is the server's rule; {@link #check}
 * tries whether it keeps it.
 */
public final class SftpStore implements RemoteStore {
    private final SftpSettings settings;
    private final Retries retries;
    private final SftpConnections connections;
    private final SftpDirectory directory;

    public SftpStore(SftpSettings settings, Limits limits) {
        this.settings = settings;
        this.retries = new Retries(limits);
        this.connections = new SftpConnections(settings, limits);
        this.directory = new SftpDirectory(settings.directory(), connections.faults());
    }

    @Override
    public String address() {
        return settings.address();
    }

    @Override
    public PutResult put(String name, WholeFile file, Progress progress) throws IOException {
        String target = directory.path(name);
        Halves halves = new Halves();
        boolean published = retries.run(() -> !isThere(name) && publish(target, file, progress, halves));
        halves.remove(half -> at(connection -> {
            directory.remove(connection.client(), half);
            return null;
        }));
        return published ? PutResult.PUBLISHED : SameFile.look(this, name, file);
    }

    private boolean isThere(String name) throws IOException {
        return connections.at(
                connection -> directory.find(connection.client(), name).isPresent());
    }

    private boolean publish(String target, WholeFile file, Progress progress, Halves halves) throws IOException {
        SftpConnection connection = connections.borrow();
        boolean inOrder = false;
        try (OutgoingFile out = new OutgoingFile(file, progress)) {
            SftpPut put = new SftpPut(connection, directory, connections.faults());
            halves.begin(put.temporary());
            boolean published = put.run(target, out);
            halves.end(put.temporary());
            inOrder = true;
            return published;
        } finally {
            connections.giveBack(connection, inOrder);
        }
    }

    @Override
    public InputStream open(String name, long from) throws IOException {
        String path = directory.path(name);
        return retries.run(() -> {
            StoredFile file = connections
                    .at(connection -> directory.find(connection.client(), name))
                    .orElseThrow(() -> new NoSuchFileException(name));
            if (from < 0 || from > file.size()) {
                throw new IllegalArgumentException("offset " + from + " of " + file.size() + " bytes");
            }
            SftpContent content = content(path, from, file.size());
            return new IncomingFile(content, file.size() - from, content);
        });
    }

    private SftpContent content(String path, long from, long size) throws IOException {
        SftpConnection connection = connections.borrow();
        try {
            return connections.faults().at(() -> SftpContent.open(connections, connection, path, from, size));
        } catch (IOException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public Optional<StoredFile> find(String name) throws IOException {
        FileName.require(name);
        return at(connection -> directory.find(connection.client(), name));
    }

    @Override
    public List<StoredFile> list() throws IOException {
        return at(connection -> directory.entries(connection.client()).stream()
                .filter(entry -> FileName.isValid(entry.getFilename()))
                .flatMap(entry -> SftpDirectory.plain(entry.getFilename(), entry.getAttributes()).stream())
                .sorted(Comparator.comparing(StoredFile::name))
                .toList());
    }

    @Override
    public Optional<FileLock> delete(String name) throws IOException {
        String path = directory.path(name);
        return at(connection -> {
            if (directory.find(connection.client(), name).isPresent()) {
                directory.remove(connection.client(), path);
                directory.force(connection.client());
            }
            return Optional.empty();
        });
    }

    @Override
    public OptionalLong free() throws IOException {
        return at(connection -> {
            directory.require(connection.client());
            return directory.free(connection.client());
        });
    }

    @Override
    public Optional<FileLock> check() throws IOException {
        Optional<FileLock> kept = new Trial(this).run();
        at(connection -> {
            new RenameTrial(connection.client(), directory, connections.faults()).run();
            return null;
        });
        return kept;
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        return at(connection -> directory.entries(connection.client()).stream()
                .filter(entry -> entry.getFilename().startsWith(SftpDirectory.TEMPORARY))
                .map(SftpStore::leftover)
                .sorted(Comparator.comparing(Leftover::since))
                .toList());
    }

    private static Leftover leftover(DirEntry entry) {
        return new Leftover(
                entry.getFilename(), entry.getAttributes().getModifyTime().toInstant());
    }

    @Override
    public void discard(Leftover leftover) throws IOException {
        if (!leftover.id().startsWith(SftpDirectory.TEMPORARY) || leftover.id().contains("/")) {
            throw new IllegalArgumentException("no leftover of a put");
        }
        at(connection -> {
            directory.remove(connection.client(), directory.below(leftover.id()));
            return null;
        });
    }

    private <T> T at(SftpConnections.Call<T> call) throws IOException {
        return retries.run(() -> connections.at(call));
    }

    @Override
    public void close() {
        connections.close();
    }
}
