package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.content.FileSum;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.manifest.SignedManifest;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.ErrorCode;

/** Copies in a directory: when they are made, when they are good, and what becomes of those that cannot be made. */
class CopyTest {
    private static final int SIZE = 300_000;

    @TempDir
    Path folder;

    private Path there;
    private CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(folder.resolve("nas"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "nas",
                        "safeward.destination.nas.url",
                        there.toUri().toString()));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void aGoodBackupIsSentReadBackAndGetsItsManifest() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);

        copies.look();

        BackupCopy copy = copies.copy(record, "nas");
        assertEquals(CopyState.GOOD, copy.state(), () -> copy.errorCode() + " " + copy.errorArguments());
        assertEquals(Optional.of("default-backup_1.sql.zip"), copy.name());
        assertEquals(record.sha256(), FileSum.sha256(there.resolve("default-backup_1.sql.zip"), () -> {}));
        SignedManifest manifest = manifest("default-backup_1.sql.zip");
        assertEquals(
                Trust.SIGNED_BY_US,
                manifest.trust(copies.beans().get(InstallationKeys.class).trusted()));
        assertEquals(record.sha256(), manifest.manifest().sha256());
        assertTrue(known().reachedAt().isPresent());
        assertEquals(List.of(), copies.outgoing());
    }

    @Test
    void safetyBackupsAndThoseThatAreOlderThanTheDestinationStayHereUntilSomebodyFillsIt() throws IOException {
        BackupRecord safety = copies.backup("safety.sql.zip", SIZE, BackupOrigin.SAFETY);
        copies.pass(Duration.ofDays(-1));
        BackupRecord older = copies.backup("older.sql.zip", SIZE);
        copies.pass(Duration.ofDays(1));

        copies.look();
        assertEquals(List.of(), files());

        copies.beans().get(KnownDestinations.class).change(destination(), KnownDestination::fillUp);
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(older, "nas").state());
        assertEquals(List.of(), copies.beans().get(BackupCopies.class).ofRecord(safety.id()));
    }

    @Test
    void aNameThatIsTakenIsLeftAloneAndTheCopyGetsAnother() throws IOException {
        Files.writeString(there.resolve("default-backup_1.sql.zip"), "somebody else's");
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);

        copies.look();

        assertEquals(
                Optional.of("default-backup_1_2.sql.zip"),
                copies.copy(record, "nas").name());
        assertEquals("somebody else's", Files.readString(there.resolve("default-backup_1.sql.zip")));
        assertEquals(
                "default-backup_1_2.sql.zip",
                manifest("default-backup_1_2.sql.zip").manifest().name());
    }

    @Test
    void aDestinationThatIsDownFailsNothingElseAndIsTriedAgainForEver() throws IOException {
        Files.delete(there);
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);

        copies.look();
        BackupCopy waiting = copies.copy(record, "nas");
        assertEquals(CopyState.WAITING, waiting.state());
        assertEquals(ErrorCode.DESTINATION_MISSING, waiting.errorCode());
        assertEquals(1, copies.told.size());
        assertEquals(ErrorCode.DESTINATION_MISSING, known().errorCode());

        Duration waited = Duration.ZERO;
        for (int hour = 0; hour < 3 * 24; hour++) {
            copies.pass(Duration.ofHours(1));
            copies.look();
            waited = Duration.between(
                    waiting.createdAt(), copies.copy(record, "nas").nextTryAt().orElseThrow());
        }
        assertTrue(waited.compareTo(Duration.ofHours(72 + 6)) <= 0, "it waits at most six hours: " + waited);
        assertEquals(1, copies.told.size(), "told once");

        Files.createDirectory(there);
        copies.pass(Duration.ofHours(6));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
        assertTrue(known().failedAt().isEmpty());
    }

    @Test
    void oneTriesForAllWhileTheDestinationFailsAndAllGoWhenItIsBack() throws IOException {
        Files.delete(there);
        BackupRecord one = copies.backup("backup_1.sql.zip", SIZE);
        BackupRecord two = copies.backup("backup_2.sql.zip", SIZE);
        copies.look();
        for (int minute = 0; minute < 300; minute++) {
            copies.pass(Duration.ofMinutes(1));
            copies.look();
        }
        int tried = copies.copy(one, "nas").attempts() + copies.copy(two, "nas").attempts();
        assertTrue(tried < 25, "tried too often: " + tried);

        Files.createDirectory(there);
        copies.pass(Duration.ofHours(6));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(one, "nas").state());
        assertEquals(CopyState.GOOD, copies.copy(two, "nas").state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"upload.sending", "upload.sent", "manifest.written"})
    void whereverTheServerDiesTheCopyIsMadeAndNothingElseIsLeft(String place) throws IOException {
        String url = there.toUri().toString();
        for (boolean encrypted : new boolean[] {false, true}) {
            String keys = encrypted ? KeyPair.make().publicKey() : "";
            copies.startAgain(Map.of("safeward.destination.nas.url", url, "safeward.destination.nas.recipients", keys));
            BackupRecord record = copies.backup("backup_" + encrypted + ".sql.zip", SIZE);
            copies.at = reached -> {
                if (reached.place().endsWith(place.substring(place.indexOf('.')))) {
                    leaveHalf();
                    throw new CopiesByHand.Crash();
                }
            };
            assertThrows(CopiesByHand.Crash.class, copies::look);
            assertEquals(CopyState.UPLOADING, copies.copy(record, "nas").state());

            copies.at = reached -> {};
            copies.startAgain(Map.of());
            assertEquals(List.of(), copies.outgoing());
            copies.look();

            BackupCopy copy = copies.copy(record, "nas");
            assertEquals(CopyState.GOOD, copy.state());
            assertEquals(
                    FileSum.sha256(there.resolve(copy.name().orElseThrow()), () -> {}),
                    copy.sha256().orElseThrow());
            assertEquals(0, copies.told.size());
        }
        assertEquals(4, files().size(), "two copies and their manifests: " + files());
    }

    private void leaveHalf() {
        try {
            Files.writeString(there.resolve(".safeward-put-" + java.util.UUID.randomUUID()), "half of a file");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void whatComesBackOtherwiseIsNoCopyAndIsSentAgain() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        copies.at = reached -> {
            if (reached.place().endsWith(".sent")) {
                spoil(there.resolve("default-backup_1.sql.zip"));
            }
        };
        copies.look();
        BackupCopy copy = copies.copy(record, "nas");
        assertEquals(CopyState.WAITING, copy.state());
        assertEquals(ErrorCode.COPY_CHANGED, copy.errorCode());
        assertEquals(List.of(), files(), "neither the file nor a manifest");
        assertEquals(1, copies.told.size());

        copies.at = reached -> {};
        copies.pass(Duration.ofMinutes(1));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "nas").state());
    }

    private static void spoil(Path file) {
        try {
            byte[] content = Files.readAllBytes(file);
            content[content.length / 2] ^= 1;
            Files.write(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void anEncryptedCopyOpensWithItsKeyAloneAndSaysNothingInClear() throws IOException {
        KeyPair pair = KeyPair.make();
        copies.startAgain(Map.of("safeward.destination.nas.recipients", pair.publicKey()));
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);

        copies.look();

        BackupCopy copy = copies.copy(record, "nas");
        assertEquals(CopyState.GOOD, copy.state(), () -> copy.errorCode() + " " + copy.errorArguments());
        assertTrue(copy.encrypted());
        Path file = there.resolve("default-backup_1.sql.zip.age");
        try (Identity identity = Identity.parse(pair.secretKey());
                var in = DecryptedStream.open(Files.newInputStream(file), identity)) {
            assertTrue(java.util.Arrays.equals(Files.readAllBytes(Path.of(record.filePath())), in.readAllBytes()));
        }
        assertTrue(
                manifest("default-backup_1.sql.zip.age").manifest().detailsAge().isPresent());
        assertFalse(Files.readString(there.resolve("default-backup_1.sql.zip.age.manifest.json"))
                .contains(record.sha256()));
    }

    @Test
    void aFileThatIsNotWhatWasVerifiedIsNotSent() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        spoil(Path.of(record.filePath()));

        copies.look();

        assertEquals(ErrorCode.BACKUP_DAMAGED, copies.copy(record, "nas").errorCode());
        assertEquals(List.of(), files());
        assertTrue(known().failedAt().isEmpty(), "the destination has no fault in that");
    }

    private KnownDestination known() {
        return copies.beans().get(KnownDestinations.class).get(destination());
    }

    private org.safeward.destinations.Destination destination() {
        return copies.beans().get(Destinations.class).get("nas");
    }

    private SignedManifest manifest(String copy) throws IOException {
        String name = copy + ".manifest.json";
        return SignedManifest.read(Files.readAllBytes(there.resolve(name)), name);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(there)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
