package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.RemoteStoreContract;

class SftpStoreTest extends RemoteStoreContract {
    private static OpenSshServer server;

    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = new OpenSshServer();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @Override
    protected RemoteStore empty() throws IOException {
        directory = server.newDirectory();
        return store(directory);
    }

    private static RemoteStore store(Path directory) {
        return new SftpStore(
                server.settings(directory, server.port()),
                new Limits(Duration.ofSeconds(10), Duration.ofSeconds(50), 1, Duration.ZERO));
    }

    @Override
    protected RemoteStore missing() throws IOException {
        return store(directory.resolve("missing"));
    }

    @Override
    protected void killAPut() throws IOException {
        Files.write(directory.resolve(SftpDirectory.TEMPORARY + UUID.randomUUID()), new byte[5]);
    }

    @Override
    protected void damage(String name) throws IOException {
        byte[] content = Files.readAllBytes(directory.resolve(name));
        content[content.length / 2] ^= 1;
        Files.write(directory.resolve(name), content);
    }
}
