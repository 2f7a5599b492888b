package org.safeward.backup.retention;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.WholeBackup;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;

/** Three directories beyond this machine: one keeps more, one keeps one, one follows this machine. What is told before is what goes. */
class CopiesGoingTest {
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
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "nas,usb,near",
                        "safeward.destination.nas.url",
                        url("nas"),
                        "safeward.destination.nas.keep",
                        "days=20,count=100",
                        "safeward.destination.usb.url",
                        url("usb"),
                        "safeward.destination.usb.keep",
                        "days=3650,count=1",
                        "safeward.destination.near.url",
                        url("near")));
        copies.beans().get(BackupStores.class).prepare(java.util.List.of(folder.resolve("home/backups")));
        config();
    }

    private String url(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name)).toUri().toString();
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void whatGoesWithTheFileAndWhatGoesByTheRulesOfItsPlaceIsToldBefore() {
        BackupRecord old = backup();
        BackupRecord second = backup();
        assertEquals(Map.of(old.id(), Set.of("usb")), going(false), "one is enough there");
        assertEquals(Map.of(), going(true), "not after a change of the config");
        copies.pass(Duration.ofDays(8));

        assertEquals(Map.of(old.id(), Set.of("near", "usb")), going(false));
        assertEquals(Map.of(old.id(), "nas"), outcome().keepers());
        BackupRecord third = backup();
        assertEquals("GOOD DELETING DELETING", states(old));
        assertEquals("GOOD GOOD DELETING", states(second), "that of the newest before goes from here");
        assertEquals("GOOD GOOD GOOD", states(third));
    }

    private String states(BackupRecord record) {
        return copies.copy(record, "nas").state() + " "
                + copies.copy(record, "usb").state() + " "
                + copies.copy(record, "near").state();
    }

    private Map<Long, Set<String>> going(boolean fresh) {
        return copies.beans().get(CopiesGoing.class).of(outcome(), fresh);
    }

    private KeptInPlaces.Outcome outcome() {
        RetentionPlan plan = copies.beans().get(RetentionPlan.class);
        return plan.whole("default", plan.rules(config()));
    }

    private BackupConfig config() {
        return copies.beans().get(BackupConfigs.class).of("default");
    }

    private BackupRecord backup() {
        copies.pass(Duration.ofSeconds(5));
        BackupRecord record = new WholeBackup(copies.beans()).of("default");
        copies.look();
        return record;
    }
}
