package org.safeward.archive.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * One pass over an unpacked backup file: gives its content on, splits the manifest off, and holds the one against the other.
 */
public final class ReadContent {
    private final ScriptKind kind;
    private final String name;
    private final Sha256 sha256 = new Sha256();
    private final byte[] header;
    private final byte[] beginning;
    private long bytes;

    /** What the pass has found. */
    public record Found(Optional<Manifest> manifest, long sqlBytes, String sqlSha256) {}

    /** @param name of the file, for messages */
    public ReadContent(ScriptKind kind, String name) {
        this.kind = kind;
        this.name = name;
        this.header = kind.header().getBytes(StandardCharsets.US_ASCII);
        this.beginning = new byte[header.length];
    }

    public Found pass(InputStream unpacked, OutputStream content) throws IOException {
        ManifestSplitter splitter = new ManifestSplitter(unpacked, kind);
        splitter.copyContent(new Watched(content));
        String sum = sha256.hex();
        Optional<byte[]> line = splitter.line();
        if (line.isEmpty()) {
            requireForeign();
            return new Found(Optional.empty(), bytes, sum);
        }
        if (line.get()[line.get().length - 1] != '\n') {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, name);
        }
        Manifest manifest = ManifestLine.read(line.get(), kind, bytes, sum, name);
        return new Found(Optional.of(manifest), bytes, sum);
    }

    /** Of a content that is no text. @param line of the manifest, which stands beside it */
    public Found passBeside(InputStream unpacked, OutputStream content, byte[] line) throws IOException {
        unpacked.transferTo(new Watched(content));
        String sum = sha256.hex();
        return new Found(Optional.of(ManifestLine.read(line, kind, bytes, sum, name)), bytes, sum);
    }

    /** What we have begun, even if only with some bytes of its header, has to have its manifest. */
    private void requireForeign() {
        if (bytes == 0) {
            throw new Fault(ErrorCode.FILE_EMPTY);
        }
        int known = (int) Math.min(bytes, header.length);
        // JSON is nobody's format but ours.
        if (kind == ScriptKind.JSON || Arrays.equals(beginning, 0, known, header, 0, known)) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, name);
        }
    }

    private final class Watched extends OutputStream {
        private final OutputStream content;
        private final YieldRegularly courtesy = new YieldRegularly();

        Watched(OutputStream content) {
            this.content = content;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            if (bytes < header.length) {
                int at = (int) bytes;
                System.arraycopy(source, offset, beginning, at, Math.min(length, header.length - at));
            }
            sha256.update(source, offset, length);
            courtesy.giveWay();
            bytes += length;
            content.write(source, offset, length);
        }
    }
}
