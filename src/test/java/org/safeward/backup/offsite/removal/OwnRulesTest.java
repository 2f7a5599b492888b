package org.safeward.backup.offsite.removal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;

/** Two directories beyond this machine, one of which keeps more than this machine does, and one less. */
class OwnRulesTest {
    @TempDir
    Path folder;

    private CopiesByHand copies;

    @BeforeEach
    void start() throws Exception {
        Path live = folder.resolve("live.db");
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + live);
                var statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t (x); INSERT INTO t VALUES (1)");
        }
        Files.createDirectory(folder.resolve("nas"));
        Files.createDirectory(folder.resolve("usb"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations", "nas,usb",
                        "safeward.destination.nas.url", url("nas"),
                        "safeward.destination.nas.keep", "days=20,count=100",
                        "safeward.destination.usb.url", url("usb"),
                        "safeward.destination.usb.keep", "days=3650,count=1"));
        copies.beans().get(BackupStores.class).prepare(List.of(folder.resolve("home/backups")));
        Beans beans = copies.beans();
        assertEquals(7, beans.get(BackupConfigs.class).of("default").retentionDays());
    }

    @AfterEach
    void close() {
        copies.close();
    }

    private String url(String name) {
        return folder.resolve(name).toUri().toString();
    }

    @Test
    void aBackupLivesOnInThePlaceThatKeepsItAndGoesWithItsLastCopy() throws IOException {
        BackupRecord old = backup();
        copies.pass(Duration.ofDays(8));
        backup();

        assertEquals(List.of(CopyState.GOOD, CopyState.GOOD), states(old));
        assertFalse(Files.exists(Path.of(old.filePath())));
        BackupRecord living = records().get(old.id());
        assertTrue(living.whereabouts().fileRemovedAt().isPresent());
        assertTrue(living.filePath().startsWith("file:") || living.filePath().contains("nas"), living.filePath());

        copies.pass(Duration.ofDays(1));
        backup();
        removeCopies();
        assertEquals(List.of(CopyState.GOOD, CopyState.EXPIRED), states(old));
        copies.look();
        assertEquals(List.of(CopyState.GOOD, CopyState.EXPIRED), states(old), "not another time");
        assertEquals(3 * 2, files("nas").size());

        copies.pass(Duration.ofDays(12));
        BackupRecord last = backup();
        removeCopies();
        assertTrue(records().find(old.id()).isEmpty());
        assertEquals(List.of(), copies.beans().get(BackupCopies.class).ofRecord(old.id()));
        assertTrue(records().find(last.id()).isPresent());
    }

    @Test
    void whileThePlaceThatKeepsItIsAwayTheOthersKeepWhatTheyHave() throws IOException {
        BackupRecord old = backup();
        backup();
        Files.move(folder.resolve("nas"), folder.resolve("away"));
        copies.pass(Duration.ofDays(8));
        new WholeBackup(copies.beans()).of("default");
        Destination place = copies.beans().get(Destinations.class).get("nas");
        Optional<Instant> nas =
                copies.beans().get(KnownDestinations.class).get(place).failedAt();
        backup();

        assertTrue(Files.exists(Path.of(old.filePath())));
        assertTrue(nas.isPresent(), "the look there was noted");
        assertTrue(records().get(old.id()).whereabouts().fileRemovedAt().isEmpty());
        removeCopies();
        assertEquals(List.of(CopyState.GOOD, CopyState.GOOD), states(old));

        Files.move(folder.resolve("away"), folder.resolve("nas"));
        copies.pass(Duration.ofHours(7));
        copies.look();
        backup();
        removeCopies();
        assertFalse(Files.exists(Path.of(old.filePath())));
        assertEquals(List.of(CopyState.GOOD, CopyState.EXPIRED), states(old));
    }

    @Test
    void whatLivesOnElsewhereCanStillBeFetchedAndIsCountedNoMore() throws IOException {
        BackupRecord old = backup();
        copies.pass(Duration.ofDays(8));
        backup();
        BackupRecord living = records().get(old.id());

        assertEquals(CopyState.GOOD, states(old).get(0));
        assertEquals(old.sha256(), living.sha256());
        assertTrue(living.file().isEmpty());
        backup();
        assertTrue(records().find(old.id()).isPresent(), "the rules of this machine do not reach there");
    }

    /** The copies are there afterwards, as far as they can be. */
    private BackupRecord backup() {
        copies.pass(Duration.ofSeconds(5));
        BackupRecord record = new WholeBackup(copies.beans()).of("default");
        copies.look();
        return record;
    }

    private void removeCopies() {
        for (Destination destination : copies.beans().get(Destinations.class).all()) {
            copies.beans().get(RemoveCopies.class).run(destination);
        }
    }

    private BackupRecords records() {
        return copies.beans().get(BackupRecords.class);
    }

    /** In nas, and in usb. */
    private List<CopyState> states(BackupRecord record) {
        return Stream.of("nas", "usb")
                .map(name -> copies.copy(record, name))
                .map(BackupCopy::state)
                .collect(Collectors.toList());
    }

    private List<Path> files(String place) throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve(place))) {
            return all.filter(file -> !file.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
