package org.safeward.engine.postgresql.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.RowDigest;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.Setting;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Counts what the statements of a script make: tables with the rows that COPY and INSERT bring, and sequences with their values;
 * and keeps what they need of the server.
 * Rows of {@code INSERT ... SELECT} and of {@code CREATE TABLE ... AS} are not known without running them and are not counted.
 */
public final class ScriptTally {
    private final Map<TableName, Counted> rows = new TreeMap<>();
    private final List<SequenceValue> sequences = new ArrayList<>();
    private final ScriptNeeds needs = new ScriptNeeds();
    private final SchemaDigest schemaDigest = new SchemaDigest();
    private String schema = "public";
    private TableName copied;
    private long total;
    private boolean announces;
    private ContentEncoding encoding = ContentEncoding.UTF8;

    /** The rows of one table: those of INSERT are only counted. */
    private static final class Counted {
        private final RowDigest copied = new RowDigest();
        private long rows;
        private boolean inserted;

        Manifest.Table of(TableName name) {
            return new Manifest.Table(name.toString(), rows, inserted ? null : copied.hex());
        }
    }

    /** In which the names of the statements to come are written. */
    public void encoding(ContentEncoding itsEncoding) {
        encoding = itsEncoding;
    }

    public ContentEncoding encoding() {
        return encoding;
    }

    /** @param making whether the script has begun to make something: what stands before, removes what may be there already */
    public void statement(ScriptStatement statement, boolean making) {
        needs.statement(statement);
        if (making) {
            schemaDigest.statement(statement);
        }
        switch (statement.firstWord()) {
            case "create" -> create(new SqlTokens(statement.sql()));
            case "copy" -> copy(statement);
            case "insert" -> insert(new SqlTokens(statement.sql()));
            case "select" -> SequenceValue.of(statement.sql()).ifPresent(sequences::add);
            case "set" ->
                Setting.of(statement.sql())
                        .filter(setting -> setting.name().equals("search_path"))
                        .ifPresent(setting -> schema = setting.value());
            default -> {}
        }
    }

    /** @param any whether the script, read to its end, announces an object as pg_dump does */
    public void announces(boolean any) {
        announces = any;
    }

    public boolean announces() {
        return announces;
    }

    /** What the rows of the COPY that came last are to be added to. */
    public RowDigest digest() {
        return rows.get(copied).copied;
    }

    /** The rows of the COPY that came last. */
    public void copiedRows(long count) {
        add(copied, count);
    }

    /** Checksums of what is not rows, as members of a manifest's details. */
    public Map<String, String> digests() {
        return schemaDigest.details();
    }

    /** By name, as the server lists them. */
    public List<Manifest.Table> tables() {
        return rows.entrySet().stream()
                .map(table -> table.getValue().of(table.getKey()))
                .toList();
    }

    public List<SequenceValue> sequences() {
        return sequences;
    }

    public ScriptNeeds needs() {
        return needs;
    }

    public long rowCount() {
        return total;
    }

    private void add(TableName table, long count) {
        rows.computeIfAbsent(table, name -> new Counted()).rows += count;
        total += count;
    }

    /** A partitioned table holds no rows itself, a temporary one does not stay: neither is counted. */
    private void create(SqlTokens tokens) {
        tokens.accept("create");
        tokens.accept("unlogged");
        if (!tokens.accept("table")) {
            return;
        }
        tokens.accept("if", "not", "exists");
        TableName table = tokens.qualifiedName(schema);
        while (tokens.next()) {
            if (tokens.depth() == 0 && tokens.is("partition") && tokens.accept("by")) {
                return;
            }
        }
        add(table, 0);
    }

    private void copy(ScriptStatement statement) {
        if (statement.copyData()) {
            copied = statement.copiedTable(schema);
            add(copied, 0);
        }
    }

    private void insert(SqlTokens tokens) {
        if (!tokens.accept("insert", "into")) {
            return;
        }
        TableName table = tokens.qualifiedName(schema);
        long count = 0;
        while (tokens.next() && !(tokens.depth() == 0 && tokens.is("values"))) {
            if (tokens.depth() == 0 && tokens.is("select")) {
                add(table, 0);
                rows.get(table).inserted = true;
                return;
            }
            count = tokens.is("default") ? 1 : 0;
        }
        while (tokens.next() && !tokens.is("on") && !tokens.is("returning")) {
            count += tokens.isSymbol('(') && tokens.depth() == 1 ? 1 : 0;
        }
        add(table, count);
        rows.get(table).inserted = true;
    }
}
