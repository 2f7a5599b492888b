package org.safeward.engine.sqlite.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.Statement;

/**
 * Makes images of the rows of long tables: from the third INSERT of the same head on. Each image costs a commit; a table that is short,
 * or of which each statement holds something that is not understood, goes as SQL.
 */
final class RowPacker {
    private static final int FIRST_AS_SQL = 2;
    private static final int MOST_AS_SQL = 1 << 16;

    private final RowRecord record = new RowRecord(TreePage.SIZE);

    /** Of the last statement; empty when that was no INSERT. */
    private byte[] head = {};

    private RowImage image;

    /** INSERTs of this head that go as SQL before it is tried; more after each that was not understood. */
    private int asSql = FIRST_AS_SQL;

    private int toGo;

    /** What can be run now, in the order of the script. */
    List<Step> take(Statement statement) {
        List<Step> ready = new ArrayList<>();
        boolean another = head.length > 0 && InsertHead.stands(head, statement.bytes(), 0);
        if (!another || image != null && image.isFull()) {
            end().ifPresent(ready::add);
        }
        if (!another) {
            begin(statement);
        }
        if (!isPacked(statement)) {
            end().ifPresent(ready::add);
            ready.add(new Step.Sql(statement));
        }
        return ready;
    }

    private void begin(Statement statement) {
        byte[] found = statement.complete() ? InsertHead.of(statement.bytes()) : new byte[0];
        // A name that is not UTF-8 needs a way of its own to SQLite.
        head = RawText.isRaw(RawText.of(found)) ? new byte[0] : found;
        asSql = FIRST_AS_SQL;
        toGo = asSql;
    }

    private boolean isPacked(Statement statement) {
        if (head.length == 0 || toGo > 0) {
            toGo--;
            return false;
        }
        if (image == null) {
            image = new RowImage(head, record);
        }
        boolean packed = statement.complete() && image.add(statement);
        if (!packed) {
            asSql = Math.min(MOST_AS_SQL, asSql * 4);
            toGo = asSql;
        }
        return packed;
    }

    /** The image that was begun, if there is one. */
    Optional<Step> end() {
        Optional<Step> begun =
                Optional.<Step>ofNullable(image).filter(i -> !image.statements().isEmpty());
        image = null;
        return begun;
    }
}
