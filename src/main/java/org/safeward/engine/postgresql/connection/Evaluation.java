package org.safeward.engine.postgresql.connection;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Settings of a database that its sessions of ours cannot keep, since they decide how a script's text is read, or since the driver breaks
 * off a session that writes dates in another style than ISO. What computes from rows runs under them all the same: they are set and taken
 * back within one call of the server, which tells the driver of settings only behind a call.
 *
 * @param settings by their names, in lower case; none when the session's are the database's
 * @param searchPath the database's, with which a script begins; empty for the session's
 */
public record Evaluation(Map<String, String> settings, Optional<String> searchPath) {
    static final Evaluation NONE = new Evaluation(Map.of(), Optional.empty());

    /**
     * Those that change no literal that a dump may hold: dates are in ISO's style, and intervals in that of postgres have a sign for each part
     * where it matters.
     */
    private static final Set<String> HARMLESS_TO_LITERALS = Set.of("datestyle", "intervalstyle");

    public Evaluation {
        settings = new LinkedHashMap<>(settings);
    }

    /** What is to be sent for a statement. The server takes one that ends its transaction neither so nor so. */
    public String of(ScriptStatement statement) {
        var bytes = statement.bytes();
        return bytes.isEmpty() ? of(statement.sql()) : of(statement, bytes.get());
    }

    /** Not as a literal, which backslashes and the driver's encoding would have a part in. */
    private String of(ScriptStatement statement, byte[] bytes) {
        String text =
                "pg_catalog.convert_from(pg_catalog.decode('" + HexFormat.of().formatHex(bytes) + "', 'hex'), "
                        + TableName.literal(statement.encoding().name()) + ")";
        var some = settingsFor(statement.sql());
        return some.isEmpty()
                ? "DO $safeward$ BEGIN EXECUTE " + text + "; END $safeward$"
                : under(some, "safeward", text);
    }

    public String of(String sql) {
        var some = settingsFor(sql);
        if (some.isEmpty()) {
            return sql;
        }
        String tag = tag(sql);
        return under(some, tag, "$" + tag + "s$" + sql + "$" + tag + "s$");
    }

    private Map<String, String> settingsFor(String sql) {
        if (settings.isEmpty()) {
            return settings;
        }
        var tokens = new SqlTokens(sql);
        if (tokens.accept("refresh", "materialized", "view")) {
            return settings;
        }
        if (evaluatesLiterals(tokens)) {
            var some = new LinkedHashMap<>(settings);
            some.keySet().retainAll(HARMLESS_TO_LITERALS);
            return some;
        }
        return Map.of();
    }

    private static boolean evaluatesLiterals(SqlTokens tokens) {
        if (tokens.accept("insert") || tokens.accept("update") || tokens.accept("delete")) {
            return true;
        }
        if (tokens.accept("alter", "table") || tokens.accept("alter", "domain")) {
            return true;
        }
        if (!tokens.accept("create")) {
            return false;
        }
        tokens.accept("unique");
        return tokens.accept("index") && !tokens.accept("concurrently") || tokens.accept("materialized", "view");
    }

    /** @param text an expression of the server that gives the statement */
    private static String under(Map<String, String> settings, String tag, String text) {
        var names = List.copyOf(settings.keySet());
        var were = new ArrayList<String>();
        var made = new ArrayList<String>();
        var takenBack = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            String name = TableName.literal(names.get(i));
            were.add("pg_catalog.current_setting(" + name + ")");
            made.add(call(name, TableName.literal(settings.get(names.get(i)))));
            takenBack.add(call(name, "were[" + (i + 1) + "]"));
        }
        return "DO $" + tag + "$ DECLARE were pg_catalog.text[] := ARRAY[" + String.join(", ", were)
                + "]; BEGIN PERFORM "
                + String.join(", ", made) + "; EXECUTE " + text + "; PERFORM "
                + String.join(", ", takenBack) + "; END $" + tag + "$";
    }

    /** Until the transaction ends, should the block not come to its own end. */
    private static String call(String name, String value) {
        return "pg_catalog.set_config(" + name + ", " + value + ", true)";
    }

    /** For dollar quotes around the statement: what it does not hold. */
    private static String tag(String sql) {
        String tag = "safeward";
        while (sql.contains(tag)) {
            tag += "_";
        }
        return tag;
    }
}
