package org.safeward.engine.sqlite.load;

import org.safeward.engine.sqlite.script.Statement;

/** What SQLite is given at once. */
public sealed interface Step permits Step.Sql, RowImage {

    /** Bytes of it on the heap. */
    int size();

    /** A statement as it stands in the script. */
    record Sql(Statement statement) implements Step {
        @Override
        public int size() {
            return statement.bytes().length;
        }
    }
}
