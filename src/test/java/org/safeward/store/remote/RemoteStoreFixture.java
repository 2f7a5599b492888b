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

/** A store for each test, and what tests of stores share. */
public abstract class RemoteStoreFixture {
    /** More bytes than any place takes in one piece in tests. */
    protected static final int SEVERAL_PIECES = 700_000;

    @TempDir
    protected Path folder;

    protected RemoteStore store;

    /** An empty one, which no other test uses. Closed by the contract. */
    protected abstract RemoteStore empty() throws Exception;

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

    protected String sha256(String name) throws IOException {
        return sha256(store, name);
    }

    public static String sha256(RemoteStore store, String name) throws IOException {
        try (InputStream in = store.open(name, 0)) {
            return Sha256.of(in);
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
