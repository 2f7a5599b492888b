package org.safeward.engine.postgresql.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;

/** The backup knows which functions its loading will run. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class LoadedFunctionsTest {
    private static final String DATABASE = "loaded_functions";
    private static final List<String> RUN = List.of(
            "in_check",
            "in_domain",
            "in_exclusion",
            "in_generated",
            "in_index",
            "in_matview",
            "in_predicate",
            "in_statistics",
            "in_view");

    @TempDir
    Path files;

    private final PostgresServer server;

    LoadedFunctionsTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void aDatabase() {
        server.create(DATABASE);
        RUN.forEach(this::function);
        List.of("in_default", "in_policy", "in_trigger_condition", "in_plain_view", "nowhere")
                .forEach(this::function);
        server.sql(
                DATABASE,
                "SET search_path = public",
                "CREATE DOMAIN d AS int CHECK (in_domain(VALUE) = VALUE)",
                "CREATE TABLE t (x int CHECK (in_check(x) = x), y d, z int DEFAULT in_default(1),"
                        + " g int GENERATED ALWAYS AS (in_generated(x)) STORED)",
                "INSERT INTO t VALUES (1, 1)",
                "CREATE INDEX ON t (in_index(x))",
                "CREATE INDEX ON t (x) WHERE in_predicate(x) = 1",
                "CREATE STATISTICS st ON (x + in_statistics(1)), y FROM t",
                "ALTER TABLE t ADD EXCLUDE (in_exclusion(x) WITH =)",
                "CREATE VIEW v AS SELECT in_view(x) AS x FROM t",
                "CREATE MATERIALIZED VIEW m AS SELECT in_matview(x) AS x FROM v",
                "CREATE VIEW plain AS SELECT in_plain_view(x) FROM t",
                "CREATE POLICY p ON t USING (in_policy(x) = 1)",
                "CREATE FUNCTION trig() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
                "CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW WHEN (in_trigger_condition(NEW.x) = 1)"
                        + " EXECUTE FUNCTION trig()");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void areNamedInTheManifest() throws Exception {
        var engine = new PostgresEngine(PostgresSettings.of(server.address(DATABASE)));
        var backup = BackupFiles.backUp(engine, files.resolve("b.sql.zip"));
        String named = backup.manifest().orElseThrow().details().get(PostgresEngine.RUNS_WHEN_LOADED);
        String expected = String.join(
                "\n", RUN.stream().map(name -> "public." + name + "(integer)").toList());
        assertEquals(expected, named);
    }

    private void function(String name) {
        server.sql(
                DATABASE,
                "CREATE FUNCTION public." + name
                        + "(int) RETURNS int IMMUTABLE LANGUAGE plpgsql AS 'BEGIN RETURN $1; END'");
    }
}
