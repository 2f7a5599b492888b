package org.safeward.engine.postgresql.sql;

import java.util.Optional;
import java.util.Set;

/**
 * Reads which object a statement names, in the words of {@link ObjectName}. The tokens stand before the kind of object, or before its name
 * where the kind is given. Names without a schema are in the one that the script has set.
 */
public final class ObjectTokens {
    private static final Set<String> ROUTINES = Set.of("function", "procedure", "aggregate", "routine");

    private final SqlTokens tokens;
    private final String schema;

    public ObjectTokens(SqlTokens tokens, String schema) {
        this.tokens = tokens;
        this.schema = schema;
    }

    /** Index, view and materialized view share their names with tables: which of them it is, the name does not say. */
    public static String relation(TableName name) {
        return ObjectName.of("relation", name);
    }

    /** After {@code COMMENT ON}, {@code ALTER} and the like: what is named next. Empty for what may never be left out. */
    public Optional<String> named() {
        tokens.next();
        if (tokens.is("materialized")) {
            tokens.next();
        }
        String kind = tokens.text();
        if (tokens.kind() != SqlTokens.Kind.WORD) {
            return Optional.empty();
        }
        if (ROUTINES.contains(kind)) {
            return Optional.of(routine());
        }
        return switch (kind) {
            case "index", "view", "table" -> Optional.of(relation(name()));
            case "column" -> Optional.of(columnsRelation());
            case "statistics" -> Optional.of(ObjectName.of(kind, name()));
            case "trigger", "rule", "constraint" -> part(kind);
            case "event" -> tokens.accept("trigger") ? Optional.of(eventTrigger()) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /** A name, which IF EXISTS, IF NOT EXISTS, ONLY and CONCURRENTLY may stand before. */
    public TableName name() {
        tokens.accept("concurrently");
        if (!tokens.accept("if", "not", "exists")) {
            tokens.accept("if", "exists");
        }
        tokens.accept("only");
        return tokens.qualifiedName(schema);
    }

    public String eventTrigger() {
        tokens.next();
        return "event trigger " + TableName.part(tokens.text());
    }

    /** {@code name(arguments)} without what tells routines of one name from each other no further: defaults and results. */
    public String routine() {
        var name = name();
        var arguments = new StringBuilder();
        var argument = new StringBuilder();
        boolean defaults = false;
        while (tokens.next()) {
            if (tokens.depth() == 0 || tokens.depth() == 1 && tokens.isSymbol(',')) {
                append(arguments, argument);
                defaults = false;
                if (tokens.depth() == 0) {
                    break;
                }
                continue;
            }
            boolean opens = tokens.depth() == 1 && tokens.isSymbol('(');
            defaults |= tokens.depth() == 1 && (tokens.is("default") || tokens.isSymbol('='));
            if (!opens && !defaults) {
                append(argument);
            }
        }
        return ObjectName.of("function", name, arguments.toString());
    }

    private void append(StringBuilder argument) {
        boolean word = tokens.isIdentifier();
        String text = tokens.kind() == SqlTokens.Kind.NAME ? TableName.part(tokens.text()) : tokens.text();
        boolean afterWord = argument.length() > 0 && argument.charAt(argument.length() - 1) != '.';
        argument.append(word && afterWord ? " " : "").append(text);
    }

    private static void append(StringBuilder arguments, StringBuilder argument) {
        if (argument.length() > 0 && !argument.toString().startsWith("out ")) {
            arguments.append(arguments.length() > 0 ? ", " : "").append(argument);
        }
        argument.setLength(0);
    }

    private String columnsRelation() {
        tokens.next();
        String first = tokens.text();
        tokens.acceptSymbol('.');
        tokens.next();
        String second = tokens.text();
        return relation(tokens.acceptSymbol('.') ? new TableName(first, second) : new TableName(schema, first));
    }

    private Optional<String> part(String kind) {
        tokens.next();
        String part = tokens.text();
        if (!tokens.accept("on")) {
            return Optional.empty();
        }
        return tokens.accept("domain")
                ? Optional.of("constraint " + TableName.part(part) + " on domain " + name())
                : Optional.of(ObjectName.of(kind, part, name()));
    }
}
