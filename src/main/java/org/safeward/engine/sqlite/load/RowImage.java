package org.safeward.engine.sqlite.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.StringJoiner;
import org.safeward.engine.sqlite.script.Statement;

/**
 * A database file (https://www.sqlite.org/fileformat.html) with the rows of some statements in its one table, whose columns have no types
 * and are called {@code c0}, {@code c1} and so on; its row ids count from 1. The first page has the schema, the second is the root of the table,
 * the others are its leaves.
 */
public final class RowImage implements Step {
    /** The name of its table. */
    public static final String TABLE = "safeward_rows";

    /** https://www.sqlite.org/fileformat.html#the_database_header */
    static final int FILE_HEADER = 100;

    private static final int SCHEMA_PAGE = 1;
    private static final int ROOT_PAGE = 2;
    private static final int FIRST_LEAF = 3;
    private static final int PAGES = 24;

    /** Room for the rows of one more statement of a dump, whatever part of the pages they leave empty. */
    private static final int PAGES_OF_STATEMENT = 8;

    /** @param bytes of the statement @param first row id of its rows @param last likewise */
    public record Rows(long statement, int bytes, long first, long last) {}

    private final byte[] file = new byte[PAGES * TreePage.SIZE];
    private final byte[] head;
    private final RowRecord record;
    private final List<Rows> statements = new ArrayList<>();

    /** The last row id of each leaf but the last one. */
    private final List<Long> lastRows = new ArrayList<>();

    private TreePage leaf = TreePage.leaf(file, FIRST_LEAF);
    private long rows;
    private int columns;

    /** @param head of all statements, up to and with VALUES and a line end */
    RowImage(byte[] head, RowRecord record) {
        this.head = head;
        this.record = record;
    }

    /**
     * Takes the rows of a statement.
     *
     * @return false when not all of it is understood, or there is no room: then it is not one of {@link #statements}, and the image takes no more
     */
    boolean add(Statement statement) {
        RowLiterals literals = new RowLiterals(statement.bytes(), head.length, record);
        long first = rows + 1;
        do {
            if (!literals.row() || !append()) {
                return false;
            }
        } while (literals.another());
        if (!literals.ended()) {
            return false;
        }
        statements.add(new Rows(statement.number(), statement.bytes().length, first, rows));
        return true;
    }

    private boolean append() {
        columns = columns == 0 ? record.values() : columns;
        if (columns != record.values()) {
            return false;
        }
        if (!leaf.add(rows + 1, record)) {
            int next = FIRST_LEAF + lastRows.size() + 1;
            if (next > PAGES) {
                return false;
            }
            lastRows.add(rows);
            leaf = TreePage.leaf(file, next);
            if (!leaf.add(rows + 1, record)) {
                return false;
            }
        }
        rows++;
        return true;
    }

    boolean isFull() {
        return FIRST_LEAF + lastRows.size() + PAGES_OF_STATEMENT > PAGES;
    }

    /** In the order of the script. */
    public List<Rows> statements() {
        return statements;
    }

    /** The beginning of the INSERT, up to the list of its columns. */
    public String insert() {
        return new String(head, 0, head.length - InsertHead.VALUES.length, StandardCharsets.UTF_8);
    }

    /** The columns of its table, in the order of the statements' values. */
    public String columns() {
        StringJoiner names = new StringJoiner(",");
        for (int i = 0; i < columns; i++) {
            names.add("c" + i);
        }
        return names.toString();
    }

    @Override
    public int size() {
        return pages() * TreePage.SIZE;
    }

    private int pages() {
        return FIRST_LEAF + lastRows.size();
    }

    /** The file. */
    public byte[] bytes() {
        fileHeader();
        schema();
        // Without a second leaf the root has no cell, which SQLite takes for damage; then the leaf is the root itself.
        int root = ROOT_PAGE;
        if (lastRows.isEmpty()) {
            System.arraycopy(file, ROOT_PAGE * TreePage.SIZE, file, TreePage.SIZE, TreePage.SIZE);
        } else {
            TreePage interior = TreePage.interior(file, root, pages());
            for (int i = 0; i < lastRows.size(); i++) {
                interior.addChild(FIRST_LEAF + i, lastRows.get(i));
            }
        }
        return Arrays.copyOf(file, size());
    }

    private void fileHeader() {
        ByteBuffer header = ByteBuffer.wrap(file);
        header.put("SQLite format 3\0".getBytes(StandardCharsets.US_ASCII));
        // The page size 65,536 is written as 1; rollback journal; fixed fractions of payload.
        header.putShort((short) 1).put(new byte[] {1, 1, 0, 64, 32, 32});
        int changes = 1;
        header.putInt(changes).putInt(pages());
        // No free pages; schema cookie, schema format, cache size, auto-vacuum, UTF-8.
        header.putInt(0).putInt(0).putInt(1).putInt(4).putInt(0).putInt(0).putInt(1);
        header.putInt(92, changes).putInt(96, 3_054_001);
    }

    private void schema() {
        byte[] sql = ("CREATE TABLE " + TABLE + "(" + columns() + ")").getBytes(StandardCharsets.US_ASCII);
        RowRecord row = new RowRecord(TreePage.SIZE / 2);
        text(row, "table".getBytes(StandardCharsets.US_ASCII));
        text(row, TABLE.getBytes(StandardCharsets.US_ASCII));
        text(row, TABLE.getBytes(StandardCharsets.US_ASCII));
        row.addInteger(ROOT_PAGE);
        text(row, sql);
        TreePage.leaf(file, SCHEMA_PAGE).add(1, row);
    }

    private static void text(RowRecord row, byte[] text) {
        row.begin();
        row.append(text, 0, text.length);
        row.endText();
    }
}
