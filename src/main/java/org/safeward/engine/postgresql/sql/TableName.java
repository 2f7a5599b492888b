package org.safeward.engine.postgresql.sql;

import java.util.regex.Pattern;

/**
 * A table's or sequence's name with its schema. Its text is quoted where it has to be, but never for being a keyword: those
 * differ from version to version, and a manifest is compared with databases of other versions.
 */
public record TableName(String schema, String name) implements Comparable<TableName> {
    private static final Pattern PLAIN = Pattern.compile("[a-z_][a-z0-9_]*");

    /** As manifests have it. */
    @Override
    public String toString() {
        return part(schema) + "." + part(name);
    }

    @Override
    public int compareTo(TableName other) {
        int schemas = schema.compareTo(other.schema);
        return schemas != 0 ? schemas : name.compareTo(other.name);
    }

    /** As SQL has it. */
    public String sql() {
        return quote(schema) + "." + quote(name);
    }

    /** Any identifier, safe inside SQL. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Any text, safe inside SQL whatever standard_conforming_strings is. */
    public static String literal(String text) {
        String doubled = text.replace("'", "''");
        return text.indexOf('\\') < 0 ? "'" + doubled + "'" : " E'" + doubled.replace("\\", "\\\\") + "'";
    }

    public static String part(String identifier) {
        return PLAIN.matcher(identifier).matches() ? identifier : quote(identifier);
    }
}
