package org.safeward.backup.offsite.renew;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.offsite.removal.RemoveCopies;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.remote.FileLock;

/** Copies in a directory beyond this machine whose recipients change. */
class RenewalTest {
    private static final int SIZE = 200_000;
    private static final KeyPair OLD = KeyPair.make();
    private static final KeyPair NEW = KeyPair.make();

    @TempDir
    Path folder;

    private Path there;
    private CopiesByHand copies;
    private BackupRecord record;
    private byte[] content;

    @BeforeEach
    void start() throws IOException {
        there = Files.createDirectory(folder.resolve("nas"));
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "nas",
                        "safeward.destination.nas.url",
                        there.toUri().toString(),
                        "safeward.destination.nas.recipients",
                        OLD.publicKey()));
        record = copies.backup("backup_1.sql.zip", SIZE);
        content = Files.readAllBytes(Path.of(record.filePath()));
        copies.look();
        copies.startAgain(Map.of("safeward.destination.nas.recipients", NEW.publicKey()));
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void nothingIsMadeAnewUnlessSomebodyAsks() throws IOException {
        String before = copy().name().orElseThrow();
        assertEquals(new RenewableCopies.Count(0, 1, 0), count());

        renew();

        assertEquals(Optional.of(before), copy().name());
        assertFalse(renewal().standing(nas()).wanted());
    }

    @Test
    void aCopyIsMadeAnewFromThePlainFileAndTheFormerOneGoes() throws IOException {
        String before = copy().name().orElseThrow();
        renewal().ask(nas(), Optional.empty());

        renew();

        assertEquals(CopyState.GOOD, copy().state());
        assertEquals(Optional.of(NEW.publicKey()), copy().recipients());
        assertEquals(new RenewableCopies.Count(1, 0, 0), count());
        assertFalse(renewal().standing(nas()).wanted(), "what comes there later is asked for anew");
        assertTrue(Files.exists(there.resolve(before)), "until it is removed");
        removeWhatIsLeft();
        String name = copy().name().orElseThrow();
        assertEquals(List.of(name, name + ".manifest.json"), files());
        assertArrayEquals(content, opened(NEW));
        assertEquals(
                ErrorCode.ENCRYPTED_FOR_OTHERS,
                assertThrows(Fault.class, () -> opened(OLD)).code());
    }

    @Test
    void whatLiesThereEncryptedAloneNeedsTheIdentityWhichIsForgottenWhenAllIsDone() throws IOException {
        loseTheFile();
        renewal().ask(nas(), Optional.empty());
        renew();
        assertEquals(1, count().older(), "nobody here can open it");
        assertEquals(1, renewal().standing(nas()).sealed());

        renewal().ask(nas(), Optional.of(OLD.secretKey()));
        assertTrue(renewal().standing(nas()).opens());
        renew();
        removeWhatIsLeft();

        assertArrayEquals(content, opened(NEW));
        assertTrue(
                copy().name().orElseThrow().startsWith("default-backup_1_"),
                copy().name().get());
        assertFalse(renewal().standing(nas()).opens());
        assertEquals(2, files().size(), files().toString());
    }

    @Test
    void aWrongIdentityLeavesTheGoodOne() throws IOException {
        loseTheFile();
        String before = copy().name().orElseThrow();
        renewal().ask(nas(), Optional.of(KeyPair.make().secretKey()));

        renew();
        removeWhatIsLeft();

        assertEquals(CopyState.GOOD, copy().state());
        assertEquals(List.of(before, before + ".manifest.json"), files());
        assertArrayEquals(content, opened(OLD));
    }

    @ParameterizedTest
    @ValueSource(strings = {".sending", ".sent", ".written"})
    void whereverTheServerDiesAGoodOneIsThereAndNothingElseIsLeft(String place) throws IOException {
        renewal().ask(nas(), Optional.empty());
        copies.at = reached -> {
            if (reached.place().endsWith(place)) {
                throw new CopiesByHand.Crash();
            }
        };
        assertThrows(CopiesByHand.Crash.class, this::renew);
        assertEquals(CopyState.GOOD, copy().state());
        assertArrayEquals(content, opened(OLD));
        removeWhatIsLeft();
        assertTrue(copy().otherName().isPresent(), "its job is not over");
        copies.at = reached -> {};
        copies.startAgain(Map.of());

        removeWhatIsLeft();
        assertEquals(2, files().size(), files().toString());
        renew();
        removeWhatIsLeft();

        assertArrayEquals(content, opened(NEW));
        assertEquals(2, files().size(), files().toString());
    }

    @Test
    void whatComesBackOtherwiseDoesNotTakeThePlaceOfTheGoodOne() throws IOException {
        String before = copy().name().orElseThrow();
        renewal().ask(nas(), Optional.empty());
        copies.at = reached -> {
            if (reached.place().endsWith(".sent")) {
                spoilNewest(before);
            }
        };

        renew();
        removeWhatIsLeft();

        assertEquals(Optional.of(before), copy().name());
        assertEquals(List.of(before, before + ".manifest.json"), files());
        int jobs = copies.beans().get(Jobs.class).newest(0, 100).size();
        renew();
        assertEquals(jobs, copies.beans().get(Jobs.class).newest(0, 100).size(), "not again at once");
        copies.at = reached -> {};
        copies.pass(Duration.ofHours(2));
        renew();
        assertArrayEquals(content, opened(NEW));
    }

    @Test
    void aLockIsHonouredUntilItEnds() throws IOException {
        FileLock lock = new FileLock(
                Optional.of(copies.now().plus(Duration.ofDays(1))), Optional.of(FileLock.Mode.COMPLIANCE), false);
        copies.beans().get(BackupCopies.class).change(copy().id(), row -> row.locked(lock));
        renewal().ask(nas(), Optional.empty());
        renew();
        assertEquals(new RenewableCopies.Count(0, 1, 1), count());

        copies.pass(Duration.ofDays(2));
        renew();

        assertEquals(new RenewableCopies.Count(1, 0, 0), count());
    }

    @Test
    void stoppingLeavesTheRestAndOtherRecipientsHaveToBeAskedForAgain() throws IOException {
        renewal().ask(nas(), Optional.empty());
        renewal().stop(nas());
        renew();
        assertEquals(1, count().older());

        renewal().ask(nas(), Optional.empty());
        copies.startAgain(
                Map.of("safeward.destination.nas.recipients", KeyPair.make().publicKey()));
        renew();
        assertEquals(1, count().older());
    }

    @Test
    void whatLiesThereInClearIsForNoRecipientEither() throws IOException {
        copies.startAgain(Map.of("safeward.destination.nas.recipients", ""));
        BackupRecord second = copies.backup("backup_2.sql.zip", SIZE);
        copies.look();
        assertEquals(
                ErrorCode.DESTINATION_NOT_ENCRYPTED,
                assertThrows(Fault.class, () -> renewal().standing(nas())).code());
        copies.startAgain(Map.of("safeward.destination.nas.recipients", NEW.publicKey()));
        renewal().ask(nas(), Optional.empty());

        renew();
        removeWhatIsLeft();

        assertTrue(copies.copy(second, "nas").encrypted());
        assertTrue(files().stream().allMatch(name -> name.contains(".age")), files().toString());
    }

    private void renew() {
        for (int i = 0; i < 5; i++) {
            copies.beans().get(StartRenewals.class).look();
        }
    }

    private void removeWhatIsLeft() {
        copies.beans().get(RemoveCopies.class).run(nas());
    }

    private void loseTheFile() throws IOException {
        Files.delete(Path.of(record.filePath()));
    }

    private byte[] opened(KeyPair pair) throws IOException {
        try (Identity identity = Identity.parse(pair.secretKey());
                var in = DecryptedStream.open(
                        Files.newInputStream(there.resolve(copy().name().orElseThrow())), identity)) {
            return in.readAllBytes();
        }
    }

    private void spoilNewest(String good) {
        try {
            for (String name : files()) {
                if (name.endsWith(".age") && !name.equals(good)) {
                    byte[] bytes = Files.readAllBytes(there.resolve(name));
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(there.resolve(name), bytes);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private RenewableCopies.Count count() {
        return copies.beans().get(RenewableCopies.class).count(nas());
    }

    private Renewal renewal() {
        return copies.beans().get(Renewal.class);
    }

    private BackupCopy copy() {
        return copies.copy(record, "nas");
    }

    private Destination nas() {
        return copies.beans().get(Destinations.class).get("nas");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.list(there)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
