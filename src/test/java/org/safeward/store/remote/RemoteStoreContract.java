package org.safeward.store.remote;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What every place keeps, against real ones. */
public abstract class RemoteStoreContract extends RemoteStoreFixture {
    /** One whose directory or bucket does not exist. */
    protected abstract RemoteStore missing() throws Exception;

    /** Leaves in {@link #store} what a put leaves whose process was killed half-way. */
    protected abstract void killAPut() throws Exception;

    /** Changes a byte of a file in {@link #store}, behind its back; the size stays. */
    protected abstract void damage(String name) throws Exception;

    /** Whether the server can be tested for that: it is no fault of ours when a test server looks first and writes then. */
    protected boolean givesANameToOneOnly() {
        return true;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, SEVERAL_PIECES})
    void givesBackWhatWasPut(int size) throws IOException {
        WholeFile file = file(size, 1);
        List<Long> told = new ArrayList<>();

        assertEquals(PutResult.PUBLISHED, store.put("one.sql", file, told::add));

        StoredFile found = store.find("one.sql").orElseThrow();
        assertEquals("one.sql", found.name());
        assertEquals(size, found.size());
        assertTrue(Duration.between(found.modified(), Instant.now()).abs().toMinutes() < 2, found.toString());
        found.sha256().ifPresent(sha256 -> assertEquals(file.sha256(), sha256));
        assertEquals(List.of("one.sql"), names());
        assertEquals(size, store.list().get(0).size());
        assertArrayEquals(Files.readAllBytes(file.path()), read("one.sql", 0));
        assertEquals(size, told.stream().mapToLong(Long::longValue).max().orElse(0));
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    void aNameThatIsTakenKeepsItsFile() throws IOException {
        WholeFile first = file(1000, 1);
        store.put("one.sql", first, Progress.NONE);

        assertEquals(PutResult.TAKEN, store.put("one.sql", file(1000, 2), Progress.NONE));
        assertEquals(PutResult.TAKEN, store.put("one.sql", file(SEVERAL_PIECES, 2), Progress.NONE));

        assertArrayEquals(Files.readAllBytes(first.path()), read("one.sql", 0));
        assertEquals(List.of(), store.leftovers());
    }

    /** As when the answer to the first put was lost. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1000, SEVERAL_PIECES})
    void theSameFileAgainIsPresent(int size) throws IOException {
        store.put("one.sql", file(size, 1), Progress.NONE);
        assertEquals(PutResult.PRESENT, store.put("one.sql", file(size, 1), Progress.NONE));
        assertEquals(1, store.list().size());
    }

    @Test
    void ofManyWhoPutOneNameOneGetsIt() throws Exception {
        assumeTrue(givesANameToOneOnly());
        List<WholeFile> files = List.of(file(SEVERAL_PIECES, 1), file(9, 2), file(SEVERAL_PIECES, 3), file(11, 4));
        ExecutorService threads = Executors.newFixedThreadPool(files.size());
        try {
            List<Future<PutResult>> puts = new ArrayList<>();
            for (WholeFile file : files) {
                puts.add(threads.submit(() -> store.put("one.sql", file, Progress.NONE)));
            }
            List<PutResult> results = new ArrayList<>();
            for (Future<PutResult> put : puts) {
                results.add(put.get());
            }
            assertEquals(1, Collections.frequency(results, PutResult.PUBLISHED), results.toString());
            assertEquals(files.size() - 1, Collections.frequency(results, PutResult.TAKEN), results.toString());
            WholeFile winner = files.get(results.indexOf(PutResult.PUBLISHED));
            assertEquals(winner.sha256(), sha256("one.sql"));
            assertEquals(List.of(), store.leftovers());
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, SEVERAL_PIECES - 1, SEVERAL_PIECES})
    void readsFromAnyOffset(int from) throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        store.put("one.sql", file, Progress.NONE);
        byte[] all = Files.readAllBytes(file.path());
        assertArrayEquals(Arrays.copyOfRange(all, from, all.length), read("one.sql", from));
    }

    @Test
    void refusesAnOffsetOutsideOfTheFile() throws IOException {
        store.put("one.sql", file(1000, 1), Progress.NONE);
        assertThrows(IllegalArgumentException.class, () -> read("one.sql", 1001));
        assertThrows(IllegalArgumentException.class, () -> read("one.sql", -1));
    }

    @Test
    void aStreamMayBeClosedBeforeItsEnd() throws IOException {
        store.put("one.sql", file(SEVERAL_PIECES, 1), Progress.NONE);
        try (InputStream in = store.open("one.sql", 5)) {
            assertTrue(in.read() >= 0);
        }
        assertEquals(SEVERAL_PIECES, read("one.sql", 0).length);
    }

    @Test
    void whatIsNotThereIsToldAsSuch() throws IOException {
        assertEquals(Optional.empty(), store.find("one.sql"));
        assertThrows(NoSuchFileException.class, () -> read("one.sql", 0));
        assertEquals(List.of(), store.list());
        store.delete("one.sql");
    }

    @Test
    void removesOneFileAndNoOther() throws IOException {
        store.put("one.sql", file(10, 1), Progress.NONE);
        store.put("one.sql.zip", file(10, 2), Progress.NONE);
        store.delete("one.sql");
        assertEquals(Optional.empty(), store.find("one.sql"));
        assertEquals(List.of("one.sql.zip"), names());
        assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(10, 3), Progress.NONE));
    }

    @Test
    void keepsNamesOfAllKinds() throws IOException {
        List<String> odd = List.of(" a b ", "%2F+&=?#.sql", "'\"<>|*:;$~", "备份_2026.sql", "é");
        for (String name : odd) {
            assertEquals(PutResult.PUBLISHED, store.put(name, file(10, name.length()), Progress.NONE), name);
        }
        assertEquals(odd.stream().sorted().toList(), names());
        for (String name : odd) {
            assertEquals(10, store.find(name).orElseThrow().size(), name);
            assertEquals(10, read(name, 0).length, name);
            store.delete(name);
        }
        assertEquals(List.of(), names());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", ".hidden", "a/b", "../a", "a\\b", "a\nb", "a\u0000b", "\ud800"})
    void refusesNamesThatMightBeTakenForSomethingElse(String name) {
        assertThrows(IllegalArgumentException.class, () -> store.put(name, file(1, 1), Progress.NONE));
        assertThrows(IllegalArgumentException.class, () -> store.find(name));
        assertThrows(IllegalArgumentException.class, () -> store.open(name, 0));
        assertThrows(IllegalArgumentException.class, () -> store.delete(name));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, SEVERAL_PIECES})
    void aFileThatIsNotWhatWasSaidIsNotPublished(int size) throws IOException {
        WholeFile file = file(size, 1);
        WholeFile other = file(size, 2);
        for (WholeFile wrong : List.of(
                new WholeFile(file.path(), size, other.sha256()),
                new WholeFile(file.path(), size - 1, file.sha256()),
                new WholeFile(file.path(), size + 1, file.sha256()))) {
            Fault fault = assertThrows(Fault.class, () -> store.put("one.sql", wrong, Progress.NONE));
            assertEquals(ErrorCode.BACKUP_DAMAGED, fault.code());
            assertNothingThere();
        }
    }

    @Test
    void whoIsToldOfTheProgressCanEndIt() throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        assertThrows(
                IllegalStateException.class,
                () -> store.put("one.sql", file, bytes -> {
                    throw new IllegalStateException("enough");
                }));
        assertNothingThere();
        assertEquals(PutResult.PUBLISHED, store.put("one.sql", file, Progress.NONE));
    }

    @Test
    void anInterruptEndsIt() throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try {
            assertThrows(
                    InterruptedIOException.class,
                    () -> store.put(
                            "one.sql", file, bytes -> Thread.currentThread().interrupt()));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        }
        assertEquals(Optional.empty(), store.find("one.sql"));
    }

    @Test
    void whatAKilledPutLeftIsFoundAndRemoved() throws Exception {
        store.put("one.sql", file(10, 1), Progress.NONE);
        killAPut();

        assertEquals(List.of("one.sql"), names());
        List<Leftover> left = store.leftovers();
        assertEquals(1, left.size(), left.toString());
        assertTrue(Duration.between(left.get(0).since(), Instant.now()).abs().toMinutes() < 2, left.toString());

        store.discard(left.get(0));
        store.discard(left.get(0));
        assertEquals(List.of(), store.leftovers());
        assertEquals(List.of("one.sql"), names());
    }

    @Test
    void whoReadsBackFindsAChangedByte() throws Exception {
        WholeFile file = file(SEVERAL_PIECES, 1);
        store.put("one.sql", file, Progress.NONE);
        damage("one.sql");
        assertEquals(file.size(), store.find("one.sql").orElseThrow().size());
        try (InputStream in = store.open("one.sql", 0)) {
            assertNotEquals(file.sha256(), Sha256.of(in));
        }
    }

    @Test
    void aPlaceThatIsInOrderPassesItsCheckAndKeepsNothingOfIt() throws IOException {
        store.check();
        assertNothingThere();
        store.free().ifPresent(bytes -> assertTrue(bytes > 0));
        assertFalse(store.address().isBlank());
    }

    /** It must never look like an empty place. */
    @Test
    void aPlaceThatIsMissingIsToldAsSuch() throws Exception {
        WholeFile file = file(10, 1);
        try (RemoteStore missing = missing()) {
            assertMissing(missing::check);
            assertMissing(missing::list);
            assertMissing(() -> missing.find("one.sql"));
            assertMissing(missing::leftovers);
            assertMissing(() -> missing.put("one.sql", file, Progress.NONE));
            assertMissing(() -> missing.open("one.sql", 0).close());
        }
    }

    private static void assertMissing(org.junit.jupiter.api.function.Executable call) {
        assertEquals(
                ErrorCode.DESTINATION_MISSING, assertThrows(Fault.class, call).code());
    }

    private void assertNothingThere() throws IOException {
        assertEquals(Optional.empty(), store.find("one.sql"));
        assertEquals(List.of(), store.list());
        assertEquals(List.of(), store.leftovers());
    }
}
