package org.safeward.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.store.remote.s3.LockingS3;
import org.safeward.store.remote.s3.S3Server;

/** Backups of the catalog in a bucket that locks. */
class LockedCatalogTest {
    @TempDir
    Path folder;

    private LockingS3 server;
    private CopiesByHand installation;

    @BeforeEach
    void start() throws IOException {
        server = new LockingS3();
        installation = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "s3",
                        "safeward.destination.s3.url",
                        "s3://" + LockingS3.BUCKET + "/app",
                        "safeward.destination.s3.endpoint",
                        server.address().toString(),
                        "safeward.destination.s3.access-key",
                        "tester",
                        "safeward.destination.s3.secret-key",
                        S3Server.SECRET,
                        "safeward.destination.s3.recipients",
                        KeyPair.make().publicKey(),
                        "safeward.destination.s3.lock",
                        "30d"));
    }

    @AfterEach
    void close() {
        installation.close();
        server.close();
    }

    @Test
    void eachIsLockedWithItsManifestAndTheOldestGoWhenTheirLocksHaveEnded() throws Exception {
        for (int number = 0; number <= ForgetCatalogs.KEPT; number++) {
            installation.beans().get(BackUpCatalog.class).to(s3());
            installation.pass(Duration.ofSeconds(5));
        }
        int files = 2 * (ForgetCatalogs.KEPT + 1);
        assertEquals(files, server.bucket.lying().size());
        for (String key : server.bucket.lying()) {
            assertTrue(server.bucket.until(key).isPresent(), key);
        }

        installation.beans().get(ForgetCatalogs.class).old(s3());
        assertEquals(files, server.bucket.lying().size());
        server.bucket.ahead = Duration.ofDays(31);
        installation.beans().get(ForgetCatalogs.class).old(s3());
        assertEquals(files - 2, server.bucket.lying().size());
        assertEquals(0, server.bucket.markers());
    }

    private Destination s3() {
        return installation.beans().get(Destinations.class).get("s3");
    }
}
