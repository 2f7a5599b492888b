package org.safeward.engine.postgresql.load;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.ObjectTokens;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * An object that a restore may leave out when it cannot be made: nothing else needs it to keep its rows, types and rights. Everything else of
 * a script is never left out: tables, types, rows, sequences, policies, row security, grants and revokes.
 *
 * @param name what it is called, for people and for {@code skip}
 * @param handle the name under which other statements speak of it
 * @param on the handle of the relation that it belongs to; empty when it stands by itself
 */
public record ScriptObject(String name, String handle, String on) {
    private static final Pattern NAME = Pattern.compile(
            "(index|constraint|view|materialized view|trigger|event trigger|rule|statistics|function|procedure|aggregate) \\S.*",
            Pattern.DOTALL);

    /** Whether this could be the name of such an object. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /** What a statement makes, or fills; empty when that may not be left out, or is more than one thing. */
    static Optional<ScriptObject> madeBy(ScriptStatement statement, String schema) {
        var tokens = statement.tokens();
        return switch (statement.firstWord()) {
            case "create" -> created(tokens, new ObjectTokens(tokens, schema));
            case "alter" -> added(tokens, new ObjectTokens(tokens, schema));
            case "refresh" ->
                tokens.accept("refresh", "materialized", "view")
                        ? Optional.of(relation("materialized view", new ObjectTokens(tokens, schema).name()))
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<ScriptObject> created(SqlTokens tokens, ObjectTokens names) {
        tokens.accept("create");
        tokens.accept("or", "replace");
        tokens.accept("recursive");
        tokens.accept("unique");
        if (tokens.accept("event", "trigger")) {
            String name = names.eventTrigger();
            return Optional.of(new ScriptObject(name, name, ""));
        }
        if (tokens.accept("materialized", "view")) {
            return Optional.of(relation("materialized view", names.name()));
        }
        tokens.accept("constraint");
        tokens.next();
        String kind = tokens.kind() == SqlTokens.Kind.WORD ? tokens.text() : "";
        return switch (kind) {
            case "view" -> Optional.of(relation(kind, names.name()));
            case "index" -> index(tokens, names);
            case "trigger" -> part(tokens, names, kind, "on");
            case "rule" -> part(tokens, names, kind, "to");
            case "statistics" -> Optional.of(named(ObjectName.of(kind, names.name()), ""));
            case "function", "procedure", "aggregate" -> {
                String routine = names.routine();
                yield Optional.of(new ScriptObject(kind + routine.substring("function".length()), routine, ""));
            }
            default -> Optional.empty();
        };
    }

    private static Optional<ScriptObject> index(SqlTokens tokens, ObjectTokens names) {
        String index = names.name().name();
        if (!tokens.accept("on")) {
            return Optional.empty();
        }
        var table = names.name();
        var name = new TableName(table.schema(), index);
        return Optional.of(new ScriptObject(
                ObjectName.of("index", name), ObjectTokens.relation(name), ObjectTokens.relation(table)));
    }

    private static Optional<ScriptObject> part(SqlTokens tokens, ObjectTokens names, String kind, String before) {
        tokens.next();
        String part = tokens.text();
        while (tokens.next()) {
            if (tokens.depth() == 0 && tokens.is(before)) {
                var table = names.name();
                return Optional.of(named(ObjectName.of(kind, part, table), ObjectTokens.relation(table)));
            }
        }
        return Optional.empty();
    }

    /** {@code ALTER TABLE t ADD CONSTRAINT c}, and nothing else in the same statement. */
    private static Optional<ScriptObject> added(SqlTokens tokens, ObjectTokens names) {
        boolean domain = tokens.accept("alter", "domain");
        if (!domain && !tokens.accept("alter", "table")) {
            return Optional.empty();
        }
        var on = names.name();
        if (!tokens.accept("add", "constraint") || !tokens.next()) {
            return Optional.empty();
        }
        String part = tokens.text();
        while (tokens.next()) {
            if (tokens.depth() == 0 && tokens.isSymbol(',')) {
                return Optional.empty();
            }
        }
        return Optional.of(
                domain
                        ? named("constraint " + TableName.part(part) + " on domain " + on, "")
                        : named(ObjectName.of("constraint", part, on), ObjectTokens.relation(on)));
    }

    private static ScriptObject relation(String kind, TableName name) {
        return new ScriptObject(ObjectName.of(kind, name), ObjectTokens.relation(name), "");
    }

    private static ScriptObject named(String name, String on) {
        return new ScriptObject(name, name, on);
    }

    /** The handles of what a statement is about that makes nothing; empty when it is about several things or about something else. */
    static Set<String> about(ScriptStatement statement, String schema) {
        return Attached.to(statement, schema);
    }

    Set<String> handles() {
        // An index has the name of its constraint.
        boolean ofTable = name.startsWith("constraint ") && on.startsWith("relation ");
        return ofTable ? Set.of(handle, indexOf()) : Set.of(handle);
    }

    private String indexOf() {
        var tokens = new SqlTokens(name.substring("constraint ".length()));
        tokens.next();
        String index = tokens.text();
        tokens.accept("on");
        return ObjectTokens.relation(new TableName(tokens.qualifiedName("").schema(), index));
    }
}
