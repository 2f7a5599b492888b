package org.safeward.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.archive.content.ReadLimits;

/**
 * Not a test: {@code java org.safeward.archive.ArchiveSpeed [DIRECTORY]} writes and reads 512 MiB of SQL and prints MB/s beside
 * {@code gzip -6} of the same bytes. Seconds depend on the machine; compare the ratios.
 */
final class ArchiveSpeed {
    private static final int PIECES = 8;
    private static final byte[] PIECE = Samples.script(64 << 20, 1);
    private static final int WRITE = 64 * 1024;

    private ArchiveSpeed() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments.length > 0 ? arguments[0] : "/tmp"), "speed");
        Path file = directory.resolve("backup");
        try {
            double gzip = Double.MAX_VALUE;
            for (int round = 1; round <= 2; round++) {
                gzip = Math.min(gzip, gzip(file));
                report("gzip -6", gzip, gzip, Files.size(file));
                for (int level : new int[] {1, 3, 6}) {
                    Files.delete(file);
                    double seconds = write(file, BackupFormat.ZIP, level);
                    report("write zip level " + level, seconds, gzip, Files.size(file));
                    report("read zip level " + level, read(file), gzip, Files.size(file));
                }
                Files.delete(file);
                double seconds = write(file, BackupFormat.SQL, 0);
                report("write sql", seconds, gzip, Files.size(file));
                report("read sql", read(file), gzip, Files.size(file));
                Files.delete(file);
            }
        } finally {
            Files.deleteIfExists(file);
            Files.delete(directory);
        }
    }

    private static double write(Path file, BackupFormat format, int level) throws IOException {
        long start = System.nanoTime();
        try (BackupFileWriter writer = BackupFileWriter.create(file, format, level)) {
            writePieces(writer.sql());
            writer.finish(Samples.draft());
        }
        return seconds(start);
    }

    private static double read(Path file) throws IOException {
        long start = System.nanoTime();
        try (BackupFileReader reader = BackupFileReader.open(file, ReadLimits.NONE);
                InputStream sql = reader.sql()) {
            sql.transferTo(OutputStream.nullOutputStream());
        }
        return seconds(start);
    }

    private static double gzip(Path file) throws Exception {
        long start = System.nanoTime();
        Process gzip = new ProcessBuilder("gzip", "-6")
                .redirectOutput(file.toFile())
                .redirectError(Redirect.INHERIT)
                .start();
        try (OutputStream out = gzip.getOutputStream()) {
            writePieces(out);
        }
        gzip.waitFor();
        return seconds(start);
    }

    private static void writePieces(OutputStream out) throws IOException {
        for (int piece = 0; piece < PIECES; piece++) {
            for (int at = 0; at < PIECE.length; at += WRITE) {
                out.write(PIECE, at, Math.min(WRITE, PIECE.length - at));
            }
        }
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private static void report(String what, double seconds, double gzip, long bytes) {
        double megabytes = PIECES * (double) PIECE.length / 1e6;
        System.out.printf(
                "%-18s %6.2f s  %6.0f MB/s  %4.2f of gzip  file %6.1f MB%n",
                what, seconds, megabytes / seconds, seconds / gzip, bytes / 1e6);
    }
}
