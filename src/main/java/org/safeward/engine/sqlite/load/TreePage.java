package org.safeward.engine.sqlite.load;

import java.nio.ByteBuffer;

/**
 * A page of a table's b-tree (https://www.sqlite.org/fileformat.html#b_tree_pages) in the image of a file: its header, pointers to the
 * cells from the front, the cells from the back.
 */
final class TreePage {
    /** Bytes; the largest that SQLite knows. */
    static final int SIZE = 65_536;

    /** The largest record that needs no overflow pages: the usable size less 35. */
    static final int MOST_PAYLOAD = SIZE - 35;

    private static final int LEAF = 13;
    private static final int INTERIOR = 5;
    private static final int LEAF_HEADER = 8;
    private static final int INTERIOR_HEADER = 12;
    private static final int POINTER = 2;

    private final ByteBuffer file;
    private final int page;
    private final int header;
    private final int headerBytes;
    private int cells;
    private int content = SIZE;

    private TreePage(byte[] file, int number, int kind) {
        this.file = ByteBuffer.wrap(file);
        this.page = (number - 1) * SIZE;
        // The first page begins with the header of the file.
        this.header = page + (number == 1 ? RowImage.FILE_HEADER : 0);
        this.headerBytes = kind == LEAF ? LEAF_HEADER : INTERIOR_HEADER;
        this.file.put(header, (byte) kind);
    }

    /** @param number counted from 1 */
    static TreePage leaf(byte[] file, int number) {
        return new TreePage(file, number, LEAF);
    }

    /** @param last page of the rows behind those of all cells */
    static TreePage interior(byte[] file, int number, int last) {
        TreePage page = new TreePage(file, number, INTERIOR);
        page.file.putInt(page.header + LEAF_HEADER, last);
        return page;
    }

    /** @return false when there is no room */
    boolean add(long rowid, RowRecord record) {
        int payload = record.size();
        int size = Varint.size(payload) + Varint.size(rowid) + payload;
        if (payload > MOST_PAYLOAD || !reserve(size)) {
            return false;
        }
        int at = Varint.write(file.array(), page + content, payload);
        record.write(file.array(), Varint.write(file.array(), at, rowid));
        return true;
    }

    /** @param rowid the last one of the child */
    void addChild(int child, long rowid) {
        if (!reserve(Integer.BYTES + Varint.size(rowid))) {
            throw new IllegalStateException("an image has too many pages");
        }
        file.putInt(page + content, child);
        Varint.write(file.array(), page + content + Integer.BYTES, rowid);
    }

    private boolean reserve(int size) {
        int pointer = header + headerBytes + POINTER * cells;
        if (page + content - size < pointer + POINTER) {
            return false;
        }
        content -= size;
        cells++;
        file.putShort(pointer, (short) content);
        file.putShort(header + 3, (short) cells);
        file.putShort(header + 5, (short) content);
        return true;
    }
}
