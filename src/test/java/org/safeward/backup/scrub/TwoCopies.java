package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.fetch.CopyDamaged;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.VerifiedFile;

/** A backup with a copy in the second directory, neither read for a month, on a real catalog and real files. */
abstract class TwoCopies {
    static final String CONTENT = "CREATE TABLE t (x);\n".repeat(30_000);

    @TempDir
    Path folder;

    final List<CopyDamaged> told = new ArrayList<>();
    Beans beans;
    Path first;
    Path second;
    long id;

    /** Does something after so many pieces. */
    static final class Reading extends SlowReading {
        private final int after;
        private final Runnable act;
        private int pieces;

        Reading(int after, Runnable act) {
            this.after = after;
            this.act = act;
        }

        @Override
        void pause() {
            if (++pieces == after) {
                act.run();
            }
        }

        @Override
        boolean isQuiet() {
            return after > 0;
        }
    }

    @BeforeEach
    void aBackupWithTwoCopies() throws IOException {
        open(Map.of());
        first = folder.resolve("home/backups/backup.sql");
        second = folder.resolve("second/backup.sql");
        for (Path file : List.of(first, second)) {
            beans.get(BackupStores.class).prepare(List.of(file.getParent()));
            Files.writeString(file, CONTENT);
        }
        id = record(first, second);
    }

    void open(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>(more);
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        settings.put(
                "safeward.backup.second-directory", folder.resolve("second").toString());
        beans = Beans.in(folder.resolve("home"), settings).observing(CopyDamaged.class, told::add);
    }

    void openAgain(Map<String, String> more) {
        beans.close();
        open(more);
    }

    /** Verified 31 days ago. */
    long record(Path file, Path copy) throws IOException {
        BackupRecords records = beans.get(BackupRecords.class);
        Instant then = Instant.now().minus(Duration.ofDays(31));
        long made = records.add(new BackupRecord("default", BackupOrigin.REQUEST, "", false, then))
                .id();
        String sha256 = FileSum.sha256(file, () -> {});
        long size = Files.size(file);
        VerifiedFile verified = new VerifiedFile(file, size, sha256, size, sha256, 1, 0, "{}", "sql", false, List.of());
        records.change(made, row -> {
            row.verified(verified, then);
            row.complete(then);
            row.copied(copy);
        });
        return made;
    }

    @AfterEach
    void close() {
        beans.close();
    }

    void scrub() {
        beans.get(ScrubCopies.class).run();
    }

    /** One bit of one byte. */
    static void spoil(Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 1;
        Files.write(file, content);
    }

    void assertHealed(Path file, CopyPlace place) throws IOException {
        assertEquals(CONTENT, Files.readString(file));
        assertTrue(isFresh(place));
        assertNothingLeft();
    }

    void assertNothingLeft() throws IOException {
        assertEquals(List.of(), leftIn(first.getParent()));
        assertEquals(List.of(), leftIn(second.getParent()));
    }

    static List<String> leftIn(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(".safeward-"))
                    .toList();
        }
    }

    boolean isFresh(CopyPlace place) {
        return row().check(place)
                .goodAt()
                .filter(Instant.now().minusSeconds(60)::isBefore)
                .isPresent();
    }

    BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    BackupRecord row() {
        return row(id);
    }

    BackupRecord row(long record) {
        return records().get(record);
    }
}
