package org.safeward.engine.postgresql.restore;

import java.util.List;
import java.util.Objects;
import org.safeward.engine.postgresql.connection.Session;

/**
 * Empties a database inside the caller's transaction, until it is as CREATE DATABASE makes it. Objects outside schemas go first
 * where they could hinder (event triggers), and an extension goes before the schema that it lies in. Subscriptions stay: they
 * cannot be dropped in a transaction, and dumps do not hold them. Grants that somebody changed on the system's own objects stay
 * too.
 */
final class SchemaWipe {
    private static final String NOT_OF_EXTENSION = " AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.deptype = 'e'"
            + " AND e.objid = o.oid AND e.classid = o.tableoid)";

    /** Oids below this one are the system's own. */
    private static final String OF_USERS = "o.oid >= 16384";

    private static final List<String> DROPS = List.of(
            "SELECT format('DROP EVENT TRIGGER IF EXISTS %I CASCADE', evtname) FROM pg_event_trigger o WHERE true"
                    + NOT_OF_EXTENSION,
            "SELECT format('DROP PUBLICATION IF EXISTS %I CASCADE', pubname) FROM pg_publication o WHERE true"
                    + NOT_OF_EXTENSION,
            "SELECT format('DROP EXTENSION IF EXISTS %I CASCADE', extname) FROM pg_extension o WHERE extname <> 'plpgsql'",
            "SELECT format('DROP SCHEMA IF EXISTS %I CASCADE', nspname) FROM pg_namespace o"
                    + " WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'",
            "SELECT format('DROP CAST IF EXISTS (%s AS %s) CASCADE', castsource::regtype, casttarget::regtype)"
                    + " FROM pg_cast o WHERE " + OF_USERS + NOT_OF_EXTENSION,
            "SELECT format('DROP TRANSFORM IF EXISTS FOR %s LANGUAGE %I CASCADE', trftype::regtype, l.lanname)"
                    + " FROM pg_transform o JOIN pg_language l ON l.oid = o.trflang WHERE true" + NOT_OF_EXTENSION,
            "SELECT format('DROP FOREIGN DATA WRAPPER IF EXISTS %I CASCADE', fdwname) FROM pg_foreign_data_wrapper o"
                    + " WHERE true" + NOT_OF_EXTENSION,
            "SELECT format('DROP LANGUAGE IF EXISTS %I CASCADE', lanname) FROM pg_language o WHERE " + OF_USERS
                    + NOT_OF_EXTENSION,
            "SELECT format('DROP ACCESS METHOD IF EXISTS %I CASCADE', amname) FROM pg_am o WHERE " + OF_USERS
                    + NOT_OF_EXTENSION,
            "SELECT format('SELECT lo_unlink(%s)', oid) FROM pg_largeobject_metadata");

    /** Default privileges vanish when they are what they were before anybody changed them. */
    private static final String DEFAULT_PRIVILEGES = """
            SELECT unnest(ARRAY(
                SELECT format('ALTER DEFAULT PRIVILEGES FOR ROLE %I REVOKE ALL ON %s FROM %s', owner, kind,
                    CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
                FROM (SELECT DISTINCT grantee FROM aclexplode(defaclacl)) g)
              || format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT ALL ON %s TO %I', owner, kind, owner)
              || CASE kind
                WHEN 'FUNCTIONS' THEN format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT EXECUTE ON FUNCTIONS TO PUBLIC', owner)
                WHEN 'TYPES' THEN format('ALTER DEFAULT PRIVILEGES FOR ROLE %I GRANT USAGE ON TYPES TO PUBLIC', owner)
                END)
            FROM (SELECT pg_get_userbyid(defaclrole) AS owner, defaclacl, CASE defaclobjtype WHEN 'r' THEN 'TABLES'
                    WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' WHEN 'n' THEN 'SCHEMAS'
                    WHEN 'L' THEN 'LARGE OBJECTS' END AS kind
                FROM pg_default_acl WHERE defaclnamespace = 0) d""";

    private static final int FIRST_WITH_DATABASE_OWNER = 15;

    private final Session session;

    SchemaWipe(Session session) {
        this.session = session;
    }

    void run() {
        for (String drops : DROPS) {
            session.strings(drops).forEach(session::execute);
        }
        session.strings(DEFAULT_PRIVILEGES).stream().filter(Objects::nonNull).forEach(session::execute);
        makePublic();
    }

    /** The schema public as a new database has it. */
    private void makePublic() {
        session.execute("CREATE SCHEMA public");
        session.execute("COMMENT ON SCHEMA public IS 'standard public schema'");
        if (session.version().major() >= FIRST_WITH_DATABASE_OWNER) {
            session.execute("ALTER SCHEMA public OWNER TO pg_database_owner");
            session.execute("GRANT USAGE ON SCHEMA public TO PUBLIC");
        } else {
            session.execute("GRANT ALL ON SCHEMA public TO PUBLIC");
        }
    }
}
