package org.safeward.store.remote.webdav;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.safeward.fixture.Waiting;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.RemoteStoreContract;

class WebDavStoreTest extends RemoteStoreContract {
    private static final Limits ONCE = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(20), 1, Duration.ZERO);

    private static ApacheServer server;

    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = new ApacheServer();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @Override
    protected RemoteStore empty() throws IOException {
        directory = server.newDirectory();
        return new WebDavStore(server.settings(directory, server.port()), ONCE);
    }

    @Override
    protected RemoteStore missing() {
        return new WebDavStore(server.settings(Path.of("missing"), server.port()), ONCE);
    }

    @Override
    protected void killAPut() throws IOException {
        Files.write(directory.resolve(DavPut.TEMPORARY + UUID.randomUUID()), new byte[5]);
    }

    @Override
    protected void damage(String name) throws IOException {
        byte[] content = Files.readAllBytes(directory.resolve(name));
        content[content.length / 2] ^= 1;
        Files.write(directory.resolve(name), content);
    }

    /** Java's client has no end of its own before Java 21: its thread that waits for connections ends when nobody has it any more. */
    @Test
    void aClosedStoreLeavesNoThread() throws IOException {
        long before = threads();
        for (int time = 0; time < 3; time++) {
            try (RemoteStore another = new WebDavStore(server.settings(directory, server.port()), ONCE)) {
                another.check();
                assertTrue(threads() > before);
            }
        }
        assertTrue(Waiting.until(Duration.ofSeconds(20), () -> {
            System.gc();
            return threads() <= before;
        }));
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith("safeward-webdav") || name.startsWith("HttpClient-"))
                .count();
    }
}
