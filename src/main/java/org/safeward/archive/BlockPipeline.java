package org.safeward.archive;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.safeward.archive.content.Sha256;
import org.safeward.archive.parallel.Block;
import org.safeward.archive.parallel.Compression;
import org.safeward.archive.parallel.NamedThreads;
import org.safeward.archive.parallel.YieldRegularly;

/**
 * Takes the content of a backup file from one thread, checksums it, has it encoded and writes it, all side by side: the
 * giving thread copies bytes into blocks, the framing's threads encode them, one more thread computes the checksums and writes
 * the blocks in their order.
 *
 * <p>Memory is bounded by the number of blocks: who gives faster than the disk or the processors take, waits for one to
 * become free. An error anywhere reaches the giving thread at its next call. One thread gives.
 */
final class BlockPipeline implements Closeable {
    /** Enough to keep every thread busy while others wait to be written; where fewer threads deflate, they are no loss. */
    private static final int BLOCKS = 2 * Compression.MOST_THREADS + 2;

    private final Framing framing;
    private final ExecutorService writer =
            Executors.newSingleThreadExecutor(NamedThreads.inBackground("safeward-write"));
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private Block current;
    private long bytes;
    private byte lastByte;

    // Touched by the writing thread only.
    private final CRC32 crc32 = new CRC32();
    private final Sha256 sha256 = new Sha256();
    private boolean sha256Taken;
    private final YieldRegularly courtesy = new YieldRegularly();

    private volatile Throwable failure;

    BlockPipeline(Framing framing) {
        this.framing = framing;
        for (int i = 1; i < BLOCKS; i++) {
            free.add(new Block(framing.blockBytes()));
        }
        current = new Block(framing.blockBytes());
        current.follow(null);
    }

    void give(byte[] source, int offset, int length) throws IOException {
        throwFailure();
        int given = 0;
        while (given < length) {
            given += current.take(source, offset + given, length - given);
            if (current.isFull()) {
                send(false);
            }
        }
        if (length > 0) {
            bytes += length;
            lastByte = source[offset + length - 1];
        }
    }

    long bytes() {
        return bytes;
    }

    /** The last byte given; 0 before the first. */
    byte lastByte() {
        return lastByte;
    }

    /** SHA-256 of all that was given. Later bytes are written, but belong to no SHA-256: called once. */
    String sha256() throws IOException {
        send(false);
        return await(writer.submit(() -> {
            sha256Taken = true;
            return sha256.hex();
        }));
    }

    /** Writes what is still under way, and the end of the encoding. Returns the CRC-32 of everything given. */
    long finish() throws IOException {
        send(true);
        return await(writer.submit(crc32::getValue));
    }

    private void send(boolean last) throws IOException {
        throwFailure();
        Block block = current;
        Future<?> encoded = framing.encode(block, last);
        writer.execute(() -> write(block, encoded));
        try {
            current = free.take();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
        throwFailure();
        // Nobody but this thread fills blocks, so the predecessor's bytes still stand, even in the very same block.
        current.follow(block);
    }

    private void write(Block block, Future<?> encoded) {
        try {
            // After a failure blocks are only passed on, so that the giving thread does not wait for ever.
            if (failure == null) {
                var data = block.data();
                if (!sha256Taken) {
                    sha256.update(data.array(), data.position(), data.remaining());
                }
                crc32.update(data);
                courtesy.giveWay();
                encoded.get();
                framing.write(block);
            }
        } catch (ExecutionException e) {
            failure = e.getCause();
        } catch (Throwable e) {
            failure = e;
        } finally {
            free.add(block);
        }
    }

    private <T> T await(Future<T> result) throws IOException {
        try {
            T value = result.get();
            throwFailure();
            return value;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw new IOException("a backup could not be written", e.getCause());
        }
    }

    /** Nobody knows any more what was sent: so no later call may go on as if nothing had happened. */
    private InterruptedIOException interrupted(InterruptedException cause) {
        failure = cause;
        Thread.currentThread().interrupt();
        return new InterruptedIOException("interrupted while writing a backup");
    }

    private void throwFailure() throws IOException {
        Throwable cause = failure;
        if (cause != null) {
            // A new exception for each call: it shows who was told, and its cause what had happened.
            throw new IOException("a backup could not be written: " + cause.getMessage(), cause);
        }
    }

    /** Ends the writing thread, whatever it is at. Does not end the framing. */
    @Override
    public void close() {
        NamedThreads.end(writer);
    }
}
