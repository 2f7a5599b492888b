package org.safeward.backup.offsite.lock;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.offsite.CopiesByHand;
import org.safeward.backup.offsite.again.ReadCopiesAgain;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.store.remote.s3.LockingS3;
import org.safeward.store.remote.s3.S3Server;

/** Copies by hand in a bucket with versions, which locks them if it is to. */
abstract class CopiesInABucket {
    static final String NAME = "backup_1.sql.zip";
    static final String KEY = "app/default-" + NAME;
    static final String MANIFEST = KEY + ".manifest.json";

    @TempDir
    Path folder;

    LockingS3 server;
    CopiesByHand copies;

    @BeforeEach
    void start() throws IOException {
        server = new LockingS3();
    }

    @AfterEach
    void close() {
        copies.close();
        server.close();
    }

    void open(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "safeward.destinations",
                "s3",
                "safeward.destination.s3.url",
                "s3://" + LockingS3.BUCKET + "/app",
                "safeward.destination.s3.endpoint",
                server.address().toString(),
                "safeward.destination.s3.access-key",
                "tester",
                "safeward.destination.s3.secret-key",
                S3Server.SECRET));
        settings.putAll(more);
        copies = new CopiesByHand(folder, settings);
    }

    void openLocked() {
        open(Map.of("safeward.destination.s3.lock", "30d"));
    }

    List<String> withoutProbes() {
        return server.bucket.lying().stream()
                .filter(key -> !key.contains("probe"))
                .toList();
    }

    List<ErrorCode> reasonsTold() {
        return copies.told.stream().map(told -> told.reason().code()).toList();
    }

    void again() {
        copies.beans().get(LockAgain.class).run(s3());
    }

    void readAgain() {
        copies.beans().get(ReadCopiesAgain.class).run(Duration.ofDays(30), () -> {});
    }

    Destination s3() {
        return copies.beans().get(Destinations.class).get("s3");
    }
}
