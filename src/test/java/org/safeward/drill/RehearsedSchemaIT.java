package org.safeward.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** The last step of a backup on a running server: what of its schema cannot be made is known at once, and the backup is good whatever happens. */
@ExtendWith(PostgresServer.Shared.class)
class RehearsedSchemaIT {
    private static final String OWNER = "schema_owner";
    private static final String POOR = "schema_poor";
    private static final String SHOP = "schema_shop";
    private static final String BARE_OPERATOR = """
            CREATE FUNCTION same(int, int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 OPERATOR(pg_catalog.=) $2';
            CREATE OPERATOR === (FUNCTION = same, LEFTARG = int, RIGHTARG = int);
            CREATE FUNCTION is_one(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 === 1';
            CREATE INDEX item_same ON item (is_one(id))""";

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;

    @BeforeAll
    static void start(PostgresServer shared) {
        postgres = shared;
        Path live = folder.resolve("live.db");
        SmallDatabase.create(live);
        postgres.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        postgres.role(POOR, "LOGIN NOCREATEDB NOSUPERUSER");
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,shop,poor")
                .protecting(live);
        database("shop", SHOP, OWNER);
        database("poor", POOR, POOR);
        jobs = new HeldJobs(server);
        api = server.start().api().inEnglish();
    }

    private static void database(String name, String database, String role) {
        postgres.drop(database);
        postgres.sql("postgres", "CREATE DATABASE " + database + " OWNER " + role);
        postgres.sql(database, "SET ROLE " + role, "CREATE TABLE public.item (id int PRIMARY KEY, price numeric)");
        server.with("safeward.database." + name + ".url", postgres.url(database, role));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        postgres.drop(SHOP);
        postgres.drop(POOR);
    }

    /** An operator is not seen in the function's text, so that only making the index tells. */
    @Test
    void whatOfANewSchemaCannotBeMadeIsAWarningOfTheBackupUntilItIsMended() {
        postgres.sql(SHOP, "SET ROLE " + OWNER, "SET search_path = public", BARE_OPERATOR);
        try {
            JsonObject first = created("shop");
            JsonObject warning = first.getJsonArray("warnings").getJsonObject(0);
            assertEquals("FAILS_IN_REHEARSAL", warning.getString("code"), first.toString());
            assertEquals("index public.item_same", warning.getString("object"));
            assertTrue(warning.getString("message").contains("operator does not exist"), warning.toString());
            assertTrue(checksOf(first).contains("1 objects could not be made"), checksOf(first));
            assertEquals(warning, jobOf(first).getJsonArray("warnings").getJsonObject(0));
            JsonObject second = created("shop");
            assertEquals(first.getJsonArray("warnings"), second.getJsonArray("warnings"));
            assertTrue(checksOf(second).contains("is that of backup " + first.getInt("id")), checksOf(second));
        } finally {
            postgres.sql(
                    SHOP, "DROP FUNCTION public.same(int, int) CASCADE", "DROP FUNCTION public.is_one(int) CASCADE");
        }
        JsonObject mended = created("shop");
        assertEquals(0, mended.getJsonArray("warnings").size(), mended.toString());
        assertNothingLeft();
    }

    @Test
    void aSchemaThatCannotBeRehearsedIsNoMatterOfTheBackup() {
        JsonObject record = created("poor");
        assertEquals(0, record.getJsonArray("warnings").size(), record.toString());
        assertTrue(checksOf(record).contains("was not rehearsed: "), checksOf(record));
        assertFalse(checksOf(created("default")).contains("schema"), "a dump of SQLite has done so itself");
    }

    @Test
    void aServerThatDiesWhileASchemaIsRehearsedLeavesAGoodBackupAndNothingElse() throws IOException {
        postgres.sql(
                SHOP,
                "SET ROLE " + OWNER,
                "CREATE FUNCTION public.one() RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
                "CREATE INDEX item_slow ON public.item (id) WHERE id > public.one()",
                "CREATE OR REPLACE FUNCTION public.one() RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                        + " 'BEGIN PERFORM pg_catalog.pg_sleep(50); RETURN 1; END'");
        try {
            long job = HeldJobs.started(jobs.respondingAtOnce().post("backup/create", "{\"database\": \"shop\"}"));
            // Not as soon as there is the database: until it has our mark, nobody would remove it.
            assertTrue(Waiting.until(
                    Duration.ofSeconds(60),
                    () -> !"0"
                            .equals(postgres.ask(
                                    "postgres", "SELECT count(*) FROM pg_stat_activity WHERE datname ~ '_restore_'"))));
            server.kill();
            server.start();
            assertEquals("completed", jobs.awaitEnd(job).getString("state"));
            assertNothingLeft();
        } finally {
            postgres.sql(SHOP, "DROP FUNCTION public.one() CASCADE");
        }
        postgres.sql(SHOP, "SET ROLE " + OWNER, "CREATE TABLE public.later (id int)");
        String checks = checksOf(created("shop"));
        assertTrue(checks.contains("0 objects could not be made"), "it has its turn again: " + checks);
    }

    private static JsonObject created(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.toString());
        return answer.data();
    }

    private static JsonObject jobOf(JsonObject record) {
        return api.get("backup/jobs/" + record.getInt("task_id")).data();
    }

    private static String checksOf(JsonObject record) {
        return jobOf(record).getJsonArray("checks").toString();
    }

    private static void assertNothingLeft() {
        assertFalse(
                postgres.databases().stream().anyMatch(name -> name.contains("_restore_")),
                () -> postgres.databases().toString());
    }
}
