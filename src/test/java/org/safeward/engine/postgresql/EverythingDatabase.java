package org.safeward.engine.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.engine.postgresql.sql.TableName;

/** The database of {@code everything.sql}, with the settings that lie outside of a database. */
public final class EverythingDatabase {
    private EverythingDatabase() {}

    public static void create(PostgresServer server, String name) {
        for (String role : new String[] {"reader", "writer"}) {
            server.role(role, "NOLOGIN");
        }
        server.create(name);
        load(server, name);
        String quoted = TableName.quote(name);
        server.sql(
                "postgres",
                "COMMENT ON DATABASE " + quoted + " IS 'it''s; everything'",
                "REVOKE ALL ON DATABASE " + quoted + " FROM PUBLIC",
                "GRANT CONNECT, TEMPORARY ON DATABASE " + quoted + " TO reader WITH GRANT OPTION",
                "SET ROLE reader",
                "GRANT CONNECT ON DATABASE " + quoted + " TO writer",
                "RESET ROLE",
                "ALTER DATABASE " + quoted + " SET search_path TO app, \"Odd \"\"schema\"\" ünï\", public",
                "ALTER DATABASE " + quoted + " SET work_mem TO '5MB'",
                "ALTER DATABASE " + quoted + " SET app.custom TO 'it''s; \\here'",
                "ALTER DATABASE " + quoted + " CONNECTION LIMIT 77",
                "ALTER ROLE reader IN DATABASE " + quoted + " SET datestyle TO 'German'",
                "ALTER ROLE reader IN DATABASE " + quoted + " SET search_path TO ''");
    }

    /** Destroys and changes as much of it as one can without dropping it. */
    public static void changeEverything(PostgresServer server, String name) {
        server.sql(
                name,
                "DROP SCHEMA app CASCADE",
                "CREATE TABLE public.stray (id serial)",
                "INSERT INTO public.stray DEFAULT VALUES",
                "CREATE TABLE public.unwanted (x public.citext)",
                "TRUNCATE public.nothing",
                "DROP EXTENSION hstore",
                "SELECT lo_unlink(4242), lo_from_bytea(777, 'x')",
                "DROP SERVER far CASCADE",
                "CREATE PUBLICATION stray FOR ALL TABLES",
                "CREATE CAST (point AS text) WITH INOUT",
                "ALTER DEFAULT PRIVILEGES REVOKE ALL ON TYPES FROM PUBLIC",
                "ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO writer",
                "CREATE FUNCTION public.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'",
                "CREATE EVENT TRIGGER stray ON ddl_command_end EXECUTE FUNCTION public.on_ddl()");
    }

    private static void load(PostgresServer server, String name) {
        try {
            Path script = Files.createTempFile("safeward-everything-", ".sql");
            try (InputStream sql = EverythingDatabase.class.getResourceAsStream("everything.sql")) {
                Files.write(script, sql.readAllBytes());
                server.psql(name, script);
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
