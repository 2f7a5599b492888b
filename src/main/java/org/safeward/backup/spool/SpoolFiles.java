package org.safeward.backup.spool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RecordFile;
import org.safeward.catalog.ThisNode;
import org.safeward.settings.DestinationSettings;
import org.safeward.settings.Settings;
import org.safeward.store.Trash;

/** What lies in the spool of this node. */
@ApplicationScoped
public class SpoolFiles {
    @Inject
    private Settings settings;

    @Inject
    private BackupRecords records;

    @Inject
    private ThisNode node;

    /** The ids of completed backups whose file should lie in the spool; none where there is no spool. */
    List<Long> records() {
        return settings.spool().map(DestinationSettings.Spool::directory).stream()
                .flatMap(spool -> records.files().stream()
                        .filter(file -> file.shouldBeThere()
                                && node.has(file)
                                && file.path().startsWith(spool)))
                .map(RecordFile::id)
                .toList();
    }

    /** The file of a backup, when it should lie in the spool of this node. */
    public Optional<Path> of(BackupRecord record) {
        Optional<Path> spool = settings.spool().map(DestinationSettings.Spool::directory);
        return record.file()
                .filter(file -> node.other(record.whereabouts().node()).isEmpty())
                .filter(file -> spool.filter(file::startsWith).isPresent());
    }

    /** Bytes of all files in a directory and below, also of what is being written, but not of the trash, which gives way by itself. One that is not there has none. */
    static long bytes(Path directory) throws IOException {
        AtomicLong bytes = new AtomicLong();
        if (Files.isDirectory(directory)) {
            Files.walkFileTree(directory, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    boolean trash = folder.endsWith(Trash.FOLDER);
                    return trash ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    bytes.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (Files.exists(file)) {
                        throw failure;
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return bytes.get();
    }
}
