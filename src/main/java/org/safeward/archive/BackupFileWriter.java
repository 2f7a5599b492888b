package org.safeward.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ManifestLine;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.files.DiskFull;
import org.safeward.files.PrivateFile;

/**
 * Writes one backup file: {@link #create}, the content into {@link #sql}, then {@link #finish}. Closed without finish it leaves
 * an incomplete file, which every reader refuses and the caller removes.
 *
 * <p>Used by one thread. Full disks arrive as {@link org.safeward.fault.Fault} DISK_FULL, other errors as IOException; both may
 * come at a later write than the one whose bytes failed, at latest from finish.
 */
public final class BackupFileWriter implements Closeable {
    private final Path file;
    private final FileChannel channel;
    private final FileTarget target;
    private final ScriptKind kind;
    private final Framing framing;
    private final BlockPipeline pipeline;
    private final Content content;
    private boolean open = true;
    private boolean finishing;

    /** A file with an SQL script, compressed on all processors; otherwise as the other {@code create}. */
    public static BackupFileWriter create(Path file, BackupFormat format, int level) throws IOException {
        return create(file, format, ScriptKind.SQL, Compression.atLevel(level));
    }

    /** A file that is not encrypted; otherwise as the other {@code create}. */
    public static BackupFileWriter create(Path file, BackupFormat format, ScriptKind kind, Compression compression)
            throws IOException {
        return create(file, format, kind, compression, Optional.empty());
    }

    /**
     * Creates the file, which must not exist, with mode 0600.
     *
     * @param kind a snapshot only in {@link BackupFormat#ZSTD}
     * @param compression without meaning for {@link BackupFormat#SQL}
     * @param recipients for whom it is encrypted; empty for a file that is not
     */
    public static BackupFileWriter create(
            Path file, BackupFormat format, ScriptKind kind, Compression compression, Optional<Recipients> recipients)
            throws IOException {
        if (!kind.isText() && format != BackupFormat.ZSTD) {
            throw new IllegalArgumentException("a snapshot is packed in frames of zstd");
        }
        try {
            FileChannel channel = PrivateFile.create(file);
            try {
                FileTarget target = FileTarget.of(channel, recipients);
                Framing framing = switch (format) {
                    case SQL -> new PlainFraming(target);
                    case ZIP -> new ZipFraming(target, kind.entryName(), compression);
                    case ZSTD ->
                        kind.isText()
                                ? new ZstdFraming(target, compression)
                                : ZstdFraming.labelled(target, compression);
                };
                return new BackupFileWriter(file, channel, target, kind, framing);
            } catch (Throwable e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw DiskFull.otherwise(e, file);
        }
    }

    BackupFileWriter(Path file, FileChannel channel, FileTarget target, ScriptKind kind, Framing framing) {
        this.file = file;
        this.channel = channel;
        this.target = target;
        this.kind = kind;
        this.framing = framing;
        this.pipeline = new BlockPipeline(framing);
        this.content = new Content();
    }

    /**
     * Where the content goes, which begins with {@link ScriptKind#header}. Needs no buffering for large writes; closing it does
     * nothing.
     */
    public OutputStream sql() {
        return content;
    }

    /**
     * Makes the file whole: the manifest's line, the end of the ZIP or of the frames, then everything onto the disk. When this returns, the file
     * outlives a power cut. Called once; when it fails, the file is no backup.
     */
    public Manifest finish(ManifestDraft draft) throws IOException {
        content.requireHeader();
        if (finishing) {
            throw new IllegalStateException("the backup file " + file + " was finished before, or failed to be");
        }
        finishing = true;
        try {
            if (kind.isText() && pipeline.lastByte() != '\n') {
                content.write('\n');
            }
            long bytes = pipeline.bytes();
            Manifest manifest = draft.complete(bytes, pipeline.sha256());
            byte[] line = ManifestLine.write(manifest, kind);
            if (kind.isText()) {
                content.write(line);
            }
            long crc32 = pipeline.finish();
            if (!kind.isText()) {
                framing.label(line);
            }
            framing.end(crc32, pipeline.bytes(), manifest.createdAt());
            target.finish();
            channel.force(true);
            close();
            PrivateFile.forceDirectory(file.toAbsolutePath().getParent());
            return manifest;
        } catch (IOException e) {
            throw DiskFull.otherwise(e, file);
        }
    }

    /** Reads the file back, once it is finished; it is forgotten by whoever asked for it. */
    public DecryptionKey key() {
        return target.key();
    }

    /** Ends threads and closes the file. Safe to call again. */
    @Override
    public void close() throws IOException {
        open = false;
        pipeline.close();
        framing.close();
        target.close();
        channel.close();
    }

    private final class Content extends OutputStream {
        private final byte[] header = kind.header().getBytes(StandardCharsets.US_ASCII);
        private final byte[] beginning = new byte[header.length];

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (!open) {
                throw new IOException("the backup file " + file + " is closed");
            }
            if (pipeline.bytes() < header.length) {
                int at = (int) pipeline.bytes();
                System.arraycopy(source, offset, beginning, at, Math.min(length, header.length - at));
            }
            try {
                pipeline.give(source, offset, length);
            } catch (IOException e) {
                throw DiskFull.otherwise(e, file);
            }
        }

        /** A file without it could not be told from a foreign script when it was cut short. */
        private void requireHeader() {
            if (!Arrays.equals(header, beginning)) {
                throw new IllegalStateException("a backup has to begin with \"" + kind.header() + "\"");
            }
        }
    }
}
