package org.safeward.backup.offsite.again;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.fault.ErrorCode;
import org.safeward.jobs.record.Jobs;

/** A copy is damaged, and the backup's own file is gone: what it is made from lies in another destination. */
class MadeFromAnotherTest {
    private static final String NAME = "default-backup_1.sql.zip";
    private static final String AGAIN = "default-backup_1_2.sql.zip";

    @TempDir
    Path folder;

    private CopiesByHand copies;
    private BackupRecord record;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectory(folder.resolve("nas"));
        Files.createDirectory(folder.resolve("far"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations", "nas,far",
                        "safeward.destination.nas.url", "file://" + folder.resolve("nas"),
                        "safeward.destination.far.url", "file://" + folder.resolve("far")));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    private void copiedThenDamaged() throws IOException {
        record = copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        Path file = folder.resolve("nas").resolve(NAME);
        byte[] content = Files.readAllBytes(file);
        content[500] ^= 1;
        Files.write(file, content);
        copies.pass(Duration.ofDays(31));
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
        assertEquals(CopyState.DAMAGED, nas().state());
    }

    @Test
    void theOtherDestinationsCopyIsSentWhenTheFileIsLost() throws IOException {
        copiedThenDamaged();
        Files.delete(Path.of(record.filePath()));

        copies.look();

        madeAgain();
        String job = copies.beans().get(Jobs.class).newest(0, 1).get(0).checks().toString();
        assertTrue(job.contains(folder.resolve("far").toString()), job);
    }

    /** Its path is then the address of a copy, maybe of one that was encrypted on its way. */
    @Test
    void theNewCopyHasTheNameOfTheFileThatWentOnPurpose() throws IOException {
        copiedThenDamaged();
        wentOnPurpose();

        copies.look();

        madeAgain();
    }

    private void wentOnPurpose() throws IOException {
        Files.delete(Path.of(record.filePath()));
        copies.beans()
                .get(BackupRecords.class)
                .change(record.id(), row -> row.fileRemoved("s3://bucket/" + NAME + ".age", copies.now()));
    }

    private void madeAgain() throws IOException {
        BackupCopy again = nas();
        assertEquals(CopyState.GOOD, again.state(), () -> again.errorCode() + " " + again.errorArguments());
        assertEquals(Optional.of(AGAIN), again.name());
        assertEquals(List.of(AGAIN, CopyManifest.fileName(AGAIN)), inNas());
        assertEquals(record.sha256(), FileSum.sha256(folder.resolve("nas").resolve(AGAIN), () -> {}));
        String name = CopyManifest.fileName(AGAIN);
        byte[] manifest = Files.readAllBytes(folder.resolve("nas").resolve(name));
        assertEquals(
                "backup_1.sql.zip",
                SignedManifest.read(manifest, name)
                        .manifest()
                        .details()
                        .orElseThrow()
                        .fileName());
    }

    @Test
    void thatTheOtherOneCannotBeReachedIsNoFaultOfThePlaceThatItGoesTo() throws IOException {
        copiedThenDamaged();
        wentOnPurpose();
        Files.move(folder.resolve("far"), folder.resolve("away"));

        copies.look();

        assertEquals(CopyState.WAITING, nas().state());
        assertEquals(ErrorCode.NO_GOOD_COPY, nas().errorCode());
        assertTrue(failing("nas").isEmpty());
        assertTrue(failing("far").isPresent());

        Files.move(folder.resolve("away"), folder.resolve("far"));
        copies.pass(Duration.ofHours(6));
        copies.look();
        madeAgain();
    }

    @Test
    void fromOneThatWasEncryptedOnItsWayNoneIsMade() throws IOException {
        copies.startAgain(
                Map.of("safeward.destination.far.recipients", KeyPair.make().publicKey()));
        copiedThenDamaged();
        Files.delete(Path.of(record.filePath()));
        int jobs = copies.beans().get(Jobs.class).newest(0, 100).size();

        copies.look();

        assertEquals(CopyState.DAMAGED, nas().state());
        assertEquals(jobs, copies.beans().get(Jobs.class).newest(0, 100).size(), "no job fails each minute");
    }

    private Optional<java.time.Instant> failing(String destination) {
        return copies.beans()
                .get(KnownDestinations.class)
                .get(copies.beans().get(Destinations.class).get(destination))
                .failedAt();
    }

    private BackupCopy nas() {
        return copies.copy(record, "nas");
    }

    private List<String> inNas() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("nas"))) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
