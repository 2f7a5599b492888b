package org.safeward.engine.postgresql.connection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * The settings of every session that we open, whatever the server's file, the database and the role say: those that would end it or turn it into
 * another's, and those that decide what a text means. docs/operations.md has the table.
 */
public final class OurSettings {
    /** Limits and modes that are made for an application's sessions. They hold for none of ours, and never while something is restored. */
    private static final Map<String, String> WORKING = ordered(
            // Its last place is what keeps a script's temporary objects from being taken for the catalogs.
            "search_path", "pg_catalog, pg_temp",
            "role", "none",
            "statement_timeout", "0",
            "lock_timeout", "0",
            "idle_in_transaction_session_timeout", "0",
            "idle_session_timeout", "0",
            "tcp_keepalives_idle", "0",
            "tcp_keepalives_interval", "0",
            "tcp_keepalives_count", "0",
            "tcp_user_timeout", "0",
            "client_connection_check_interval", "0",
            "default_transaction_read_only", "off",
            "default_transaction_isolation", "read committed",
            "default_transaction_deferrable", "off",
            "default_tablespace", "",
            "temp_tablespaces", "",
            "default_table_access_method", "heap",
            "exit_on_error", "off",
            "escape_string_warning", "off");

    /** How literals and rows are read: as pg_dump expects it, since nothing in its scripts says so. */
    private static final Map<String, String> READING = ordered(
            "array_nulls", "on",
            "backslash_quote", "safe_encoding",
            "intervalstyle", "postgres",
            "quote_all_identifiers", "off",
            "standard_conforming_strings", "on",
            "transform_null_equals", "off",
            "xmloption", "content");

    /** How values are written. No reading depends on them, so that a script may run under the database's own. */
    private static final Map<String, String> WRITING = ordered(
            "bytea_output", "hex",
            "extra_float_digits", "3",
            "timezone", "UTC",
            "xmlbinary", "base64");

    /** Of PostgreSQL 17 and later. */
    private static final String TRANSACTION_TIMEOUT = "transaction_timeout";

    /** Settings of superusers that change what is done or read; to be taken back where they stand otherwise, which takes their rights. */
    private static final Map<String, String> DANGEROUS = ordered(
            "session_replication_role", "origin",
            "zero_damaged_pages", "off",
            "ignore_checksum_failure", "off");

    /** What a session of ours has from its start, or from its script. */
    private static final Set<String> OTHERS = Set.of(
            TRANSACTION_TIMEOUT,
            "application_name",
            "check_function_bodies",
            "client_encoding",
            "client_min_messages",
            "local_preload_libraries",
            "row_security",
            "session_authorization",
            "session_preload_libraries",
            "synchronous_commit");

    private static final int FIRST_WITH_TRANSACTION_TIMEOUT = 17;

    private OurSettings() {}

    /** Makes them, in one way to the server. */
    static void apply(Session session) {
        var sql = new StringBuilder("SELECT ");
        List.of(WORKING, READING, WRITING)
                .forEach(settings -> settings.forEach(
                        (name, value) -> sql.append(set(name, value)).append(", ")));
        DANGEROUS.forEach((name, value) -> sql.append("CASE WHEN pg_catalog.current_setting('" + name
                        + "') OPERATOR(pg_catalog.<>) '" + value + "' THEN ")
                .append(set(name, value))
                .append(" END, "));
        sql.append("CASE WHEN pg_catalog.current_setting('" + TRANSACTION_TIMEOUT + "', true) IS NOT NULL THEN ")
                .append(set(TRANSACTION_TIMEOUT, "0"))
                .append(" END");
        session.strings(sql.toString());
    }

    /**
     * The same for a program that connects by libpq. What pg_dump sets by itself is left to it.
     *
     * @param others settings beside ours
     */
    public static String forPrograms(PostgresVersion server, Map<String, String> others) {
        var options = new StringBuilder();
        List.of(WORKING, READING, WRITING, others)
                .forEach(settings -> settings.forEach((name, value) -> {
                    if (!value.isEmpty() && !name.equals("search_path")) {
                        options.append("-c ")
                                .append(name)
                                .append('=')
                                .append(value.replace("\\", "\\\\").replace(" ", "\\ "))
                                .append(' ');
                    }
                }));
        if (server.major() >= FIRST_WITH_TRANSACTION_TIMEOUT) {
            options.append("-c " + TRANSACTION_TIMEOUT + "=0 ");
        }
        return options.toString().strip();
    }

    /** Whether a setting never holds for us as the database has it, in lower case; what decides how text is read aside. */
    static boolean replace(String name) {
        return WORKING.containsKey(name) || DANGEROUS.containsKey(name) || OTHERS.contains(name);
    }

    /** Names of the settings that decide how text is read. */
    static Set<String> reading() {
        return READING.keySet();
    }

    /** Names of the settings that decide how values are written. */
    static Set<String> writing() {
        return WRITING.keySet();
    }

    public static String set(String name, String value) {
        return "pg_catalog.set_config(" + TableName.literal(name) + ", " + TableName.literal(value) + ", false)";
    }

    private static Map<String, String> ordered(String... namesAndValues) {
        var map = new LinkedHashMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
