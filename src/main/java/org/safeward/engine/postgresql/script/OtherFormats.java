package org.safeward.engine.postgresql.script;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Files that are easily taken for a plain SQL script and are none. */
public final class OtherFormats {
    private OtherFormats() {}

    /** By the first bytes. */
    public static void refuse(ScriptBytes bytes) throws IOException {
        if (bytes.startsWith("SQLite format 3\0".getBytes(US_ASCII))) {
            throw wrongEngine("SQLite");
        }
        if (bytes.startsWith("PGDMP".getBytes(US_ASCII))) {
            throw new Fault(ErrorCode.DUMP_NOT_PLAIN);
        }
    }

    /** By a comment that the writer put at its head. */
    public static void refuse(String comment) {
        if (comment.startsWith("-- Database Engine: sqlite")) {
            throw wrongEngine("SQLite");
        }
        if (comment.startsWith("-- MySQL dump") || comment.startsWith("-- MariaDB dump")) {
            throw wrongEngine("MySQL");
        }
    }

    /** By a statement that PostgreSQL does not have. */
    public static void refuse(ScriptStatement statement) {
        if (statement.firstWord().equals("pragma")) {
            throw wrongEngine("SQLite");
        }
    }

    private static Fault wrongEngine(String engine) {
        return new Fault(ErrorCode.WRONG_ENGINE, engine, "PostgreSQL");
    }
}
