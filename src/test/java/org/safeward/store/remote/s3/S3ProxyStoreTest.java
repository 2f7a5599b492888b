package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StoredFile;
import org.safeward.store.remote.WholeFile;

class S3ProxyStoreTest extends S3StoreContract {
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.s3proxy("aws-v2-or-v4");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Server server() {
        return server;
    }

    /** More than S3 gives in one answer. */
    @Test
    void listsThousands() throws IOException {
        server.makeObjects("many", 2001);
        try (RemoteStore many = store(server.settings("many"))) {
            List<String> names = many.list().stream().map(StoredFile::name).toList();
            assertEquals(2001, names.size());
            assertEquals("0000.sql", names.get(0));
            assertEquals("2000.sql", names.get(2000));
        }
    }

    /** As some servers do, which overwrite silently: then we look, at last before the parts become an object. */
    @Test
    void aServerThatDoesNotHeedTheConditionIsFoundOut() throws IOException {
        WholeFile theirs = file(10, 2);
        // The header is signed: who is to see another one must not look at signatures.
        try (S3Server trusting = S3Server.s3proxy("none");
                FaultyWire wire = new FaultyWire(trusting.port());
                RemoteStore heedless = store(trusting.settings(
                        URI.create("http://127.0.0.1:" + wire.port()), S3Server.BUCKET, "heedless"))) {
            wire.replace("If-None-Match", "X-Unheard-One");
            AtomicReference<PutResult> others = new AtomicReference<>();
            PutResult ours = heedless.put("one.sql", file(SEVERAL_PIECES, 1), bytes -> {
                if (others.get() == null) {
                    others.set(PutResult.TAKEN);
                    others.set(put(heedless, theirs));
                }
            });
            assertEquals(PutResult.PUBLISHED, others.get());
            assertEquals(PutResult.TAKEN, ours);
            assertEquals(theirs.sha256(), sha256(heedless, "one.sql"));
            assertEquals(List.of(), heedless.leftovers());
        }
    }

    private static PutResult put(RemoteStore store, WholeFile file) {
        try {
            return store.put("one.sql", file, Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In parts of their usual size, by a JVM of its own. */
    @Test
    void putsAndReadsALargeFileWithLittleMemory() throws Exception {
        Path file = folder.resolve("large.sql");
        LittleMemory.write(file, 200);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LittleMemory.class.getName(),
                        server.address().toString(),
                        S3Server.SECRET,
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), said);
            assertTrue(said.endsWith("PUBLISHED, the same came back\n"), said);
        } finally {
            process.destroyForcibly();
        }
    }
}
