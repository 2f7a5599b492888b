package org.safeward.archive.zip;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** A part of a file as a stream, which is read by positions alone and not closed. */
public final class ChannelSlice extends InputStream {
    private final Positioned file;
    private final long end;
    private long position;

    /** As {@link java.nio.channels.FileChannel#read(ByteBuffer, long)}. */
    @FunctionalInterface
    public interface Positioned {
        int read(ByteBuffer target, long position) throws IOException;
    }

    public ChannelSlice(Positioned file, long start, long bytes) {
        this.file = file;
        this.position = start;
        this.end = start + bytes;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (position >= end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int read = file.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (read > 0) {
            position += read;
        }
        return read;
    }
}
