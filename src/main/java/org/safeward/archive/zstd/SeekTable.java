package org.safeward.archive.zstd;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Where each frame stands, as the "Zstandard Seekable Format" 0.1.0 has it: a skippable frame at the file's end, which tools that do not
 * know it pass over.
 */
public final class SeekTable {
    /** Skippable frames' magic numbers are sixteen; the format takes the one that ends in E. */
    static final int SKIPPABLE = 0x184D2A5E;

    /** The last four bytes of a file that has one, little-endian. */
    public static final int END = 0x8F92EAB1;

    static final int HEADER_BYTES = 8;
    static final int ENTRY_BYTES = 8;
    static final int FOOTER_BYTES = 9;

    private record Entry(int packed, int unpacked) {}

    private final List<Entry> entries = new ArrayList<>();

    /** The next frame. @param packed bytes of it in the file @param unpacked bytes of its content */
    public void add(int packed, int unpacked) {
        entries.add(new Entry(packed, unpacked));
    }

    /** The table as the frame that ends the file. */
    public ByteBuffer frame() {
        int content = entries.size() * ENTRY_BYTES + FOOTER_BYTES;
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + content).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(SKIPPABLE).putInt(content);
        entries.forEach(entry -> out.putInt(entry.packed()).putInt(entry.unpacked()));
        // No checksums beside the sizes: each frame has its own.
        return out.putInt(entries.size()).put((byte) 0).putInt(END).flip();
    }
}
