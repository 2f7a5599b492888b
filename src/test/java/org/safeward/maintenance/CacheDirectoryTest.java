package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.store.SmallDisk;

/** Emptying a directory: all that is in it, and nothing else. */
@Timeout(120)
class CacheDirectoryTest {
    @TempDir
    Path folder;

    private Path cache;
    private Path precious;

    @BeforeEach
    void arrange() throws IOException {
        folder = folder.toRealPath();
        cache = Files.createDirectories(folder.resolve("cache"));
        precious = Files.createDirectories(folder.resolve("precious"));
        write(precious.resolve("data"), 100);
    }

    private static void write(Path file, int bytes) throws IOException {
        Files.createDirectories(file.getParent());
        Files.write(file, new byte[bytes]);
    }

    private static void assertEmpty(Path directory) throws IOException {
        try (Stream<Path> left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void removesEverythingAndStaysItself() throws IOException {
        write(cache.resolve("a"), 10);
        write(cache.resolve("b/c/d"), 20);
        write(cache.resolve(".hidden/with space/ü\n"), 30);
        Files.createDirectories(cache.resolve("empty/er"));
        CacheContent measured = CacheDirectory.of(cache).measure();
        assertEquals(List.of(60L, 3L), List.of(measured.bytes(), measured.files()));
        assertTrue(Files.exists(cache.resolve("b/c/d")));
        CacheContent content = CacheDirectory.of(cache).clear();
        assertEquals(List.of(60L, 3L), List.of(content.bytes(), content.files()));
        assertEquals(List.of(), content.kept());
        assertEmpty(cache);
    }

    @Test
    void removesLinksAndNotWhatTheyLeadTo() throws IOException {
        Files.createSymbolicLink(cache.resolve("to-folder"), precious);
        Files.createSymbolicLink(cache.resolve("to-file"), precious.resolve("data"));
        Files.createSymbolicLink(cache.resolve("to-above"), Path.of(".."));
        Files.createSymbolicLink(cache.resolve("to-itself"), cache);
        Files.createSymbolicLink(cache.resolve("to-nothing"), Path.of("nothing"));
        CacheContent content = CacheDirectory.of(cache).clear();
        assertEquals(List.of(0L, 5L), List.of(content.bytes(), content.files()));
        assertEmpty(cache);
        assertEquals(100, Files.size(precious.resolve("data")));
    }

    @Test
    void isMadeWhenItIsNotThereAndLookingMakesNothing() throws IOException {
        Path missing = folder.resolve("not/there");
        assertEquals(0, CacheDirectory.of(missing).measure().files());
        assertFalse(Files.exists(missing));
        CacheContent content = CacheDirectory.of(missing).clear();
        assertEquals(0, content.files());
        assertEquals(List.of(), content.kept());
        assertEmpty(missing);
    }

    @Test
    void isMadeAgainWhenItVanishesMeanwhile() throws IOException {
        CacheDirectory directory = CacheDirectory.of(cache);
        Files.delete(cache);
        assertEquals(List.of(), directory.clear().kept());
        assertEmpty(cache);
    }

    @Test
    void isNotFollowedWhenItBecomesALinkMeanwhile() throws IOException {
        CacheDirectory directory = CacheDirectory.of(cache);
        Files.delete(cache);
        Files.createSymbolicLink(cache, precious);
        assertEquals(List.of(cache), directory.clear().kept());
        assertTrue(Files.exists(precious.resolve("data")));
    }

    @Test
    void refusesALinkAndAFile() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), precious);
        assertEquals(
                "is a symbolic link",
                assertThrows(IOException.class, () -> CacheDirectory.of(link)).getMessage());
        Path file = precious.resolve("data");
        assertEquals(
                "is no directory",
                assertThrows(IOException.class, () -> CacheDirectory.of(file)).getMessage());
    }

    @Test
    void refusesWhatHoldsAMountPointOrIsOne() throws IOException {
        Path mount = cache.resolve("deep/a mount");
        try (SmallDisk disk = SmallDisk.on(mount, 1)) {
            write(disk.folder().resolve("theirs"), 10);
            for (Path path : List.of(cache, cache.resolve("deep"), mount)) {
                String refusal = assertThrows(IOException.class, () -> CacheDirectory.of(path))
                        .getMessage();
                assertEquals("holds the mount point " + mount, refusal);
            }
            assertEquals(0, CacheDirectory.of(cache.resolve("deepest")).clear().files());
        }
        assertEquals(0, CacheDirectory.of(cache).clear().files());
    }

    @Test
    void namesWhatCannotBeRemovedAndRemovesTheRest() throws IOException {
        CacheDirectory directory = CacheDirectory.of(cache);
        write(cache.resolve("a"), 10);
        write(cache.resolve("b/z"), 10);
        Path mount = cache.resolve("b/mounted meanwhile");
        try (SmallDisk disk = SmallDisk.on(mount, 1)) {
            CacheContent content = directory.clear();
            assertEquals(List.of(disk.folder()), content.kept());
            assertEquals(2, content.files());
        }
    }

    @Test
    void aTreeTooDeepIsNamedAndNoError() throws IOException {
        Path deep = cache;
        for (int i = 0; i < 250; i++) {
            deep = deep.resolve("d");
        }
        write(deep.resolve("file"), 1);
        write(cache.resolve("file"), 1);
        CacheContent content = CacheDirectory.of(cache).clear();
        assertEquals(1, content.kept().size());
        assertFalse(Files.exists(cache.resolve("file")));
    }

    @Test
    void severalAtOnceDoNotDisturbEachOther() throws Exception {
        for (int i = 0; i < 2000; i++) {
            write(cache.resolve(i % 20 + "/" + i), 5);
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<CompletableFuture<CacheContent>> all = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> {
                                try {
                                    return CacheDirectory.of(cache).clear();
                                } catch (IOException e) {
                                    throw new java.io.UncheckedIOException(e);
                                }
                            },
                            threads))
                    .limit(4)
                    .toList();
            long files = 0;
            for (CompletableFuture<CacheContent> one : all) {
                assertEquals(List.of(), one.get().kept());
                files += one.get().files();
            }
            assertEquals(2000, files);
            assertEmpty(cache);
        } finally {
            threads.shutdownNow();
        }
    }
}
