package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What a variant says of itself for {@link RemoteStoreContract}, and what tests of stores share. */
public abstract class RemoteStoreFixture {
    /** More bytes than any place takes in one piece in tests. */
    protected static final int SEVERAL_PIECES = 700_000;

    @TempDir
    protected Path folder;

    protected RemoteStore store;

    /** An empty one, which no other test uses. Closed by the contract. */
    protected abstract RemoteStore empty() throws Exception;

    /** One whose directory or bucket does not exist. */
    protected abstract RemoteStore missing() throws Exception;

    /** Leaves in {@link #store} what a put leaves whose process was killed half-way. */
    protected abstract void killAPut() throws Exception;

    /** Changes a byte of a file in {@link #store}, behind its back; the size stays. */
    protected abstract void damage(String name) throws Exception;

    @BeforeEach
    protected void open() throws Exception {
        store = empty();
    }

    @AfterEach
    protected void close() {
        store.close();
    }

    protected List<String> names() throws IOException {
        return store.list().stream().map(StoredFile::name).toList();
    }

    protected byte[] read(String name, long from) throws IOException {
        try (InputStream in = store.open(name, from)) {
            return in.readAllBytes();
        }
    }

    /** The same content for the same size and seed. */
    protected WholeFile file(int size, int seed) throws IOException {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        Path path = folder.resolve(size + "-" + seed);
        Files.write(path, content);
        return WholeFile.read(path);
    }
}
