package org.safeward.store.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.SmallDisk;

class DirectoryStoreTest extends RemoteStoreContract {
    @Override
    protected RemoteStore empty() throws IOException {
        return new DirectoryStore(Files.createDirectories(directory()));
    }

    @Override
    protected RemoteStore missing() {
        return new DirectoryStore(folder.resolve("missing"));
    }

    @Override
    protected void killAPut() throws IOException {
        Files.write(directory().resolve(".safeward-put-0b7c"), new byte[5]);
    }

    @Override
    protected void damage(String name) throws IOException {
        byte[] content = Files.readAllBytes(directory().resolve(name));
        content[content.length / 2] ^= 1;
        Files.write(directory().resolve(name), content);
    }

    private Path directory() {
        return folder.resolve("place");
    }

    /** A name of a link or a directory is nobody's file, and is not written over. */
    @Test
    void linksAndDirectoriesAreNoFiles() throws IOException {
        Path target = Files.write(folder.resolve("elsewhere"), new byte[9]);
        Files.createSymbolicLink(directory().resolve("link.sql"), target);
        Files.createDirectory(directory().resolve("folder.sql"));

        assertEquals(List.of(), store.list());
        assertThrows(Fault.class, () -> store.put("link.sql", file(5, 1), Progress.NONE));
        assertThrows(Fault.class, () -> store.put("folder.sql", file(5, 1), Progress.NONE));
        assertEquals(9, Files.size(target));
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aNamedPipeIsNotWaitedFor() throws Exception {
        Path pipe = directory().resolve("pipe.sql");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        assertThrows(NoSuchFileException.class, () -> store.open("pipe.sql", 0));
        assertEquals(List.of(), store.list());
    }

    /** What has grown, or never ends, is found to be another file by one byte more. */
    @Test
    void noMoreIsReadOfAFileThanOneByteBehindItsSize() throws IOException {
        store.put("one.sql", file(1000, 1), Progress.NONE);
        for (int[] sizeAndRead : new int[][] {{10, 11}, {999, 1000}, {1000, 1000}, {2000, 1000}}) {
            try (InputStream in = new ResumedContent(store, "one.sql", sizeAndRead[0], position -> {})) {
                assertEquals(sizeAndRead[1], in.readAllBytes().length);
            }
        }
        try (InputStream in = new ResumedContent(store, "one.sql", 10, 7, position -> {})) {
            assertEquals(4, in.readAllBytes().length);
        }
    }

    @Test
    void discardsNothingButLeftovers() throws IOException {
        store.put("one.sql", file(5, 1), Progress.NONE);
        assertThrows(IllegalArgumentException.class, () -> store.discard(new Leftover("one.sql", null)));
        assertThrows(
                IllegalArgumentException.class, () -> store.discard(new Leftover(".safeward-put-/../one.sql", null)));
        assertEquals(List.of("one.sql"), names());
    }

    /** Its own marker, and what else is hidden there. */
    @Test
    void leavesOtherHiddenFilesAlone() throws IOException {
        Files.write(directory().resolve(".safeward.store"), new byte[5]);
        assertEquals(List.of(), store.list());
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    void aFileInThePlaceOfTheDirectoryIsToldAsMissing() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[1]);
        try (RemoteStore wrong = new DirectoryStore(file)) {
            Fault fault = assertThrows(Fault.class, wrong::check);
            assertEquals(ErrorCode.DESTINATION_MISSING, fault.code());
            assertTrue(fault.getMessage().contains(file.toString()), fault.getMessage());
        }
    }

    @Test
    void aDiskThatIsFullIsToldAsSuchAndNothingIsLeft() throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (SmallDisk disk = SmallDisk.on(folder.resolve("small"), 2);
                RemoteStore small = new DirectoryStore(disk.folder())) {
            disk.leaveFree(200);
            Fault fault = assertThrows(Fault.class, () -> small.put("one.sql", file, Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_FULL, fault.code(), fault.getMessage());
            assertEquals(List.of(), small.leftovers());
            assertEquals(
                    List.of("filling"),
                    small.list().stream().map(StoredFile::name).toList());

            disk.free();
            assertEquals(PutResult.PUBLISHED, small.put("one.sql", file, Progress.NONE));
        }
    }
}
