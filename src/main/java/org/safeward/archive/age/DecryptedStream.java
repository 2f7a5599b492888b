package org.safeward.archive.age;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The content of an age file that comes as a stream. Each chunk is proven before a byte of it is given, and the end is told only after the last one was proven to be the last, with
 * nothing behind it: until then what was read may be the beginning of a file that was cut short. Faults arrive as {@link Fault} ENCRYPTED_*. Closing closes the source.
 *
 * <p>Chunks are opened on several threads where there are many; for that, the source is read ahead of what is given, by the memory of {@link RunsAtWork}.
 */
public final class DecryptedStream extends InputStream {
    private final InputStream source;
    private final RunsAtWork runs;
    private ChunkRun current;
    private int from;
    private long number;
    private int ahead;
    private byte aheadByte;
    private boolean sourceEnded;
    private boolean broken;
    private boolean closed;

    /** Opens a file that somebody else may have written. */
    public static DecryptedStream open(InputStream file, Identity identity) throws IOException {
        byte[] beginning = file.readNBytes(Header.MOST_BYTES);
        PayloadKey key = Header.open(beginning, identity);
        int header = key.header().length;
        InputStream rest = new ByteArrayInputStream(beginning, header, beginning.length - header);
        return new DecryptedStream(new SequenceInputStream(rest, file), key);
    }

    /** Opens the file that was written with this key, or whose key it is. */
    public static DecryptedStream open(InputStream file, PayloadKey key) throws IOException {
        if (!Arrays.equals(file.readNBytes(key.header().length), key.header())) {
            throw new Fault(ErrorCode.ENCRYPTED_DAMAGED);
        }
        return new DecryptedStream(file, key);
    }

    private DecryptedStream(InputStream payload, PayloadKey key) {
        this.source = payload;
        this.runs = new RunsAtWork(key);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (!hasBytes()) {
            return -1;
        }
        int bytes = Math.min(length, current.plainBytes - from);
        System.arraycopy(current.plain, from, target, offset, bytes);
        from += bytes;
        return bytes;
    }

    private boolean hasBytes() throws IOException {
        while (!closed && (current == null || from == current.plainBytes)) {
            requireUnbroken();
            if (sourceEnded && runs.isIdle()) {
                release();
                return false;
            }
            next();
        }
        return !closed;
    }

    /** Whoever reads again has to hear the same. */
    private void requireUnbroken() throws IOException {
        if (broken) {
            throw new IOException("an encrypted file could not be read on");
        }
        if (current != null && current.fault().isPresent()) {
            release();
            throw new Fault(current.fault().get());
        }
    }

    private void next() throws IOException {
        if (current != null) {
            runs.release(current);
            current = null;
        }
        broken = true;
        try {
            while (!sourceEnded && runs.hasFree()) {
                begin(runs.free());
            }
            current = runs.take();
            broken = false;
        } finally {
            if (broken) {
                // What was at work is lost: without it, the end of the source would look like the end of the file.
                release();
            }
        }
        from = 0;
    }

    /** There is nothing more to open. Not everybody closes what has come to its end. */
    private void release() {
        runs.close();
        from = 0;
    }

    /** One byte more than a run has is read: without it, the run is the last. */
    private void begin(ChunkRun run) throws IOException {
        run.sealed[0] = aheadByte;
        int bytes = ahead + source.readNBytes(run.sealed, ahead, run.sealed.length - ahead);
        sourceEnded = bytes < run.sealed.length;
        run.sealedBytes = Math.min(bytes, ChunkRun.SEALED);
        aheadByte = run.sealed[ChunkRun.SEALED];
        ahead = 1;
        long first = number;
        boolean last = sourceEnded;
        if (last && runs.isIdle()) {
            runs.doAtOnce(run, () -> run.open(first, true));
        } else {
            runs.begin(run, () -> run.open(first, last));
        }
        number += ChunkRun.PLAIN / Chunks.PLAIN;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        runs.close();
        source.close();
    }
}
