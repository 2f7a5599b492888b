package org.safeward.backup.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.destinations.CopyState;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A copy that is encrypted apart from its backup: taken by who holds its identity, passed over by others. */
class EncryptedCopyTest {
    private final KeyPair pair = KeyPair.make();

    @TempDir
    Path folder;

    private StoredBackup backup;
    private byte[] content;

    @BeforeEach
    void itsOwnFileIsGone() throws IOException {
        backup = new StoredBackup(folder).directories("near", "far").made(300_000);
        backup.encryptedIn("near", Recipients.parse(pair.publicKey()));
        content = Files.readAllBytes(backup.file());
        Files.delete(backup.file());
    }

    @AfterEach
    void close() {
        backup.close();
    }

    @Test
    void isFetchedAsItLiesAndOpensByItsIdentity() throws IOException {
        for (int time = 0; time < 2; time++) {
            try (Identity identity = Identity.parse(pair.secretKey());
                    FoundCopy found = backup.find(identity, Work.UNWATCHED);
                    InputStream stream = DecryptedStream.open(Files.newInputStream(found.file()), identity)) {
                assertArrayEquals(content, stream.readAllBytes());
            }
        }
    }

    @Test
    void isPassedOverWithoutOne() {
        Fault fault = assertThrows(Fault.class, () -> backup.find(DecryptionKey.NONE, Work.UNWATCHED));
        assertEquals(ErrorCode.NO_GOOD_COPY, fault.code());
    }

    @Test
    void isSeenAsSuchBeforehandUnlessThereIsOneInClear() throws IOException {
        NearestLook look = backup.beans().get(NearestLook.class);
        NearestLook.Seen seen = look.at(backup.record());
        assertTrue(seen.sealed());
        assertTrue(seen.place().endsWith("near/" + StoredBackup.NAME + ".age"), seen.place());
        assertTrue(look.isSealed(backup.record()));
        backup.in("far");
        assertFalse(look.isSealed(backup.record()));
        assertTrue(look.at(backup.record()).place().endsWith("far/" + StoredBackup.NAME));
    }

    /** The copy is as good as before: another identity may open it. */
    @Test
    void isNotCalledDamagedWhenTheIdentityIsAnother() throws IOException {
        Identity other = Identity.parse(KeyPair.make().secretKey());
        Fault fault = assertThrows(Fault.class, () -> backup.find(other, Work.UNWATCHED));
        assertEquals(ErrorCode.NO_GOOD_COPY, fault.code());
        assertEquals(CopyState.GOOD, backup.copy("near").state());
        backup.in("far");
        try (FoundCopy found = backup.find(other, Work.UNWATCHED)) {
            assertArrayEquals(content, Files.readAllBytes(found.file()), "the next one is taken");
        }
    }
}
