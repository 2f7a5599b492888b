package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.safeward.files.PrivateFile;

/**
 * A directory, on another disk or mounted from another machine. It is never made: one that is gone must not come back empty, on another
 * disk. Not promised: a limit for a mount whose server is away; the kernel waits.
 */
public final class DirectoryStore implements RemoteStore {
    private static final String TEMPORARY = ".safeward-put-";

    private final Path directory;
    private final DirectoryFaults faults;

    public DirectoryStore(Path directory) {
        this.directory = directory;
        this.faults = new DirectoryFaults(directory);
    }

    @Override
    public String address() {
        return directory.toString();
    }

    @Override
    public PutResult put(String name, WholeFile file, Progress progress) throws IOException {
        Path target = path(name);
        Path temporary = directory.resolve(TEMPORARY + UUID.randomUUID());
        if (find(name).isPresent()) {
            return SameFile.look(this, name, file);
        }
        try (OutgoingFile out = new OutgoingFile(file, progress)) {
            boolean published = new DirectoryPut(faults, temporary, target).run(out);
            return published ? PutResult.PUBLISHED : SameFile.look(this, name, file);
        }
    }

    @Override
    public InputStream open(String name, long from) throws IOException {
        Path file = path(name);
        faults.at(() -> {
            requireDirectory();
            return null;
        });
        FileChannel channel = channel(file);
        long size;
        try {
            size = channel.size();
            channel.position(Math.min(Math.max(from, 0), size));
        } catch (IOException e) {
            channel.close();
            throw faults.of(e);
        }
        if (from < 0 || from > size) {
            channel.close();
            throw new IllegalArgumentException("offset " + from + " of " + size + " bytes");
        }
        return new IncomingFile(Channels.newInputStream(channel), size - from, channel);
    }

    /** Opening a named pipe, which others may have put there, would wait for ever. */
    private FileChannel channel(Path file) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new NoSuchFileException(file.toString());
        }
        try {
            return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw faults.of(e);
        }
    }

    @Override
    public Optional<StoredFile> find(String name) throws IOException {
        Path file = path(name);
        return faults.at(() -> {
            requireDirectory();
            try {
                return Optional.of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS))
                        .filter(BasicFileAttributes::isRegularFile)
                        .map(told -> new StoredFile(
                                name, told.size(), told.lastModifiedTime().toInstant(), Optional.empty()));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        });
    }

    private void requireDirectory() throws IOException {
        if (!Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
            throw new NotDirectoryException(directory.toString());
        }
    }

    @Override
    public List<StoredFile> list() throws IOException {
        List<StoredFile> found = new ArrayList<>();
        for (String name : names(FileName::isValid)) {
            find(name).ifPresent(found::add);
        }
        return found;
    }

    private List<String> names(Predicate<String> wanted) throws IOException {
        return faults.at(() -> {
            requireDirectory();
            try (Stream<Path> entries = Files.list(directory)) {
                return entries.map(entry -> entry.getFileName().toString())
                        .filter(wanted)
                        .sorted()
                        .toList();
            }
        });
    }

    @Override
    public Optional<FileLock> delete(String name) throws IOException {
        Path file = path(name);
        if (find(name).isPresent()) {
            faults.at(() -> {
                Files.deleteIfExists(file);
                PrivateFile.forceDirectory(directory);
                return null;
            });
        }
        return Optional.empty();
    }

    @Override
    public OptionalLong free() throws IOException {
        return OptionalLong.of(faults.at(() -> {
            requireDirectory();
            return Files.getFileStore(directory).getUsableSpace();
        }));
    }

    @Override
    public Optional<FileLock> check() throws IOException {
        return new Trial(this).run();
    }

    @Override
    public List<Leftover> leftovers() throws IOException {
        List<Leftover> left = new ArrayList<>();
        for (String name : names(name -> name.startsWith(TEMPORARY))) {
            faults.at(() -> {
                try {
                    left.add(new Leftover(
                            name,
                            Files.getLastModifiedTime(directory.resolve(name)).toInstant()));
                } catch (NoSuchFileException e) {
                    // Its put has ended meanwhile.
                }
                return null;
            });
        }
        left.sort(Comparator.comparing(Leftover::since));
        return left;
    }

    @Override
    public void discard(Leftover leftover) throws IOException {
        if (!leftover.id().startsWith(TEMPORARY) || leftover.id().contains("/")) {
            throw new IllegalArgumentException("no leftover of a put");
        }
        faults.at(() -> Files.deleteIfExists(directory.resolve(leftover.id())));
    }

    /** Has nothing to end. */
    @Override
    public void close() {}

    private Path path(String name) {
        return directory.resolve(FileName.require(name));
    }
}
