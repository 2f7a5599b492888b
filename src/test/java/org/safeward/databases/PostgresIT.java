package org.safeward.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Messages;
import org.safeward.fixture.HeldJobs;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.Refusals;
import org.safeward.server.SafewardServer;

/** PostgreSQL over HTTP: the whole way from a request to a real server and back, several databases beside each other. */
@ExtendWith(PostgresServer.Shared.class)
class PostgresIT {
    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static ProtectedServers databases;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;

    @BeforeAll
    static void start(PostgresServer shared) throws IOException {
        postgres = shared;
        databases = ProtectedServers.create(postgres, folder);
        server = databases.protectedBy(SafewardServer.deployed(folder.resolve("home")));
        jobs = new HeldJobs(server);
        api = server.start().api();
    }

    @BeforeEach
    void freshOrders() {
        databases.freshOrders();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (databases != null) {
            databases.forget();
        }
    }

    @OnEveryServer
    @ParameterizedTest
    @CsvSource({"default, true", "in_place, false"})
    void restoresEverythingAndTakesThatBackAndForth(String database, boolean byRename) {
        String name = byRename ? ProtectedServers.SWAPPED : ProtectedServers.IN_PLACE;
        String before = postgres.portrait(name);
        long record = backUp(database);
        EverythingDatabase.changeEverything(postgres, name);
        String changed = postgres.portrait(name);
        assertNotEquals(before, changed);

        refusedUnseen(record);
        assertEquals(changed, postgres.portrait(name), "refused");
        restore(record);
        assertEquals(before, postgres.portrait(name));
        JsonObject restored = newestJob();
        assertEquals("completed", restored.getString("state"), restored.toString());
        assertFalse(restored.isNull("safety_record_id"), restored.toString());
        assertEquals(byRename ? 1 : 0, keptOf(name).size());
        String kept = name + "_before_" + restored.getInt("id") + "_";
        assertTrue(
                keptOf(name).stream().allMatch(other -> other.startsWith(kept)),
                () -> keptOf(name).toString());

        undo(database);
        assertEquals(byRename ? "undo" : "restore", newestJob().getString("kind"));
        assertEquals(changed, postgres.portrait(name), "undone");
        undo(database);
        assertEquals(before, postgres.portrait(name), "the undo undone");

        backUp(database);
        assertEquals(List.of(), keptOf(name), "after a good backup nothing is kept for an undo");
    }

    /** Whoever decides is told how it would go live, and which functions would run with rights beyond the database. */
    @ParameterizedTest
    @CsvSource({
        "default, CHECK_MODE_SWAP, true",
        "in_place, CHECK_MODE_IN_PLACE_SINCE, true",
        "orders, CHECK_MODE_SWAP, false"
    })
    void aPreviewAndAJobNameTheWayAndWhatLoadingRuns(String database, String way, boolean superuser) {
        postgres.sql(
                ProtectedServers.ORDERS,
                "SET ROLE " + ProtectedServers.OWNER,
                "CREATE FUNCTION first(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.left(t, 1)'",
                "CREATE INDEX ON customer (first(name))");
        long record = backUp(database);
        String functions = api.get("backup/records/" + record + "/manifest")
                .data()
                .getJsonObject("details")
                .getString("runs_when_loaded")
                .replace("\n", ", ");
        assertFalse(functions.isEmpty());
        String reason = Messages.CHINESE.text("WHY_NO_ENTRY", "postgres", "");
        String mode = Messages.CHINESE.text(way, reason);

        Map<String, String> preview = api
                .get("backup/restore/preview?record_id=" + record)
                .data()
                .getJsonArray("checks")
                .getValuesAs(JsonObject.class)
                .stream()
                .collect(Collectors.toMap(check -> check.getString("name"), check -> check.getString("text")));
        restore(record);
        List<String> job = newestJob().getJsonArray("checks").getValuesAs(JsonString::getString);

        assertTrue(preview.get("mode").startsWith(mode), preview.get("mode"));
        assertTrue(job.stream().anyMatch(check -> check.startsWith(mode)), job.toString());
        Predicate<String> told = text -> text.contains("superuser") && text.contains(functions);
        assertEquals(superuser, preview.containsKey("functions"));
        assertTrue(!superuser || told.test(preview.get("functions")), preview.get("functions"));
        assertEquals(superuser, job.stream().anyMatch(told), job.toString());
    }

    /** Warned of when it was backed up, named by the restore that changes nothing, left out by the one that names it. */
    @Test
    void whatCannotBeMadeAgainIsLeftOutOnlyByName() {
        postgres.sql(
                ProtectedServers.ORDERS,
                "SET ROLE " + ProtectedServers.OWNER,
                "CREATE FUNCTION inner_one(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)'",
                "CREATE FUNCTION bare(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT inner_one(t)'",
                "CREATE INDEX by_bare ON customer (bare(name))");
        String object = "index public.by_bare";
        JsonObject record = create("orders").data();
        JsonObject warning = record.getJsonArray("warnings").getJsonObject(0);
        assertEquals("NEEDS_SEARCH_PATH", warning.getString("code"));
        assertEquals(object, warning.getString("object"));

        postgres.sql(ProtectedServers.ORDERS, "DELETE FROM purchase");
        String before = postgres.portrait(ProtectedServers.ORDERS);
        JsonObjectBuilder asked = Json.createObjectBuilder().add("record_id", record.getInt("id"));
        Answer failed = api.post("backup/restore", asked.build());
        assertRefused(ErrorCode.OBJECTS_FAIL, failed);
        JsonObject named = failed.data().getJsonArray("objects").getJsonObject(0);
        assertEquals(object, named.getString("object"));
        assertTrue(named.getString("message").contains("inner_one"), named.toString());
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));

        asked = Json.createObjectBuilder()
                .add("record_id", record.getInt("id"))
                .add("skip", Json.createArrayBuilder().add("table public.purchase"));
        assertRefused(ErrorCode.NOT_SKIPPABLE, api.post("backup/restore", asked.build()));
        asked = Json.createObjectBuilder()
                .add("record_id", record.getInt("id"))
                .add("skip", Json.createArrayBuilder().add(object));
        assertDone(api.post("backup/restore", asked.build()));
        JsonObject leftOut = newestJob().getJsonArray("warnings").getJsonObject(0);
        assertEquals("OBJECT_LEFT_OUT", leftOut.getString("code"));
        assertEquals(object, leftOut.getString("object"));
        assertEquals("3", postgres.ask(ProtectedServers.ORDERS, "SELECT count(*) FROM public.purchase"));
        assertEquals("2", postgres.ask(ProtectedServers.ORDERS, "SELECT count(*) FROM public.customer"));
    }

    @OnEveryServer
    @Test
    void recordAndManifestTellWhatTheBackupHolds() {
        JsonObject record = create("orders").data();
        assertEquals("completed", record.getString("status"));
        assertEquals("sql", record.getString("format"));
        assertFalse(record.getBoolean("degraded"));
        assertEquals(2, record.getInt("table_count"));
        assertEquals(5, record.getInt("row_count"));
        assertEquals("orders", record.getString("database"));
        assertTrue(record.getInt("verified_at") > 0);
        Path file = Path.of(record.getString("file_path"));
        assertEquals(server.home().resolve("backups/orders"), file.getParent());
        assertTrue(file.toString().endsWith(".sql.zip"), file.toString());

        JsonObject manifest =
                api.get("backup/records/" + record.getInt("id") + "/manifest").data();
        assertEquals("postgresql", manifest.getString("engine"), manifest.toString());
        assertEquals(
                postgres.ask("postgres", "SHOW server_version").split(" ")[0],
                manifest.getString("engine_version").split(" ")[0]);
        String client = postgres.tool("pg_dump", "--version");
        assertTrue(client.contains(manifest.getJsonObject("details").getString("pg_dump")), manifest.toString());
        assertEquals(
                "public.customer",
                manifest.getJsonArray("tables").getJsonObject(0).getString("name"));
    }

    @OnEveryServer
    @Test
    void restoresIntoANewDatabaseBesideTheLiveOne() {
        long record = backUp("orders");
        String before = postgres.portrait(ProtectedServers.ORDERS);
        Function<String, Answer> into = target -> api.post(
                "backup/restore",
                Json.createObjectBuilder()
                        .add("record_id", record)
                        .add("target", target)
                        .build());

        Function<String, String> outlook = target -> api
                .get("backup/restore/preview?record_id=" + record + "&target=" + target)
                .data()
                .getJsonArray("checks")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(check -> check.getString("name").equals("target"))
                .findFirst()
                .orElseThrow()
                .getString("outcome");

        assertEquals("passed", outlook.apply("copy.of_it"));
        assertDone(into.apply("copy.of_it"));
        assertEquals("failed", outlook.apply("copy.of_it"));
        assertEquals("3", postgres.ask("copy.of_it", "SELECT count(*) FROM public.purchase"));
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
        assertRefused(ErrorCode.TARGET_EXISTS, into.apply("copy.of_it"));
        assertRefused(ErrorCode.TARGET_EXISTS, into.apply(ProtectedServers.IN_PLACE));
        assertRefused(ErrorCode.TARGET_INVALID, into.apply("no/way"));
        assertRefused(ErrorCode.TARGET_INVALID, into.apply(ProtectedServers.ORDERS));
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
        postgres.drop("copy.of_it");
    }

    @OnEveryServer
    @Test
    void restoresAnUploadedPlainDumpOfPgDump() throws IOException {
        Path dump = folder.resolve("dump.sql");
        Files.writeString(dump, postgres.tool("pg_dump", "--clean", "--create", ProtectedServers.ORDERS));
        String before = postgres.portrait(ProtectedServers.ORDERS);
        postgres.sql(
                ProtectedServers.ORDERS,
                "SET ROLE " + ProtectedServers.OWNER,
                "DROP TABLE public.purchase",
                "CREATE TABLE public.intruder ()");

        assertUploadRefused(ErrorCode.SCRIPT_LACKS_TABLES, "orders", dump);
        assertDone(upload("orders", dump, Map.of("accept_unverifiable", "true")));
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
        undo("orders");
        assertEquals("0", postgres.ask(ProtectedServers.ORDERS, "SELECT count(*) FROM public.intruder"));
        undo("orders");
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
    }

    @Test
    void aDumpFromANewerServerNeedsForce() throws IOException {
        Path dump = folder.resolve("newer.sql");
        Files.writeString(
                dump,
                postgres.tool("pg_dump", ProtectedServers.ORDERS)
                        .replaceAll("-- Dumped from database version \\S+", "-- Dumped from database version 99.1")
                        .replace(
                                "SET statement_timeout = 0;", "SET statement_timeout = 0;\nSET setting_of_later = 0;"));
        String before = postgres.portrait(ProtectedServers.ORDERS);
        postgres.sql(ProtectedServers.ORDERS, "DELETE FROM public.purchase");

        assertUploadRefused(ErrorCode.SOURCE_NEWER, "orders", dump);
        assertDone(upload("orders", dump, Map.of("force", "true")));
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
    }

    @Test
    void scriptsThatMustNotBeRunChangeNothing() throws IOException {
        Path dump = folder.resolve("good.sql");
        Files.writeString(dump, postgres.tool("pg_dump", "--clean", "--create", ProtectedServers.ORDERS));
        assertUploadRefused(ErrorCode.UPLOAD_NOT_TRUSTED, "default", dump);

        Path wrongAtItsEnd = folder.resolve("end.sql");
        Files.writeString(wrongAtItsEnd, Files.readString(dump) + "\nSELECT 1 / 0;\n");
        Answer refused = assertUploadRefused(ErrorCode.SCRIPT_FAILED, "orders", wrongAtItsEnd);
        assertTrue(refused.message().contains("division by zero"), refused.message());

        Path meddling = Files.writeString(folder.resolve("role.sql"), "CREATE TABLE x ();\nDROP ROLE reader;\n");
        assertUploadRefused(ErrorCode.SCRIPT_LEAVES_DATABASE, "orders", meddling);

        Path lacking = Files.writeString(folder.resolve("lacking.sql"), "CREATE TABLE customer (id int);\n");
        refused = assertUploadRefused(ErrorCode.SCRIPT_LACKS_TABLES, "orders", lacking);
        assertTrue(refused.message().contains("public.purchase"), refused.message());
    }

    @Test
    void backupsOfAnotherEngineAreRefused() throws IOException {
        Path ours = Path.of(api.get("backup/records/" + backUp("lite")).data().getString("file_path"));
        assertUploadRefused(ErrorCode.WRONG_ENGINE, "orders", ours);
        assertUploadRefused(ErrorCode.WRONG_ENGINE, "orders", databases.sqliteFile(), "lite.sql");
        Path shell = Files.writeString(
                folder.resolve("shell.sql"),
                "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\nINSERT INTO t VALUES(1);\nCOMMIT;\n");
        assertUploadRefused(ErrorCode.WRONG_ENGINE, "orders", shell);

        Path theirs =
                Path.of(api.get("backup/records/" + backUp("orders")).data().getString("file_path"));
        assertUploadRefused(ErrorCode.WRONG_ENGINE, "lite", theirs);
        Path dump = folder.resolve("to-lite.sql");
        Files.writeString(dump, postgres.tool("pg_dump", ProtectedServers.ORDERS));
        assertUploadRefused(ErrorCode.WRONG_ENGINE, "lite", dump);
        assertRefused(
                ErrorCode.WRONG_ENGINE,
                api.post(
                        "backup/restore",
                        Json.createObjectBuilder()
                                .add("record_id", backUp("orders"))
                                .add("database", "lite")
                                .build()));
    }

    @Test
    void listsEveryDatabaseWithWhatIsInItOrWrongWithIt() {
        long record = backUp("orders");
        Answer answer = api.get("databases");
        assertEquals(200, answer.status(), answer.text());
        Map<String, JsonObject> listed = answer.data().getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .collect(Collectors.toMap(database -> database.getString("name"), Function.identity()));
        assertEquals(7, listed.size());
        JsonObject orders = listed.get("orders");
        assertEquals("postgresql", orders.getString("engine"));
        assertEquals(
                "postgresql://127.0.0.1:" + postgres.port() + "/" + ProtectedServers.ORDERS,
                orders.getString("address"));
        assertEquals(record, orders.getInt("last_good_record_id"), orders.toString());
        assertTrue(orders.isNull("error"), orders.toString());
        assertEquals(2, orders.getInt("tables"));
        assertTrue(orders.getInt("size") > 0);
        assertEquals(
                postgres.ask(
                        ProtectedServers.SWAPPED,
                        "SELECT count(*) FROM pg_class WHERE relkind = 'r'"
                                + " AND relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')"),
                String.valueOf(listed.get("default").getInt("tables")));
        assertEquals("sqlite", listed.get("lite").getString("engine"));
        for (String unreachable : List.of("locked_out", "down")) {
            JsonObject database = listed.get(unreachable);
            assertEquals("DATABASE_UNREACHABLE", database.getString("error"), database.toString());
            assertTrue(database.isNull("tables"), database.toString());
            assertTrue(database.isNull("last_good_record_id"), database.toString());
        }
        assertFalse(answer.text().contains("a wrong one"), "a password is shown");
    }

    @OnEveryServer
    @Test
    void aServerThatCannotBeReachedAndARoleThatMayNotReadFailTheBackup() {
        for (String unreachable : List.of("locked_out", "down")) {
            Answer failed = create(unreachable);
            assertRefused(ErrorCode.DATABASE_UNREACHABLE, failed);
            assertEquals("failed", failed.data().getString("status"));
            assertEquals("", failed.data().getString("file_path"));
        }
        Answer denied = create("strange");
        assertRefused(ErrorCode.DUMP_FAILED, denied);
        assertTrue(denied.message().contains("permission denied"), denied.message());
        assertEquals("failed", denied.data().getString("status"));
        assertEquals(200, api.get("backup/status?database=down").status());
    }

    @Test
    void aRoleThatMayNotChangeTheDatabaseRestoresNothing() {
        long record = backUp("orders");
        String before = postgres.portrait(ProtectedServers.ORDERS);
        JsonObjectBuilder request =
                Json.createObjectBuilder().add("record_id", record).add("database", "strange");
        assertRefused(ErrorCode.RIGHTS_LACKING, api.post("backup/restore", request.build()));
        request = Json.createObjectBuilder()
                .add("record_id", record)
                .add("database", "locked_out")
                .add("safety_backup", false);
        assertRefused(ErrorCode.DATABASE_UNREACHABLE, api.post("backup/restore", request.build()));
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
    }

    @Test
    void eachDatabaseHasItsOwnJobConfigAndWarnings() throws IOException {
        long record = backUp("orders");
        jobs.hold("restore.stage");
        long held = jobs.startRestore(record, false);
        jobs.awaitAt(held, "restore.stage");
        try {
            assertRefused(ErrorCode.RESTORE_RUNNING, create("orders"));
            backUp("lite");
        } finally {
            jobs.release();
        }
        assertEquals("completed", jobs.awaitEnd(held).getString("state"));
        JsonObject config = Schedules.config("orders", "7 3 * * *").build();
        assertEquals(200, api.put("backup/config", config).status());
        assertEquals(
                "7 3 * * *", api.get("backup/config?database=orders").data().getString("backup_cron"));
        assertEquals(0, api.get("backup/config").data().getInt("backup_enabled"));
        JsonObject status = api.get("backup/status?database=orders").data();
        assertEquals(
                server.home().resolve("backups/orders").toString(), status.getString("backup_dir"), status.toString());
        assertEquals(List.of(), status.getJsonArray("warnings"), status.toString());
        assertTrue(api.get("backup/status").data().isNull("next_run_at"));
    }

    private static long backUp(String database) {
        Answer answer = create(database);
        assertDone(answer);
        return answer.data().getInt("id");
    }

    private static Answer create(String database) {
        return api.post(
                "backup/create",
                Json.createObjectBuilder().add("database", database).build());
    }

    /** As somebody does it who has read the preview. */
    private static void restore(long record) {
        assertDone(api.post("backup/restore", seen(record, preview(record)).build()));
    }

    private static JsonObject preview(long record) {
        return api.get("backup/restore/preview?record_id=" + record).data();
    }

    private static JsonObjectBuilder seen(long record, JsonObject preview) {
        JsonObjectBuilder request = Json.createObjectBuilder().add("record_id", record);
        // Null where the role may do no more than the database needs.
        return preview.isNull("functions_seen")
                ? request
                : request.add("functions_seen", preview.get("functions_seen"));
    }

    /** A superuser's role runs the functions of a backup only for somebody who has seen them; without, there is not even a job. */
    private static void refusedUnseen(long record) {
        JsonObject newest = newestJob();
        Answer refused = api.post(
                "backup/restore",
                Json.createObjectBuilder().add("record_id", record).build());
        assertRefused(ErrorCode.FUNCTIONS_UNSEEN, refused);
        JsonObjectBuilder beside =
                Json.createObjectBuilder().add("record_id", record).add("target", "unseen");
        assertRefused(ErrorCode.FUNCTIONS_UNSEEN, api.post("backup/restore", beside.build()));
        JsonObject preview = preview(record);
        assertFalse(preview.getJsonArray("functions").isEmpty(), preview.toString());
        for (JsonString function : preview.getJsonArray("functions").getValuesAs(JsonString.class)) {
            assertTrue(refused.message().contains(function.getString()), refused.message());
        }
        JsonObjectBuilder wrong =
                Json.createObjectBuilder().add("record_id", record).add("functions_seen", "0123");
        assertRefused(ErrorCode.FUNCTIONS_UNSEEN, api.post("backup/restore", wrong.build()));
        assertEquals(newest, newestJob());
    }

    @Test
    void previewSaysWhichWayItGoesAndWhichFunctionsLoadingRuns() {
        Map<String, String> modes = Map.of("default", "切换方式", "in_place", "就地恢复");
        for (String database : modes.keySet()) {
            long record = backUp(database);
            JsonObject preview = preview(record);
            List<String> functions = preview.getJsonArray("functions").getValuesAs(JsonString::getString);
            String told = check(preview, "functions");
            assertTrue(functions.stream().allMatch(told::contains), told);
            assertEquals(functions.stream().sorted().toList(), functions);
            assertEquals(64, preview.getString("functions_seen").length());
            assertTrue(check(preview, "mode").startsWith("passed: " + modes.get(database)), check(preview, "mode"));
        }
        JsonObject orders = preview(backUp("orders"));
        assertEquals(List.of(), orders.getJsonArray("functions"));
        assertTrue(orders.isNull("functions_seen"), orders.toString());
    }

    /** Asked for while the role had no such rights; the job finds that it has them now, before anything is staged. */
    @Test
    void theJobLooksOnceMoreWhatItsRoleMayDo() throws IOException {
        postgres.sql(
                ProtectedServers.ORDERS,
                "SET ROLE " + ProtectedServers.OWNER,
                "CREATE FUNCTION odd(int) RETURNS bool LANGUAGE plpgsql AS 'BEGIN RETURN true; END'",
                "ALTER TABLE customer ADD CHECK (odd(id))");
        long record = backUp("orders");
        postgres.sql(ProtectedServers.ORDERS, "DELETE FROM purchase");
        String before = postgres.portrait(ProtectedServers.ORDERS);
        jobs.hold("restore.stage");
        long held = jobs.startRestore(record, false);
        try {
            jobs.awaitAt(held, "restore.stage");
            postgres.sql("postgres", "ALTER ROLE " + ProtectedServers.OWNER + " SUPERUSER");
            jobs.release();
            JsonObject ended = jobs.awaitEnd(held);
            assertEquals(ErrorCode.FUNCTIONS_UNSEEN.name(), ended.getString("error"), ended.toString());
            assertTrue(ended.getString("message").contains("public.odd(integer)"), ended.toString());
            assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
            restore(record);
        } finally {
            jobs.release();
            postgres.sql("postgres", "ALTER ROLE " + ProtectedServers.OWNER + " NOSUPERUSER");
        }
        assertNotEquals(before, postgres.portrait(ProtectedServers.ORDERS));
    }

    private static String check(JsonObject preview, String name) {
        return preview.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> check.getString("name").equals(name))
                .map(check -> check.getString("outcome") + ": " + check.getString("text"))
                .findFirst()
                .orElseThrow();
    }

    private static void undo(String database) {
        assertDone(api.post(
                "backup/restore/undo",
                Json.createObjectBuilder().add("database", database).build()));
    }

    private static Answer upload(String database, Path file, Map<String, String> fields) {
        Map<String, String> form = new TreeMap<>(fields);
        form.put("database", database);
        return api.upload("backup/upload-restore", file, file.getFileName().toString(), form);
    }

    private static Answer assertUploadRefused(ErrorCode code, String database, Path file) {
        return assertUploadRefused(code, database, file, file.getFileName().toString());
    }

    /** And neither the live databases nor any others are different for it. */
    private static Answer assertUploadRefused(ErrorCode code, String database, Path file, String fileName) {
        List<String> names = postgres.databases();
        String before = postgres.portrait(ProtectedServers.ORDERS);
        Answer answer = api.upload("backup/upload-restore", file, fileName, Map.of("database", database));
        assertRefused(code, answer);
        assertEquals(before, postgres.portrait(ProtectedServers.ORDERS));
        assertEquals(names, postgres.databases());
        return answer;
    }

    private static void assertRefused(ErrorCode code, Answer answer) {
        Refusals.assertRefusal(code, Messages.CHINESE, answer);
    }

    private static void assertDone(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
        assertEquals(0, answer.code(), answer.text());
    }

    private static JsonObject newestJob() {
        return api.get("backup/jobs").data().getJsonArray("list").getJsonObject(0);
    }

    private static List<String> keptOf(String name) {
        return postgres.databases().stream()
                .filter(other -> other.startsWith(name + "_"))
                .toList();
    }
}
