package org.safeward.engine.postgresql.content;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * What belongs to a database but lies outside it, and which a script therefore does not bring: grants, comment, security labels,
 * settings of the database and of roles in it, connection limit, template mark. Copied from one database to another in the
 * caller's transaction.
 */
public final class CarriedSettings {
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

    /** The member of a manifest's details that has the settings: an array of {@link Named} in JSON. */
    public static final String DETAIL = "settings";

    private static final String ROLES = "SELECT rolname FROM pg_catalog.pg_roles";

    /** @param role whose sessions in the database it is for; null for everybody's */
    private record Named(String role, String setting) {
        String name() {
            return setting.substring(0, setting.indexOf('='));
        }
    }

    private final Session maintenance;

    public CarriedSettings(Session maintenance) {
        this.maintenance = maintenance;
    }

    public void copy(String from, String to) {
        var names = new Object[] {TableName.literal(to) + "::text", TableName.literal(from)};
        var statements = new ArrayList<>(maintenance.strings(LIMITS.formatted(names)));
        statements.addAll(maintenance.strings(GRANTS.formatted(names)));
        settings(from).forEach(setting -> statements.add(statement(setting, to)));
        statements.forEach(maintenance::execute);
    }

    /** Settings of a database, for its manifest. */
    public String json(String database) {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(settings(database));
    }

    /**
     * Gives a database the settings of a manifest. One that the role may not make, or that is for a role or of a program that is not here, is
     * told of as a warning and left out.
     */
    public void bring(String json, String to) {
        var roles = Set.copyOf(maintenance.strings(ROLES));
        List<Named> settings = new Gson().fromJson(json, new TypeToken<List<Named>>() {});
        for (var setting : settings) {
            try {
                if (setting.role() == null || roles.contains(setting.role())) {
                    maintenance.execute(statement(setting, to));
                } else {
                    maintenance.warn(lacking(setting, "no role " + setting.role()));
                }
            } catch (Fault e) {
                if (!(e.getCause() instanceof SQLException)) {
                    throw e;
                }
                maintenance.warn(lacking(setting, e.getMessage()));
            }
        }
    }

    private static Warning lacking(Named setting, String why) {
        String whose = setting.role() == null ? "" : setting.role() + ": ";
        return Warning.of(WarningCode.SETTING_LACKING, whose + setting.name(), why);
    }

    private List<Named> settings(String database) {
        return maintenance.list(SETTINGS, row -> new Named(row.getString(1), row.getString(2)), database);
    }

    private static String statement(Named setting, String to) {
        String database = TableName.quote(to);
        String whose = setting.role() == null
                ? "ALTER DATABASE " + database
                : "ALTER ROLE " + TableName.quote(setting.role()) + " IN DATABASE " + database;
        return whose + " SET " + assignment(setting.setting());
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
