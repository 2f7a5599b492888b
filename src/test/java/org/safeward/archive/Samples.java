package org.safeward.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Backup files for the tests, and reading them. */
public final class Samples {
    public static final Instant MOMENT = Instant.parse("2026-02-03T04:05:06.789Z");
    public static final String HEADER = ScriptKind.SQL.header() + "\n";
    public static final int LEVEL = 3;

    private Samples() {}

    static ManifestDraft draft(Manifest.Table... tables) {
        return new ManifestDraft(
                "Safeward 1.0",
                "sqlite",
                "3.40.1",
                "default",
                MOMENT,
                List.of(tables),
                Map.of("encoding", "UTF-8", "page_size", "4096", "a", "b"));
    }

    /** A script of about so many bytes, which compresses about as well as real ones do. */
    public static byte[] script(int bytes, long seed) {
        Random random = new Random(seed);
        StringBuilder sql = new StringBuilder(HEADER);
        while (sql.length() < bytes) {
            sql.append("INSERT INTO \"t\" VALUES(").append(random.nextInt());
            sql.append(",'").append(Long.toString(random.nextLong(), 36)).append("');\n");
        }
        return sql.toString().getBytes(StandardCharsets.UTF_8);
    }

    static Manifest write(Path file, BackupFormat format, byte[] content) throws IOException {
        return write(file, format, content, new Random(1), content.length + 1);
    }

    /** Writes the content in pieces of random length. */
    static Manifest write(Path file, BackupFormat format, byte[] content, Random random, int longestPiece)
            throws IOException {
        try (BackupFileWriter writer = BackupFileWriter.create(file, format, LEVEL)) {
            OutputStream out = writer.sql();
            for (int at = 0; at < content.length; ) {
                int length = Math.min(content.length - at, random.nextInt(longestPiece));
                out.write(content, at, length);
                at += length;
            }
            return writer.finish(draft(new Manifest.Table("t", 1)));
        }
    }

    /** A ZIP of one entry with nothing of ours about it. */
    static Path foreignZip(Path file, String name, byte[] content) throws IOException {
        Files.write(file, new ForeignZip().add(name, content).bytes());
        return file;
    }

    public record Read(
            byte[] content, Optional<Manifest> manifest, long sqlBytes, String sqlSha256, String fileSha256) {}

    public static Read read(Path file) throws IOException {
        return read(file, ReadLimits.NONE);
    }

    public static Read read(Path file, ReadLimits limits) throws IOException {
        try (BackupFileReader reader = BackupFileReader.open(file, limits)) {
            ByteArrayOutputStream content = new ByteArrayOutputStream();
            InputStream sql = reader.sql();
            sql.transferTo(content);
            return new Read(
                    content.toByteArray(),
                    reader.manifest(),
                    reader.sqlBytes(),
                    reader.sqlSha256(),
                    reader.fileSha256());
        }
    }

    /** The code with which the file is refused; an error of the test when it is not. */
    public static ErrorCode refusal(Path file) throws IOException {
        return refusal(file, ReadLimits.NONE);
    }

    public static ErrorCode refusal(Path file, ReadLimits limits) throws IOException {
        try {
            read(file, limits);
        } catch (Fault e) {
            return e.code();
        }
        throw new AssertionError(file + " was accepted");
    }

    static byte[] rawDeflate(byte[] content) {
        Deflater deflater = new Deflater(6, true);
        try {
            deflater.setInput(content);
            deflater.finish();
            byte[] out = new byte[content.length + 100];
            return Arrays.copyOf(out, deflater.deflate(out));
        } finally {
            deflater.end();
        }
    }
}
