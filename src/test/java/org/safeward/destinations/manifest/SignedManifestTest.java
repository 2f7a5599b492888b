package org.safeward.destinations.manifest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.destinations.manifest.Samples.COPY;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Who vouches for a manifest, whatever is done to it on its way. */
class SignedManifestTest {
    private static final InstallationKey OURS = InstallationKey.create();
    private static final InstallationKey OTHER = InstallationKey.create();
    private static final Set<PublicKeyText> TRUSTED = Set.of(OURS.publicKey());

    private final byte[] signed = SignedManifest.write(Samples.manifest(), OURS);

    @Test
    void comesBackAsItWasWritten() {
        SignedManifest read = read(signed);
        assertEquals(Trust.SIGNED_BY_US, read.trust(TRUSTED));
        assertEquals(Samples.manifest(), read.manifest());
        assertEquals(Optional.of(OURS.publicKey()), read.installation());
    }

    @Test
    void detailsThatAreEncryptedComeBackToo() {
        byte[] age = {1, 2, 3, -4};
        CopyManifest manifest =
                CopyManifest.encrypted(COPY, CopyManifest.CATALOG, Samples.MOMENT, 7, Samples.sha256("c"), age);
        SignedManifest read = read(SignedManifest.write(manifest, OURS));
        assertTrue(read.manifest().isCatalog());
        assertEquals(Optional.empty(), read.manifest().details());
        assertArrayEquals(age, read.manifest().detailsAge().orElseThrow());
        assertEquals(Trust.SIGNED_BY_US, read.trust(TRUSTED));
    }

    @Test
    void noByteCanBeChanged() {
        for (int at = 0; at < signed.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                byte[] changed = signed.clone();
                changed[at] ^= (byte) (1 << bit);
                assertNotOurs(changed, at + " bit " + bit);
            }
        }
    }

    @Test
    void noByteCanBeTakenAwayOrPutIn() {
        for (int at = 0; at <= signed.length; at++) {
            String file = new String(signed, StandardCharsets.ISO_8859_1);
            assertNotOurs(latin(file.substring(0, at) + " " + file.substring(at)), "blank at " + at);
            if (at < signed.length) {
                assertNotOurs(latin(file.substring(0, at) + file.substring(at + 1)), "without " + at);
                assertNotOurs(latin(file.substring(0, at)), "cut at " + at);
            }
        }
    }

    @Test
    void anotherInstallationsKeyIsNotOurs() {
        SignedManifest read = read(SignedManifest.write(Samples.manifest(), OTHER));
        assertEquals(Trust.SIGNED_BY_OTHER, read.trust(TRUSTED));
        assertEquals(Trust.SIGNED_BY_US, read.trust(Set.of(OURS.publicKey(), OTHER.publicKey())));
    }

    /** Who writes his own manifest and names our key in it. */
    @Test
    void ourNameUnderAnothersSignatureIsBroken() {
        String forged = Samples.file(SignedManifest.write(Samples.manifest(), OTHER))
                .replace(OTHER.publicKey().hex(), OURS.publicKey().hex());
        assertEquals(Trust.BROKEN, read(Samples.bytes(forged)).trust(TRUSTED));
    }

    @Test
    void signaturesOfTwoFilesCannotBeSwapped() {
        String one = Samples.file(signed);
        String other = Samples.file(SignedManifest.write(Samples.manifest(COPY, "another content"), OURS));
        String swapped = one.substring(0, end(one)) + other.substring(end(other));
        assertEquals(Trust.BROKEN, read(Samples.bytes(swapped)).trust(TRUSTED));
    }

    @Test
    void withoutItsSignatureItIsUnsigned() {
        String file = Samples.file(signed);
        SignedManifest read = read(Samples.bytes(file.substring(0, end(file)) + "}\n"));
        assertEquals(Trust.UNSIGNED, read.trust(TRUSTED));
    }

    /** The copy was replaced by another one: the manifest of the old one says so by its size and SHA-256, and under another name it is none. */
    @Test
    void anOldManifestVouchesForNoOtherFile() {
        assertNotEquals(Samples.sha256("another"), read(signed).manifest().sha256());
        Fault fault = assertThrows(
                Fault.class, () -> SignedManifest.read(signed, CopyManifest.fileName("default-newer.sql.zip")));
        assertEquals(ErrorCode.COPY_MANIFEST_INVALID, fault.code());
    }

    /** Without the line that says for what it was, the signature is worth nothing: it cannot have been made for something else. */
    @Test
    void whatIsSignedSaysWhatItIsFor() {
        String file = Samples.file(signed);
        byte[] covered = Samples.bytes(file.substring(0, end(file)));
        byte[] signature = read(signed).signature().orElseThrow();
        assertFalse(OURS.publicKey().verifies(covered, signature));
    }

    private static int end(String file) {
        return file.lastIndexOf(",\"signature\"");
    }

    private static SignedManifest read(byte[] file) {
        return SignedManifest.read(file, CopyManifest.fileName(COPY));
    }

    private static byte[] latin(String file) {
        return file.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void assertNotOurs(byte[] changed, String where) {
        try {
            assertNotEquals(Trust.SIGNED_BY_US, read(changed).trust(TRUSTED), where);
        } catch (Fault refused) {
            assertTrue(refused.code().name().startsWith("COPY_MANIFEST_"), refused.code() + " " + where);
        }
    }
}
