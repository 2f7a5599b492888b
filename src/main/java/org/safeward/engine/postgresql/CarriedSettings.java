package org.safeward.engine.postgresql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What belongs to a database but lies outside it, and which a script therefore does not bring: grants, comment, security labels,
 * settings of the database and of roles in it, connection limit, template mark. Copied from one database to another in the
 * caller's transaction.
 */
final class CarriedSettings {
    private static final String LIMITS = """
            SELECT format('ALTER DATABASE %%I CONNECTION LIMIT %%s', %1$s, datconnlimit) FROM pg_database
            WHERE datname = %2$s AND datconnlimit <> -1
            UNION ALL SELECT format('ALTER DATABASE %%I IS_TEMPLATE true', %1$s) FROM pg_database
            WHERE datname = %2$s AND datistemplate
            UNION ALL SELECT format('COMMENT ON DATABASE %%I IS %%L', %1$s, shobj_description(oid, 'pg_database'))
            FROM pg_database WHERE datname = %2$s AND shobj_description(oid, 'pg_database') IS NOT NULL
            UNION ALL SELECT format('SECURITY LABEL FOR %%I ON DATABASE %%I IS %%L', l.provider, %1$s, l.label)
            FROM pg_shseclabel l JOIN pg_database d ON d.oid = l.objoid AND l.classoid = 'pg_database'::regclass
            WHERE d.datname = %2$s""";

    /** The defaults go first, then every grant as it is, by whom it was given. */
    private static final String GRANTS = """
            SELECT format('REVOKE ALL ON DATABASE %%I FROM PUBLIC', %1$s) FROM pg_database
            WHERE datname = %2$s AND datacl IS NOT NULL
            UNION ALL SELECT format('REVOKE ALL ON DATABASE %%I FROM %%I', %1$s, pg_get_userbyid(datdba))
            FROM pg_database WHERE datname = %2$s AND datacl IS NOT NULL
            UNION ALL SELECT unnest(CASE WHEN g.grantor = g.datdba THEN ARRAY[g.grant_it] ELSE ARRAY[
                format('SET LOCAL ROLE %%I', pg_get_userbyid(g.grantor)), g.grant_it, 'RESET ROLE'] END)
            FROM (SELECT a.grantor, d.datdba, a.place, format('GRANT %%s ON DATABASE %%I TO %%s%%s', a.privilege_type, %1$s,
                    CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                    CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END) AS grant_it
                FROM pg_database d, aclexplode(d.datacl) WITH ORDINALITY
                    AS a(grantor, grantee, privilege_type, is_grantable, place)
                WHERE d.datname = %2$s ORDER BY a.place) g""";

    private static final String SETTINGS = """
            SELECT r.rolname, c.setting FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
            LEFT JOIN pg_roles r ON r.oid = s.setrole
            CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY AS c(setting, place)
            WHERE d.datname = ? ORDER BY r.rolname NULLS FIRST, c.place""";

    /** Their values are lists of names that the server keeps quoted: each name becomes a literal (as pg_dump does). */
    private static final Set<String> LISTS = Set.of(
            "local_preload_libraries",
            "search_path",
            "session_preload_libraries",
            "shared_preload_libraries",
            "temp_tablespaces",
            "unix_socket_directories");

    private final Session maintenance;

    CarriedSettings(Session maintenance) {
        this.maintenance = maintenance;
    }

    void copy(String from, String to) {
        var names = new Object[] {TableName.literal(to) + "::text", TableName.literal(from)};
        var statements = new ArrayList<>(maintenance.strings(LIMITS.formatted(names)));
        statements.addAll(maintenance.strings(GRANTS.formatted(names)));
        statements.addAll(settings(from, to));
        statements.forEach(maintenance::execute);
    }

    private List<String> settings(String from, String to) {
        return maintenance.list(
                SETTINGS,
                row -> {
                    String role = row.getString(1);
                    String database = TableName.quote(to);
                    String whose = role == null
                            ? "ALTER DATABASE " + database
                            : "ALTER ROLE " + TableName.quote(role) + " IN DATABASE " + database;
                    return whose + " SET " + assignment(row.getString(2));
                },
                from);
    }

    private static String assignment(String setting) {
        int equals = setting.indexOf('=');
        String name = setting.substring(0, equals);
        String value = setting.substring(equals + 1);
        String parts = LISTS.contains(name) && !value.isEmpty() ? list(value) : TableName.literal(value);
        String quotedName =
                List.of(name.split("\\.", -1)).stream().map(TableName::quote).collect(Collectors.joining("."));
        return quotedName + " TO " + parts;
    }

    private static String list(String value) {
        var tokens = new SqlTokens(value);
        var names = new ArrayList<String>();
        while (tokens.next()) {
            if (!tokens.isSymbol(',')) {
                names.add(TableName.literal(tokens.text()));
            }
        }
        return String.join(", ", names);
    }
}
