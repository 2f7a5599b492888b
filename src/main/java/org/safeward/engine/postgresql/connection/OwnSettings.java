package org.safeward.engine.postgresql.connection;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.reflect.TypeToken;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.safeward.archive.content.Manifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Under which settings a database works: what {@code ALTER DATABASE} and {@code ALTER ROLE ... SET} say for the role that we log in as, and of
 * the server's own those on which the outcome of expressions depends. They are part of what a dump means: materialized views, checks and
 * indexes over functions come back as they were only under them.
 *
 * <p>The driver sends a time zone of its own, behind which the server's cannot be seen. Where neither the database nor the role has one and
 * the role may not read the server's file, the zone of the server's log stands for it, which initdb and packages set to the same: wrong
 * where an administrator has changed one of the two.
 *
 * @param values by the settings' names, in lower case
 */
public record OwnSettings(Map<String, String> values) {
    /** The member of a manifest's details that has them. */
    public static final String DETAIL = "session";

    /** Later ones prevail. */
    private static final String NAMED = """
            SELECT pg_catalog.lower(pg_catalog.split_part(c, '=', 1)), pg_catalog.substr(c, pg_catalog.strpos(c, '=') + 1)
            FROM pg_catalog.pg_db_role_setting s CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) c
            WHERE s.setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database WHERE datname = ?))
              AND s.setrole IN (0, (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = session_user))
            ORDER BY s.setrole <> 0, s.setdatabase <> 0""";

    private static final String OF_SERVER = "SELECT pg_catalog.lower(name), reset_val FROM pg_catalog.pg_settings"
            + " WHERE pg_catalog.lower(name) = ANY (?::pg_catalog.text[]) AND reset_val IS NOT NULL";

    private static final String HOLDS_MONEY = "SELECT pg_catalog.count(*) > 0 FROM pg_catalog.pg_attribute a"
            + " JOIN pg_catalog.pg_type t ON t.oid = a.atttypid"
            + " WHERE 'pg_catalog.money'::pg_catalog.regtype IN (t.oid, t.typelem, t.typbasetype)";

    private static final String MAY_READ_FILE =
            "SELECT pg_catalog.has_table_privilege('pg_catalog.pg_file_settings', 'SELECT')"
                    + " AND pg_catalog.has_function_privilege('pg_catalog.pg_show_all_file_settings()', 'EXECUTE')";

    private static final String ZONE_OF_FILE = "SELECT setting FROM pg_catalog.pg_file_settings"
            + " WHERE pg_catalog.lower(name) = 'timezone' AND applied ORDER BY seqno DESC LIMIT 1";

    private static final String ZONE_OF_LOG =
            "SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'log_timezone'";

    private static final String DATE_STYLE = "datestyle";
    private static final String TIME_ZONE = "timezone";
    private static final String MONEY = "lc_monetary";

    /** Scripts of pg_dump take it away and name everything in full; others begin with the database's. */
    private static final String SEARCH_PATH = "search_path";

    /** Those of which a server may lack the value without harm to what is stored. */
    private static final Set<String> OF_DISPLAY = Set.of("lc_numeric", "lc_time", "default_text_search_config");

    public OwnSettings {
        values = new TreeMap<>(values);
    }

    /** Of the database that the session is in. */
    public static OwnSettings of(Session session) {
        var values = new LinkedHashMap<String, String>();
        var names = new java.util.TreeSet<>(OF_DISPLAY);
        names.addAll(OurSettings.reading());
        names.addAll(OurSettings.writing());
        names.add(DATE_STYLE);
        if (session.is(HOLDS_MONEY)) {
            names.add(MONEY);
        }
        put(session, OF_SERVER, values, "{" + String.join(",", names) + "}");
        values.put(TIME_ZONE, zoneOfServer(session));
        values.putAll(named(session, session.address().database()));
        return new OwnSettings(values);
    }

    /** Of a database that the session need not be in; what is the server's own is left to that. */
    public static OwnSettings of(Session session, String database) {
        var values = new LinkedHashMap<String, String>();
        values.put(TIME_ZONE, zoneOfServer(session));
        values.putAll(named(session, database));
        return new OwnSettings(values);
    }

    /** What held when a backup was written, else what the database that it goes to works under now. */
    public static OwnSettings ofBackup(Optional<Manifest> manifest, Session session, String database) {
        return manifest.map(known -> known.details().get(DETAIL))
                .map(json -> new OwnSettings(new Gson().fromJson(json, new TypeToken<Map<String, String>>() {})))
                .orElseGet(() -> of(session, database));
    }

    /** The one on which it depends how a value is written, whatever ours are: the locale of amounts of money. */
    public Map<String, String> ofDisplay() {
        return values.containsKey(MONEY) ? Map.of(MONEY, values.get(MONEY)) : Map.of();
    }

    public String json() {
        return new GsonBuilder().disableHtmlEscaping().create().toJson(values);
    }

    private static Map<String, String> named(Session session, String database) {
        var values = new LinkedHashMap<String, String>();
        put(session, NAMED, values, database);
        values.keySet().removeIf(name -> OurSettings.replace(name) && !name.equals(SEARCH_PATH));
        return values;
    }

    private static void put(Session session, String sql, Map<String, String> values, String argument) {
        session.list(sql, row -> Map.entry(row.getString(1), row.getString(2)), argument)
                .forEach(entry -> values.put(entry.getKey(), entry.getValue()));
    }

    private static String zoneOfServer(Session session) {
        if (session.is(MAY_READ_FILE)) {
            String zone = session.string(ZONE_OF_FILE);
            return zone == null ? "GMT" : zone;
        }
        return session.string(ZONE_OF_LOG);
    }

    /**
     * Makes them, outside of a transaction.
     *
     * @param written those that the rows to come were written with, whatever the database's are
     * @return what the session cannot keep
     * @throws Fault TARGET_LACKS
     */
    Evaluation apply(Session session, Map<String, String> written) {
        var there = SessionSettings.of(session);
        var evaluation = new LinkedHashMap<String, String>();
        for (String name : OurSettings.reading()) {
            String own = values.getOrDefault(name, there.whenReset(name));
            if (!own.equals(there.current(name))) {
                evaluation.put(name, own);
            }
        }
        dateStyle(session, there, evaluation);
        OurSettings.writing()
                .forEach(name -> make(session, there, name, values.getOrDefault(name, there.whenReset(name))));
        written.forEach((name, value) -> {
            evaluation.put(name, values.getOrDefault(name, there.whenReset(name)));
            make(session, there, name, value);
        });
        values.forEach((name, value) -> {
            if (!written.containsKey(name) && isAnyOther(name) && there.mayBeMade(name)) {
                make(session, there, name, value);
            }
        });
        return new Evaluation(evaluation, Optional.ofNullable(values.get(SEARCH_PATH)));
    }

    private static boolean isAnyOther(String name) {
        return !name.equals(DATE_STYLE)
                && !OurSettings.reading().contains(name)
                && !OurSettings.writing().contains(name)
                && !OurSettings.replace(name);
    }

    /** The driver bears any order of day and month, but no style other than ISO. */
    private void dateStyle(Session session, SessionSettings there, Map<String, String> evaluation) {
        String own = values.getOrDefault(DATE_STYLE, there.whenReset(DATE_STYLE));
        String whole = session.string("SELECT pg_catalog.set_config('datestyle', ?, true)", own);
        make(session, there, DATE_STYLE, "ISO" + whole.substring(whole.indexOf(',')));
        if (!whole.toUpperCase(Locale.ROOT).startsWith("ISO")) {
            evaluation.put(DATE_STYLE, whole);
        }
    }

    private static void make(Session session, SessionSettings there, String name, String value) {
        if (value.equals(there.current(name))) {
            return;
        }
        try {
            session.strings("SELECT " + OurSettings.set(name, value));
        } catch (Fault e) {
            if (!(e.getCause() instanceof SQLException)) {
                throw e;
            }
            if (!OF_DISPLAY.contains(name)) {
                throw new Fault(
                        e, ErrorCode.TARGET_LACKS, "the setting " + name + " of the database: " + e.getMessage());
            }
            session.warn(Warning.of(WarningCode.SETTING_LACKING, name, value));
        }
    }
}
