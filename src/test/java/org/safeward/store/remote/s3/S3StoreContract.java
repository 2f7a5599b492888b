package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.Test;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Locking;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.RemoteStoreContract;
import org.safeward.store.remote.WholeFile;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** What every server of S3 keeps. */
abstract class S3StoreContract extends RemoteStoreContract {
    static final Limits BRIEF = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(20), 3, Duration.ofMillis(20));

    /** S3 takes no smaller ones but the last. */
    static final int PART_BYTES = 5 << 20;

    private static final int AT_ONCE_BYTES = 100_000;

    private final String prefix = "servers/" + UUID.randomUUID();

    abstract S3Server server();

    @Override
    protected RemoteStore empty() {
        return store(server().settings(prefix));
    }

    @Override
    protected RemoteStore missing() {
        return store(server().settings(server().address(), "no-such-bucket", prefix));
    }

    static S3Store store(S3Settings settings) {
        return new S3Store(
                settings, BRIEF, (SSLSocketFactory) SSLSocketFactory.getDefault(), AT_ONCE_BYTES, PART_BYTES);
    }

    @Override
    protected void killAPut() {
        client(s3 -> {
            String id = s3.createMultipartUpload(
                            begin -> begin.bucket(S3Server.BUCKET).key(key("two.sql")))
                    .uploadId();
            s3.uploadPart(
                    part -> part.bucket(S3Server.BUCKET)
                            .key(key("two.sql"))
                            .uploadId(id)
                            .partNumber(1),
                    RequestBody.fromBytes(new byte[1000]));
        });
    }

    @Override
    protected void damage(String name) throws IOException {
        byte[] content = read(name, 0);
        content[content.length / 2] ^= 1;
        client(s3 -> {
            var metadata = s3.headObject(head -> head.bucket(S3Server.BUCKET).key(key(name)))
                    .metadata();
            s3.putObject(
                    put -> put.bucket(S3Server.BUCKET).key(key(name)).metadata(metadata),
                    RequestBody.fromBytes(content));
        });
    }

    private String key(String name) {
        return prefix + "/" + name;
    }

    private interface Use {
        void of(S3Client s3);
    }

    private void client(Use use) {
        try (StallGuard.Watch watch = new StallGuard.Watch(BRIEF.stall());
                S3Client s3 = S3Connection.open(
                        server().settings(prefix), BRIEF, watch, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            use.of(s3);
        }
    }

    @Test
    void putsALargeFileInParts() throws IOException {
        WholeFile file = file(2 * PART_BYTES + 17, 1);
        List<Long> told = new ArrayList<>();
        assertEquals(PutResult.PUBLISHED, store.put("large.sql", file, told::add));
        assertEquals(file.size(), told.get(told.size() - 1));
        assertEquals(file.sha256(), sha256("large.sql"));
        assertEquals(17, read("large.sql", 2 * PART_BYTES).length);
        assertEquals(List.of(), store.leftovers());
    }

    /** Another database may have its backups below ours, or beside it with a name that begins the same. */
    @Test
    void seesNothingOfOtherPrefixes() throws IOException {
        for (String other : List.of(prefix + "/deeper", prefix + "-beside")) {
            try (RemoteStore beside = store(server().settings(other))) {
                beside.put("one.sql", file(5, 1), Progress.NONE);
            }
        }
        killAPutBeside();
        assertEquals(List.of(), store.list());
        assertEquals(List.of(), store.leftovers());
    }

    private void killAPutBeside() {
        client(s3 ->
                s3.createMultipartUpload(begin -> begin.bucket(S3Server.BUCKET).key(prefix + "/deeper/two.sql")));
    }

    @Test
    void discardsNothingButLeftovers() throws IOException {
        store.put("one.sql", file(5, 1), Progress.NONE);
        assertThrows(IllegalArgumentException.class, () -> store.discard(new Leftover("one.sql", null)));
        assertEquals(List.of("one.sql"), names());
    }

    /** S3Proxy refuses, S3Mock takes a retention and does not give it back. */
    @Test
    void aServerWithoutLocksIsFoundOutAndKeepsNothing() throws IOException {
        WholeFile file = file(5, 1);
        store.put("one.sql", file, Progress.NONE);
        Locking locking = store.locking().orElseThrow();
        Instant until = Instant.now().plus(Duration.ofDays(30));
        Optional<String> version = locking.version("one.sql", file);
        Fault fault =
                assertThrows(Fault.class, () -> locking.lock("one.sql", version, until, FileLock.Mode.GOVERNANCE));
        assertEquals(ErrorCode.DESTINATION_UNLOCKED, fault.code());
        assertEquals(Optional.empty(), store.delete("one.sql"));
        assertEquals(List.of(), store.list());
    }

    @Test
    void tellsNobodyTheSecret() {
        assertFalse(store.address().contains(S3Server.SECRET));
        assertFalse(server().settings(prefix).toString().contains(S3Server.SECRET));
    }
}
