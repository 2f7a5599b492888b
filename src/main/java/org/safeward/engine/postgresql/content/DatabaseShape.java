package org.safeward.engine.postgresql.content;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * How a database was created: what CREATE DATABASE has to be told so that a new one is like it. The columns of pg_database that
 * say so change from version to version, which is why the row is read as JSON.
 */
public record DatabaseShape(Map<String, String> details) {
    private static final String ROW = """
            SELECT pg_catalog.pg_encoding_to_char(d.encoding), d.datcollate, d.datctype,
                pg_catalog.to_jsonb(d) ->> 'datlocprovider',
                coalesce(pg_catalog.to_jsonb(d) ->> 'datlocale', pg_catalog.to_jsonb(d) ->> 'daticulocale'),
                pg_catalog.to_jsonb(d) ->> 'daticurules',
                pg_catalog.pg_get_userbyid(d.datdba), t.spcname
            FROM pg_catalog.pg_database d
            LEFT JOIN pg_catalog.pg_tablespace t ON t.oid = d.dattablespace AND t.oid <>
                (SELECT dattablespace FROM pg_catalog.pg_database WHERE datname = 'template0')
            WHERE d.datname = ?""";

    private static final String MAY_GIVE_AWAY =
            "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname = ? AND pg_catalog.pg_has_role(oid, 'MEMBER')";

    private static final int FIRST_WITH_PROVIDERS = 15;
    private static final String[] KEYS = {
        "encoding", "collate", "ctype", "locale_provider", "locale", "icu_rules", "owner", "tablespace"
    };

    public DatabaseShape {
        details = Map.copyOf(details);
    }

    public static DatabaseShape of(Session session, String database) {
        var row = session.list(
                ROW,
                columns -> {
                    var details = new LinkedHashMap<String, String>();
                    for (int i = 0; i < KEYS.length; i++) {
                        if (columns.getString(i + 1) != null) {
                            details.put(KEYS[i], columns.getString(i + 1));
                        }
                    }
                    return details;
                },
                database);
        return new DatabaseShape(row.isEmpty() ? Map.of() : row.get(0));
    }

    /** Taken from the manifest of a database that is no more. Its tablespace and owner may be no more either. */
    public static DatabaseShape fromManifest(Session session, Map<String, String> details) {
        var known = new LinkedHashMap<>(details);
        known.keySet()
                .retainAll(List.of("encoding", "collate", "ctype", "locale_provider", "locale", "icu_rules", "owner"));
        String owner = session.string(MAY_GIVE_AWAY, details.getOrDefault("owner", ""));
        if (owner == null) {
            known.remove("owner");
        }
        return new DatabaseShape(known);
    }

    /** The options of CREATE DATABASE; template0 is the only template that every encoding and locale may be made from. */
    public String options(PostgresVersion server) {
        var sql = new StringBuilder(" TEMPLATE template0");
        option(sql, "ENCODING", "encoding");
        option(sql, "LC_COLLATE", "collate");
        option(sql, "LC_CTYPE", "ctype");
        if (server.major() >= FIRST_WITH_PROVIDERS) {
            provider(sql);
        }
        name(sql, "TABLESPACE", "tablespace");
        name(sql, "OWNER", "owner");
        return sql.toString();
    }

    private void provider(StringBuilder sql) {
        switch (details.getOrDefault("locale_provider", "")) {
            case "i" -> {
                sql.append(" LOCALE_PROVIDER icu");
                option(sql, "ICU_LOCALE", "locale");
                option(sql, "ICU_RULES", "icu_rules");
            }
            case "b" -> {
                sql.append(" LOCALE_PROVIDER builtin");
                option(sql, "BUILTIN_LOCALE", "locale");
            }
            case "c" -> sql.append(" LOCALE_PROVIDER libc");
            default -> {}
        }
    }

    private void option(StringBuilder sql, String option, String key) {
        if (details.containsKey(key)) {
            sql.append(' ').append(option).append(' ').append(TableName.literal(details.get(key)));
        }
    }

    private void name(StringBuilder sql, String option, String key) {
        if (details.containsKey(key)) {
            sql.append(' ').append(option).append(' ').append(TableName.quote(details.get(key)));
        }
    }
}
