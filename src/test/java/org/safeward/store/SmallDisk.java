package org.safeward.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system in memory with room for a few megabytes, which can be filled up and made read-only. Mounting needs root, or a name space
 * of one's own: {@code unshare -Urm bin/test}.
 */
public final class SmallDisk implements AutoCloseable {
    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /** Mounted on this folder, which is made. */
    public static SmallDisk on(Path folder, int megabytes) throws IOException {
        Files.createDirectories(folder);
        run("mount", "-t", "tmpfs", "-o", "mode=0700,size=" + megabytes + "m", "tmpfs", folder.toString());
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Takes all room but these kilobytes. */
    public void leaveFree(int kilobytes) throws IOException {
        free();
        long bytes = Files.getFileStore(folder).getUsableSpace() - kilobytes * 1024L;
        Files.write(filling(), new byte[Math.toIntExact(bytes)]);
    }

    /** Gives the room back. */
    public void free() throws IOException {
        Files.deleteIfExists(filling());
    }

    public void readOnly(boolean yes) throws IOException {
        run("mount", "-o", "remount," + (yes ? "ro" : "rw"), folder.toString());
    }

    private Path filling() {
        return folder.resolve("filling");
    }

    @Override
    public void close() throws IOException {
        // Lazily: whoever still has a file open must not keep the test from tidying up.
        run("umount", "-l", folder.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(
                        "This test mounts small file systems, so it has to run as root or by \"unshare -Urm bin/test\"; "
                                + List.of(command) + ": " + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
