package org.safeward.archive.parallel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.Samples;

/** That a block gives way while it is deflated must not show in the file: neither in its size nor from one run to the next. */
class BlockTest {
    private static final int LEVEL = 5;

    private final Deflater deflater = new Deflater(LEVEL, true);

    @AfterEach
    void free() {
        deflater.end();
    }

    private byte[] deflatedAtOnce(byte[] content, boolean last) {
        deflater.reset();
        deflater.setInput(content);
        if (last) {
            deflater.finish();
        }
        var deflated = new ByteArrayOutputStream();
        byte[] room = new byte[2 * Block.SIZE];
        deflated.write(room, 0, deflater.deflate(room, 0, room.length, last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH));
        return deflated.toByteArray();
    }

    private void assertSame(byte[] content) {
        for (boolean last : new boolean[] {false, true}) {
            var block = new Block(Block.SIZE);
            block.follow(null);
            block.take(content, 0, content.length);
            block.deflate(deflater, last);
            byte[] deflated =
                    Arrays.copyOfRange(block.packed().array(), 0, block.packed().limit());
            assertArrayEquals(deflatedAtOnce(content, last), deflated, content.length + " bytes, last: " + last);
        }
    }

    /** About the borders of the slices and of the block. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 16384, 100_000, Block.SIZE - 1, Block.SIZE})
    void deflatesInSlicesToWhatItDoesAtOnce(int length) {
        assertSame(Arrays.copyOf(Samples.script(Block.SIZE, 1), length));
    }

    /** What cannot be compressed grows, beyond the room that was meant for it. */
    @ParameterizedTest
    @ValueSource(ints = {8193, Block.SIZE})
    void deflatesRandomBytesInSlicesToWhatItDoesAtOnce(int length) {
        byte[] content = new byte[length];
        new Random(1).nextBytes(content);
        assertSame(content);
    }
}
