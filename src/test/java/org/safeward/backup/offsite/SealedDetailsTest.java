package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.manifest.CopyDetails;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.SignedManifest;

/** What a backup holds that was encrypted in the backup directory is for the same keys in a destination. */
class SealedDetailsTest {
    @TempDir
    Path folder;

    @Test
    void ofAFileThatWasEncryptedBeforeTheDetailsAreSealed() throws IOException {
        Path nas = Files.createDirectory(folder.resolve("nas"));
        KeyPair pair = KeyPair.make();
        Map<String, String> settings = Map.of(
                "safeward.backup.recipients", pair.publicKey(),
                "safeward.destinations", "nas",
                "safeward.destination.nas.url", nas.toUri().toString());
        try (CopiesByHand copies = new CopiesByHand(folder, settings)) {
            BackupRecord record = copies.backup("backup_1.sql.zip.age", 1000);

            copies.look();

            String name = "default-backup_1.sql.zip.age.manifest.json";
            CopyManifest manifest = SignedManifest.read(Files.readAllBytes(nas.resolve(name)), name)
                    .manifest();
            assertTrue(manifest.details().isEmpty());
            byte[] sealed = manifest.detailsAge().orElseThrow();
            try (Identity identity = Identity.parse(pair.secretKey());
                    DecryptedStream in = DecryptedStream.open(new ByteArrayInputStream(sealed), identity)) {
                CopyDetails details = CopyDetails.of(in.readAllBytes(), manifest.name());
                assertEquals(record.sha256(), details.sha256());
            }
        }
    }
}
