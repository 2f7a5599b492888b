package org.safeward.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.safeward.files.PrivateFile;

/**
 * The file by which a directory of backups is known again: it lies on the same disk, so the empty mount point of a disk that is not
 * there has none. Its first line is the directory's id. Hidden, so that nobody takes it for a backup.
 */
public final class StoreMarker {
    public static final String NAME = ".safeward.store";

    private static final int MOST_BYTES = 4096;
    private static final String EXPLANATION = """
            Safeward keeps backups in this directory and knows it again by this file.
            Without it nothing is written or removed here: the disk may not be mounted.
            """;

    private StoreMarker() {}

    /**
     * The id of a directory; empty when it is not there or has no marker. A marker that cannot be understood, half written by a
     * machine that lost its power, has the empty id, which is nobody's.
     *
     * @throws IOException when that cannot be told
     */
    public static Optional<String> read(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(directory)) {
            return Optional.empty();
        }
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
            return Optional.of(text.lines().findFirst().orElse("").strip());
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Optional.empty();
        }
    }

    /**
     * Marks a directory, down to the disk. One that has a marker keeps it.
     *
     * @return the id that the directory has now
     */
    public static String write(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        Path temporary = directory.resolve(NAME + "-" + UUID.randomUUID());
        String id = UUID.randomUUID().toString();
        try {
            try (FileChannel channel = PrivateFile.create(temporary)) {
                ByteBuffer text = ByteBuffer.wrap((id + "\n" + EXPLANATION).getBytes(StandardCharsets.UTF_8));
                while (text.hasRemaining()) {
                    channel.write(text);
                }
                channel.force(true);
            }
            new BackupStore().publish(temporary, file);
            return id;
        } catch (FileAlreadyExistsException e) {
            // Another node, or another Safeward with the same directory, was quicker.
            return read(directory).filter(known -> !known.isEmpty()).orElseThrow(() -> e);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Marks a directory anew, whatever marker it has. */
    public static String replace(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(NAME));
        return write(directory);
    }
}
