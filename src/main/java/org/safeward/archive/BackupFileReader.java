package org.safeward.archive;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.OtherFormat;
import org.safeward.archive.content.ReadContent;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.content.Sha256;
import org.safeward.archive.content.WideText;
import org.safeward.archive.parallel.ReadAhead;
import org.safeward.archive.zip.ChannelSlice;
import org.safeward.archive.zip.ZipDirectory;
import org.safeward.archive.zip.ZipInvalid;
import org.safeward.archive.zip.ZipMember;
import org.safeward.archive.zip.ZipMemberStream;
import org.safeward.archive.zip.ZipRecords;
import org.safeward.archive.zstd.SeekTable;
import org.safeward.archive.zstd.SnapshotFrames;
import org.safeward.archive.zstd.ZstdScript;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Reads one backup file, ours or another's, compressed or not: {@link #open}, then {@link #sql} to its end. Only who has seen the
 * end knows that the file is whole: until then every byte may still turn out to belong to a damaged one.
 *
 * <p>What kind of file it is, its content tells; the suffix does not count. Faults arrive from {@code open} or from the
 * stream's read as {@link Fault}: ENCRYPTED_*, FILE_*, DUMP_NOT_PLAIN, ZIP_*, BACKUP_TRUNCATED, BACKUP_DAMAGED, BACKUP_TOO_NEW. One thread uses it.
 *
 * <p>Scripts in UTF-16 and UTF-32 are read as UTF-8 ({@link WideText}).
 */
public final class BackupFileReader implements Closeable {
    private static final int BUFFER = 64 * 1024;

    private final OpenFile file;
    private final String name;
    private final BackupFormat format;
    private final ScriptKind kind;
    private final ReadLimits limits;
    private final Optional<ZipMember> member;
    private final Optional<SnapshotFrames> snapshot;
    private final Sha256 fileSha256 = new Sha256();
    private ReadAhead sql;

    // Set by the checking thread before it reports the end.
    private volatile Outcome outcome;

    private record Outcome(ReadContent.Found found, String fileSha256) {}

    /**
     * Opens the file and checks what can be known without reading all of it.
     *
     * @throws Fault FILE_EMPTY, ZIP_*
     * @throws java.nio.file.NoSuchFileException and other IOExceptions when the file cannot be read
     */
    public static BackupFileReader open(Path file, ReadLimits limits) throws IOException {
        return open(file, limits, DecryptionKey.NONE);
    }

    /** As the other one, for a file that may be encrypted; also ENCRYPTED_*. */
    public static BackupFileReader open(Path file, ReadLimits limits, DecryptionKey key) throws IOException {
        OpenFile open = OpenFile.open(file, key);
        try {
            return new BackupFileReader(open, String.valueOf(file.getFileName()), limits);
        } catch (Throwable e) {
            open.close();
            throw e;
        }
    }

    private BackupFileReader(OpenFile file, String name, ReadLimits limits) throws IOException {
        this.file = file;
        this.name = name;
        this.limits = limits;
        if (file.size() == 0) {
            throw new Fault(ErrorCode.FILE_EMPTY);
        }
        format = BackupFormat.of(new ChannelSlice(file::read, 0, file.size()).readNBytes(Integer.BYTES));
        member = format == BackupFormat.ZIP
                ? Optional.of(ZipDirectory.findScript(file::read, file.size()))
                : Optional.empty();
        snapshot = format == BackupFormat.ZSTD && SnapshotFrames.isOne(file::read, file.size())
                ? Optional.of(SnapshotFrames.of(file::read, file.size(), name))
                : Optional.empty();
        kind = switch (format) {
            case ZIP -> member.get().kind();
            case ZSTD -> snapshot.isPresent() ? ScriptKind.SNAPSHOT : kindOf(firstUnpacked());
            case SQL -> kindOf(byteAt(0));
        };
        if (format == BackupFormat.SQL) {
            requireNoPackedEnd();
        }
        if (member.isPresent()) {
            limits.check(file.size(), member.get().unpacked());
        }
    }

    private static ScriptKind kindOf(int first) {
        return first == '{' ? ScriptKind.JSON : ScriptKind.SQL;
    }

    private int firstUnpacked() throws IOException {
        try (ZstdScript script = frames(new ChannelSlice(file::read, 0, file.size()))) {
            return script.read();
        }
    }

    private ZstdScript frames(InputStream raw) throws IOException {
        return new ZstdScript(raw, file.size(), limits, name);
    }

    private int byteAt(long position) throws IOException {
        return new ChannelSlice(file::read, position, 1).read();
    }

    /** A packed file whose first bytes are damaged must not pass for a script. */
    private void requireNoPackedEnd() throws IOException {
        ZipInvalid.unless(intBeforeEnd(ZipRecords.END_BYTES) != ZipRecords.END, name);
        if (intBeforeEnd(Integer.BYTES) == SeekTable.END) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, name);
        }
    }

    /** Little-endian; 0 in a file that is shorter. */
    private int intBeforeEnd(int bytes) throws IOException {
        byte[] read =
                new ChannelSlice(file::read, Math.max(0, file.size() - bytes), Integer.BYTES).readNBytes(Integer.BYTES);
        return file.size() < bytes
                ? 0
                : ByteBuffer.wrap(read).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    public BackupFormat format() {
        return format;
    }

    /** By the entry's name in a ZIP, by the frames around those of a snapshot, else by the first byte of the script. */
    public ScriptKind kind() {
        return kind;
    }

    /**
     * Everything before the manifest's line, or of a snapshot its bytes. Ahead of the stream's reader one thread reads and unpacks the file, and a second
     * one checks it; they start with the first call and have ended when {@link #close} returns. The same stream each time;
     * closing it ends the threads too.
     */
    public InputStream sql() {
        if (sql == null) {
            sql = new ReadAhead("safeward-check", this::check);
        }
        return sql;
    }

    private void check(OutputStream content) throws IOException {
        try (ReadAhead unpacked = new ReadAhead("safeward-unpack", this::unpack)) {
            ReadContent read = new ReadContent(kind, name);
            ReadContent.Found found = snapshot.isPresent()
                    ? read.passBeside(unpacked, content, snapshot.get().manifestLine())
                    : read.pass(unpacked, content);
            snapshot.ifPresent(frames -> frames.requireUnpacked(found.sqlBytes(), name));
            outcome = new Outcome(found, fileSha256.hex());
        }
    }

    private void unpack(OutputStream unpacked) throws IOException {
        InputStream raw = file.content(fileSha256);
        try (InputStream source = switch (format) {
            case SQL -> raw;
            case ZIP -> new ZipMemberStream(raw, member.orElseThrow(), name);
            case ZSTD -> frames(raw);
        }) {
            if (!kind.isText()) {
                source.transferTo(unpacked);
                return;
            }
            byte[] beginning = source.readNBytes(OtherFormat.LOOK);
            Optional<WideText> wide = WideText.of(beginning);
            if (wide.isPresent()) {
                wide.get().copy(new SequenceInputStream(new ByteArrayInputStream(beginning), source), unpacked, name);
                return;
            }
            OtherFormat.refuse(beginning);
            unpacked.write(beginning);
            byte[] buffer = new byte[BUFFER];
            for (int read = source.read(buffer); read >= 0; read = source.read(buffer)) {
                unpacked.write(buffer, 0, read);
            }
        }
    }

    /** What the file says about itself, proven by its checksums; empty for a script that others wrote. */
    public Optional<Manifest> manifest() {
        return atEnd().found().manifest();
    }

    /** Bytes that {@link #sql} gave. */
    public long sqlBytes() {
        return atEnd().found().sqlBytes();
    }

    /** SHA-256 of the bytes that {@link #sql} gave, lower-case hex. */
    public String sqlSha256() {
        return atEnd().found().sqlSha256();
    }

    /** SHA-256 of the file as it is on disk, lower-case hex. */
    public String fileSha256() {
        return atEnd().fileSha256();
    }

    private Outcome atEnd() {
        if (sql == null || !sql.ended()) {
            throw new IllegalStateException("the backup file has not been read to its end");
        }
        return outcome;
    }

    /** Ends the threads and closes the file. Safe to call again; what was found at the end stays known. */
    @Override
    public void close() throws IOException {
        if (sql != null) {
            sql.close();
        }
        file.close();
    }
}
