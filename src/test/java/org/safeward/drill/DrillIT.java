package org.safeward.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.CatalogFile;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Drills on a running server: what is proven, what is not and why, and that the live database is never touched. */
@ExtendWith(PostgresServer.Shared.class)
class DrillIT {
    private static final String OWNER = "drill_owner";
    private static final String SHOP = "drill_shop";
    private static final String POOR = "drill_poor";

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;
    private static Path live;

    @BeforeAll
    static void start(PostgresServer shared) {
        postgres = shared;
        live = folder.resolve("live.db");
        SmallDatabase.create(live);
        postgres.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        postgres.role(POOR, "LOGIN NOCREATEDB NOSUPERUSER");
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,shop,poor,root")
                .protecting(live);
        database("shop", SHOP, OWNER);
        database("poor", POOR, POOR);
        database("root", "drill_root", PostgresServer.SUPERUSER);
        jobs = new HeldJobs(server);
        api = server.start().api().inEnglish();
    }

    private static void database(String name, String database, String role) {
        postgres.drop(database);
        postgres.sql("postgres", "CREATE DATABASE " + database + " OWNER " + role);
        postgres.sql(
                database,
                "SET ROLE " + role,
                "CREATE TABLE public.item (id int PRIMARY KEY, price numeric)",
                "INSERT INTO public.item VALUES (1, 17.50), (2, 3.00)");
        server.with("safeward.database." + name + ".url", postgres.url(database, role));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        Stream.of(SHOP, POOR, "drill_root").forEach(postgres::drop);
    }

    @Test
    void aBackupOfSqliteIsProvenAndTheLiveFileIsNotTouched() throws IOException {
        long record = backUp("default");
        byte[] before = Files.readAllBytes(live);
        FileTime touched = Files.getLastModifiedTime(live);
        JsonObject job = drilled("default", record);
        assertEquals("completed", job.getString("state"), job.toString());
        assertTrue(job.getJsonArray("checks").toString().contains("are what was backed up"), job.toString());
        JsonObject row = api.get("backup/records/" + record).data();
        assertTrue(row.getInt("proven_at") > 0, row.toString());
        assertEquals(row.getString("file_path"), row.getString("proven_from"));
        assertTrue(Arrays.equals(before, Files.readAllBytes(live)));
        assertEquals(touched, Files.getLastModifiedTime(live));
        assertNothingLeft();
        assertEquals(
                job.getInt("id"),
                api.get("backup/drills?database=default")
                        .data()
                        .getJsonArray("list")
                        .getJsonObject(0)
                        .getInt("id"));
        JsonObject status = status("default");
        assertEquals(row.getInt("proven_at"), status.getInt("last_proven_at"));
        assertEquals(record, status.getInt("last_proven_record_id"));
        assertEquals(row.getString("file_path"), status.getString("last_proven_from"));
        JsonObject last = status.getJsonObject("last_drill");
        assertEquals(job.getInt("id"), last.getInt("job_id"));
        assertEquals("completed", last.getString("state"));
        assertTrue(last.isNull("error"), last.toString());
        assertEquals(status.getJsonNumber("last_proven_at"), listed("default").getJsonNumber("last_proven_at"));
        assertEquals(last, listed("default").getJsonObject("last_drill"));
        assertEquals(200, api.delete("backup/records/" + record).status());
        status = status("default");
        assertTrue(
                status.getInt("last_proven_at") >= row.getInt("proven_at"), "it came back, also when it is gone since");
        assertTrue(status.isNull("last_proven_record_id") && status.isNull("last_proven_from"), status.toString());
    }

    @Test
    void aBackupOfPostgresqlIsProvenAndTheLiveDatabaseIsNotWritten() {
        long record = backUp("shop");
        String before = written();
        JsonObject job = drilled("shop", record);
        assertEquals("completed", job.getString("state"), job.toString());
        assertTrue(job.getJsonArray("checks").toString().contains("very text that was backed up"), job.toString());
        assertTrue(api.get("backup/records/" + record).data().getInt("proven_at") > 0);
        assertEquals(before, written());
        assertNothingLeft();
    }

    /** What was written as {@code IN} comes out of a copy with other brackets, which is no difference. */
    @Test
    void aSchemaThatTheServerWritesOtherwiseIsNoDifference() {
        postgres.sql(
                SHOP, "SET ROLE " + OWNER, "CREATE TABLE public.kind (name varchar(9) CHECK (name IN ('new', 'old')))");
        try {
            JsonObject job = drilled("shop", backUp("shop"));
            assertEquals("completed", job.getString("state"), job.toString());
            assertTrue(job.getJsonArray("checks").toString().contains("with other words"), job.toString());
        } finally {
            postgres.sql(SHOP, "DROP TABLE public.kind");
        }
    }

    /** Whoever can write files and catalog can make every checksum right again, but not the digest of rows that are not there. */
    @Test
    void aRowThatWasChangedInTheFileIsFound() throws IOException {
        for (String database : List.of("default", "shop")) {
            long record = backUp(database);
            assertEquals("completed", drilled(database, record).getString("state"));
            Path file = Path.of(api.get("backup/records/" + record).data().getString("file_path"));
            ForgedFile forged = database.equals("shop")
                    ? ForgedFile.of(file, "1\t17.50\n", "1\t71.50\n")
                    : ForgedFile.of(file, "'first'", "'FIRST'");
            forge(record, forged);
            assertTrue(api.get("backup/records/" + record).data().getInt("proven_at") > 0, "before it was changed");
            JsonObject job = drilled(database, record);
            assertEquals("failed", job.getString("state"), job.toString());
            String error = job.getString("error");
            assertTrue(List.of("DRILL_DIFFERS", "MANIFEST_MISMATCH").contains(error), job.toString());
            assertTrue(
                    job.getString("message").contains(database.equals("shop") ? "public.item" : "note"),
                    job.toString());
            assertTrue(api.get("backup/records/" + record).data().isNull("proven_at"));
            JsonObject status = status(database);
            JsonObject last = status.getJsonObject("last_drill");
            assertEquals("failed", last.getString("state"));
            assertTrue(last.getBoolean("refutes"), last.toString());
            assertEquals(record, last.getInt("record_id"));
            assertEquals(job.getString("message"), last.getString("message"));
            assertEquals(job.getString("hint"), last.getString("hint"));
            assertTrue(status.getJsonArray("warnings").toString().contains(job.getString("message")), status::toString);
            assertEquals("completed", drilled(database, backUp(database)).getString("state"));
            assertFalse(status(database).getJsonArray("warnings").toString().contains("drill"));
        }
        assertNothingLeft();
    }

    @Test
    void aRowThatATriggerKeepsOutIsFound() throws IOException {
        long record = backUp("shop");
        Path file = Path.of(api.get("backup/records/" + record).data().getString("file_path"));
        String trigger = "CREATE FUNCTION public.lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';\n"
                + "CREATE TRIGGER lose BEFORE INSERT ON public.item FOR EACH ROW WHEN (NEW.id = 2)"
                + " EXECUTE FUNCTION public.lose();\n";
        forge(record, ForgedFile.of(file, "COPY public.item ", trigger + "COPY public.item "));
        JsonObject job = drilled("shop", record);
        assertEquals("MANIFEST_MISMATCH", job.getString("error"), job.toString());
        assertTrue(job.getString("message").contains("public.item got 1 rows, not 2"), job.toString());
        assertNothingLeft();
    }

    @Test
    void whatCannotBeMadeAgainIsNamed() {
        postgres.sql(
                SHOP,
                "SET ROLE " + OWNER,
                "CREATE FUNCTION public.inner_one(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1'",
                "CREATE FUNCTION public.outer_one(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                        + " 'BEGIN RETURN inner_one($1); END'",
                "SET search_path = public",
                "CREATE INDEX item_outer ON public.item (public.outer_one(id))");
        try {
            long record = backUp("shop");
            JsonObject job = drilled("shop", record);
            assertEquals("failed", job.getString("state"), job.toString());
            assertTrue(job.getString("message").contains("index public.item_outer"), job.toString());
            assertTrue(job.getJsonArray("warnings").toString().contains("inner_one"), job.toString());
        } finally {
            postgres.sql(SHOP, "DROP INDEX public.item_outer", "DROP FUNCTION public.outer_one, public.inner_one");
        }
        assertNothingLeft();
    }

    @Test
    void aRoleThatMayNotCreateDatabasesIsTold() {
        JsonObject job = drilled("poor", backUp("poor"));
        assertEquals("DRILL_IMPOSSIBLE", job.getString("error"), job.toString());
        assertTrue(job.getString("message").contains("CREATEDB"), job.toString());
        JsonObject status = status("poor");
        assertTrue(status.isNull("last_proven_at"), status.toString());
        assertTrue(status.getJsonArray("warnings").toString().contains("cannot be proven here: "), status.toString());
    }

    /** What somebody wrote into the database would run with all rights of the server, and nobody has looked at it. */
    @Test
    void aSuperuserRunsNothingThatABackupBrings() {
        assertEquals("completed", drilled("root", backUp("root")).getString("state"), "there is nothing to run");
        postgres.sql(
                "drill_root",
                "CREATE FUNCTION public.even(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT $1 % 2 = 0'",
                "ALTER TABLE public.item ADD CHECK (public.even(id) IS NOT NULL)");
        JsonObject job = drilled("root", backUp("root"));
        assertEquals("DRILL_IMPOSSIBLE", job.getString("error"), job.toString());
        assertNothingLeft();
    }

    @Test
    void nobodyWaitsForADrillAndItCanBeCancelled() throws IOException {
        long record = backUp("shop");
        jobs.hold("drill.prove");
        long drill = HeldJobs.started(start("shop", record));
        jobs.awaitAt(drill, "drill.prove");
        Answer second = start("default", backUp("default"));
        assertEquals(409, second.status());
        assertEquals("DRILL_RUNNING", second.error());
        assertFalse(status("shop").getBoolean("is_running"), "whoever wants the database can have it");
        assertTrue(backUp("shop") > record, "a backup of the same database");
        assertEquals(409, api.delete("backup/records/" + record).status(), "it is in use");
        assertEquals(200, api.post("backup/drills/cancel").status());
        jobs.release();
        assertEquals("cancelled", jobs.awaitEnd(drill).getString("state"));
        JsonObject status = status("shop");
        assertTrue(
                status.isNull("last_drill")
                        || status.getJsonObject("last_drill").getInt("job_id") < drill,
                "one that was cancelled hides no failure of the one before: " + status);
        assertNothingLeft();
    }

    @Test
    void aDrillWhoseServerDiesLeavesNothing() throws IOException {
        for (String database : Thorough.orElse(List.of("default", "shop"), List.of("shop"))) {
            long record = backUp(database);
            jobs.hold("drill.prove");
            long drill = HeldJobs.started(start(database, record));
            jobs.awaitAt(drill, "drill.prove");
            server.kill();
            jobs.release();
            server.start();
            JsonObject job = jobs.awaitEnd(drill);
            assertEquals("SERVER_STOPPED", job.getString("error"), job.toString());
            assertNothingLeft();
            assertEquals("completed", drilled(database, record).getString("state"));
        }
    }

    @Test
    void aBackupOfTheSameDatabaseLeavesADrillAlone() throws IOException {
        long record = backUp("shop");
        jobs.hold("drill.prove");
        long drill = HeldJobs.started(start("shop", record));
        jobs.awaitAt(drill, "drill.prove");
        backUp("shop");
        jobs.release();
        assertEquals(
                "completed",
                jobs.awaitEnd(drill).getString("state"),
                () -> api.get("backup/jobs/" + drill).toString());
        assertNothingLeft();
    }

    private static JsonObject created(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.toString());
        return answer.data();
    }

    private static JsonObject status(String database) {
        return api.get("backup/status?database=" + database).data();
    }

    private static JsonObject listed(String database) {
        return api.get("databases?inspect=false").data().getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("name").equals(database))
                .findFirst()
                .orElseThrow();
    }

    private static void forge(long record, ForgedFile forged) {
        new CatalogFile(server.home())
                .change(
                        "UPDATE backup_record SET sha256 = ?, manifest_json = ? WHERE id = ?",
                        forged.sha256(),
                        forged.manifest(),
                        record);
    }

    private static long backUp(String database) {
        return created(database).getJsonNumber("id").longValue();
    }

    private static Answer start(String database, long record) {
        return jobs.respondingAtOnce()
                .post("backup/drills", "{\"database\": \"" + database + "\", \"record_id\": " + record + "}");
    }

    private static JsonObject drilled(String database, long record) {
        long job = HeldJobs.started(start(database, record));
        jobs.awaitEnd(job);
        return api.get("backup/jobs/" + job).data();
    }

    /** All that was ever written to the live database, and by whom it was entered is no matter. */
    private static String written() {
        return postgres.ask(
                SHOP,
                "SELECT pg_stat_force_next_flush()::text || tup_inserted || ' ' || tup_updated || ' ' || tup_deleted"
                        + " FROM pg_stat_database WHERE datname = '" + SHOP + "'");
    }

    private static void assertNothingLeft() {
        assertFalse(
                postgres.databases().stream().anyMatch(name -> name.contains("_restore_")),
                () -> postgres.databases().toString());
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().matches("live\\.db\\..*|.*staging.*"))
                            .toList());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
