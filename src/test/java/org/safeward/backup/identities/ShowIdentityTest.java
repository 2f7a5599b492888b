package org.safeward.backup.identities;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.beans.CatalogFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A directory beyond this machine that is encrypted to two people, and who of them shows his key when. */
class ShowIdentityTest {
    private static final KeyPair ONE = KeyPair.make();
    private static final KeyPair OTHER = KeyPair.make();

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
                        there.toUri().toString(),
                        "safeward.destination.nas.recipients",
                        ONE.publicKey() + "," + OTHER.publicKey()));
        remind();
    }

    @AfterEach
    void close() {
        copies.close();
    }

    @Test
    void aNewKeyIsAskedForAfterAYearAndNotAtOnce() {
        assertFalse(nas().late());
        copies.pass(Duration.ofDays(364));
        assertFalse(nas().late());
        copies.pass(Duration.ofDays(2));
        assertTrue(nas().late());
        copies.startAgain(Map.of("safeward.identity.days", "0"));
        assertFalse(nas().late(), "nobody is to be reminded");
    }

    @Test
    void whatOpensAStoredCopyIsShownAndKeptNowhere() throws IOException {
        copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        copies.pass(Duration.ofDays(400));

        ShowIdentity.Act act = show(ONE);

        assertEquals(List.of(ONE.publicKey()), act.recipients());
        assertTrue(act.opened().endsWith("nas/default-backup_1.sql.zip.age"), act.opened());
        assertEquals(Optional.of("erna"), nas().recipients().get(0).shownBy());
        assertEquals(Optional.empty(), nas().recipients().get(1).shownAt(), "each by itself");
        assertFalse(nas().late());
        copies.pass(Duration.ofDays(366));
        assertTrue(nas().late(), "again after a year");
        for (String column : List.of("recipient", "shown_by")) {
            String kept = new CatalogFile(folder.resolve("home"))
                    .ask("SELECT group_concat(" + column + ") FROM shown_identity");
            assertFalse(kept.contains("AGE-SECRET"), kept);
        }
    }

    @Test
    void nothingCountsButAStoredFileThatIsOpened() throws IOException {
        assertEquals(ErrorCode.NOTHING_TO_OPEN, refused(ONE), "nothing lies there");
        copies.backup("backup_1.sql.zip", 1000);
        copies.look();
        assertEquals(ErrorCode.ENCRYPTED_FOR_OTHERS, refused(KeyPair.make()));
        Files.move(there, folder.resolve("away"));
        assertEquals(ErrorCode.NOTHING_TO_OPEN, refused(ONE), "it is away");
        Files.move(folder.resolve("away"), there);
        Path copy = there.resolve("default-backup_1.sql.zip.age");
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length - 1] ^= 1;
        Files.write(copy, bytes);
        assertEquals(ErrorCode.ENCRYPTED_DAMAGED, refused(ONE));
        assertEquals(Optional.empty(), nas().shownAt());
        assertEquals(
                ErrorCode.IDENTITY_INVALID,
                assertThrows(
                                Fault.class,
                                () -> copies.beans().get(ShowIdentity.class).run("x", "erna"))
                        .code());
    }

    @Test
    void somebodyIsToldOnceAMonthUntilItIsShown() throws IOException {
        ShownIdentities shown = copies.beans().get(ShownIdentities.class);
        List<String> recipients = List.of(ONE.publicKey(), OTHER.publicKey());
        assertTrue(shown.takeTelling(recipients));
        assertFalse(shown.takeTelling(recipients));
        copies.pass(Duration.ofDays(31));
        assertTrue(shown.takeTelling(recipients));
        shown.shown(recipients, "erna");
        assertTrue(shown.takeTelling(recipients), "a year later, at once");
    }

    private ShowIdentity.Act show(KeyPair pair) throws IOException {
        return copies.beans().get(ShowIdentity.class).run(pair.secretKey(), "erna");
    }

    private ErrorCode refused(KeyPair pair) {
        return assertThrows(Fault.class, () -> show(pair)).code();
    }

    private EncryptedPlaces.Standing nas() {
        List<EncryptedPlaces.Standing> all =
                copies.beans().get(EncryptedPlaces.class).all();
        assertEquals(1, all.size());
        return all.get(0);
    }

    private void remind() {
        copies.beans().get(RemindOfIdentities.class).run();
    }
}
