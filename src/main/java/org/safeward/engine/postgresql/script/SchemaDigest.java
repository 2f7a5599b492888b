package org.safeward.engine.postgresql.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SequenceValue;

/**
 * Checksums of what a dump of pg_dump holds beside rows: the statements that make its schema, where its sequences stand, its large objects. In
 * no order, since pg_dump's own depends on oids.
 *
 * <p>The text of an object may change once when it is restored, although nothing about it has: the server writes some expressions another way
 * after it has read what it wrote. So a schema that is the same has the same checksum in two dumps of one database, and not always in one of
 * its copy.
 */
final class SchemaDigest {
    private static final Pattern OPEN = Pattern.compile("SELECT pg_catalog\\.lo_open\\('(\\d+)', \\d+\\)");
    private static final Pattern CREATE = Pattern.compile("SELECT pg_catalog\\.lo_create\\('(\\d+)'\\)");
    private static final String WRITE = "SELECT pg_catalog.lowrite(0, '\\x";
    private static final String CLOSE = "SELECT pg_catalog.lo_close(0)";

    private final RowDigest schema = new RowDigest();
    private final RowDigest sequences = new RowDigest();
    private final RowDigest largeObjects = new RowDigest();

    void statement(ScriptStatement statement) {
        switch (statement.firstWord()) {
            case "select" -> select(statement.sql());
            // How the script is read, and the removal of what it makes anew.
            case "set", "drop", "insert" -> {}
            default -> add(schema, statement.sql());
        }
    }

    private void select(String sql) {
        if (sql.startsWith(WRITE)) {
            // Pieces of one object: their border is the affair of pg_dump.
            byte[] hex =
                    sql.substring(WRITE.length(), sql.length() - "')".length()).getBytes(UTF_8);
            largeObjects.open(hex, 0, hex.length);
            return;
        }
        if (sql.equals(CLOSE)) {
            largeObjects.close();
            return;
        }
        var opened = OPEN.matcher(sql);
        if (opened.matches()) {
            byte[] oid = (opened.group(1) + ":").getBytes(UTF_8);
            largeObjects.open(oid, 0, oid.length);
            return;
        }
        if (CREATE.matcher(sql).matches()) {
            add(largeObjects, sql);
            return;
        }
        Optional<SequenceValue> value = SequenceValue.of(sql);
        value.ifPresent(known -> add(sequences, known.sequence().sql() + " " + known.last() + " " + known.called()));
    }

    private static void add(RowDigest digest, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        digest.add(bytes, 0, bytes.length);
    }

    /** By the names that a manifest's details have for them. */
    Map<String, String> details() {
        return Map.of(
                "digest_schema", schema.hex(),
                "digest_sequences", sequences.hex(),
                "digest_large_objects", largeObjects.hex());
    }
}
