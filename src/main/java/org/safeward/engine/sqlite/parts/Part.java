package org.safeward.engine.sqlite.parts;

import java.util.Optional;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * A table whose rows come back.
 *
 * @param backedUp as the backup declares it
 * @param live the table whose rows it replaces; empty when a copy is made
 * @param target the name of the table that gets the rows
 */
record Part(TableDeclaration backedUp, Optional<TableDeclaration> live, String target) {
    /** The staged database beside the live one, on the connection that brings rows over. */
    static final String STAGED = "staged";

    String targetTable() {
        return "main." + SqlNames.identifier(target);
    }

    String stagedTable() {
        return STAGED + "." + backedUp.identifier();
    }

    /** For people. */
    String shown() {
        return RawText.shown(target);
    }

    /** How its rows are read and compared on both sides: stored columns in one order, as they are stored. */
    TableShape compared() {
        return backedUp.shape().orElseThrow().undeclared();
    }
}
