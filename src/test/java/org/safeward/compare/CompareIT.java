package org.safeward.compare;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.Manifest;
import org.safeward.beans.CatalogFile;
import org.safeward.drill.ForgedFile;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** What differs, on a running server and for both kinds of database: between backups, with the live database, with an upload. */
@ExtendWith(PostgresServer.Shared.class)
class CompareIT {
    private static final String OWNER = "compare_owner";
    private static final String SHOP = "compare_shop";
    private static final List<String> BOTH = List.of("default", "shop");

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer server;
    private static HeldJobs jobs;
    private static Api api;
    private static SmallDatabase live;

    @BeforeAll
    static void start(PostgresServer shared) {
        postgres = shared;
        live = SmallDatabase.create(folder.resolve("live.db"));
        postgres.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        postgres.drop(SHOP);
        postgres.sql("postgres", "CREATE DATABASE " + SHOP + " OWNER " + OWNER);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,shop")
                .with("safeward.database.shop.url", postgres.url(SHOP, OWNER))
                .protecting(live.file());
        jobs = new HeldJobs(server);
        api = server.start().api().inEnglish();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        postgres.drop(SHOP);
    }

    @BeforeEach
    void makeAnew() {
        for (String table : List.of("kept", "note", "gone", "fresh", "wide")) {
            both("DROP TABLE IF EXISTS " + table);
        }
        for (String table : List.of("kept", "note", "gone")) {
            both("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY, text TEXT)");
            both("INSERT INTO " + table + " (id, text) VALUES (1, 'first'), (2, 'second')");
        }
        postgres.sql(SHOP, "DROP SEQUENCE IF EXISTS public.counter");
        postgres.sql(SHOP, "SET ROLE " + OWNER, "CREATE SEQUENCE public.counter");
    }

    @Test
    void twoBackupsDifferByTable() {
        for (String database : BOTH) {
            long before = backUp(database);
            change();
            long after = backUp(database);
            JsonObject found = compared("left=" + before + "&right=" + after);
            assertEquals(Map.of("kept", "same", "note", "changed", "gone", "missing", "fresh", "added"), states(found));
            assertEquals("changed", found.getString("schema"));
            assertEquals(4, found.getInt("tables_total"));
            assertEquals(3, found.getInt("tables_differing"));
            assertEquals(before, found.getJsonObject("left").getInt("record_id"));
            assertEquals(after, found.getJsonObject("right").getInt("record_id"));
            assertTrue(found.getJsonObject("right").getInt("moment") > 0);
            assertEquals(3, table(found, "fresh").getInt("right_rows"));
            assertTrue(table(found, "fresh").isNull("left_rows"));
            assertTrue(table(found, "gone").isNull("right_rows"));
            assertEquals(database.equals("default"), found.isNull("sequences"), found.toString());
            assertEquals(database.equals("default"), !found.isNull("internal"), found.toString());

            JsonObject brief = compared("left=" + before + "&right=" + after + "&differing=true");
            assertEquals(
                    List.of("fresh", "gone", "note"), List.copyOf(states(brief).keySet()));
            JsonObject back = compared("left=" + after + "&right=" + before);
            assertEquals(Map.of("kept", "same", "note", "changed", "gone", "added", "fresh", "missing"), states(back));
            makeAnew();
        }
    }

    @Test
    void rowsThatCameAndWentAndSequencesAreTold() {
        long before = backUp("shop");
        both("INSERT INTO kept (id, text) VALUES (3, 'third')");
        both("DELETE FROM note WHERE id = 1");
        postgres.sql(SHOP, "SELECT pg_catalog.nextval('public.counter')");
        JsonObject found = compared("left=" + before + "&right=" + backUp("shop"));
        assertEquals(Map.of("kept", "more_rows", "note", "fewer_rows", "gone", "same"), states(found));
        assertEquals("same", found.getString("schema"), found.toString());
        assertEquals("changed", found.getString("sequences"));
        assertEquals("same", found.getString("large_objects"));
    }

    @Test
    void theLiveDatabaseIsReadAndNotWritten() throws IOException {
        for (String database : BOTH) {
            long record = backUp(database);
            byte[] bytes = Files.readAllBytes(live.file());
            String written = written();
            JsonObject found = withLive(record);
            assertEquals(0, found.getInt("tables_differing"), found.toString());
            assertEquals("same", found.getString("schema"));
            assertTrue(found.getJsonObject("right").isNull("record_id"));
            assertArrayEquals(bytes, Files.readAllBytes(live.file()));
            assertEquals(written, written());

            change();
            assertEquals(
                    Map.of("kept", "same", "note", "changed", "gone", "missing", "fresh", "added"),
                    states(withLive(record)));
            makeAnew();
        }
    }

    @Test
    void anUploadIsBuiltAndWhatItBringsIsCompared() throws IOException {
        for (String database : BOTH) {
            long record = backUp(database);
            Path file = Files.copy(fileOf(record), folder.resolve("other-" + database + ".sql.zip"));
            JsonObject same = withUpload(record, upload(database, file));
            assertEquals(0, same.getInt("tables_differing"), same.toString());
            assertEquals(
                    file.getFileName().toString(), same.getJsonObject("right").getString("upload"));
            change();
            JsonObject older = withUpload(backUp(database), upload(database, file));
            assertEquals(Map.of("kept", "same", "note", "changed", "gone", "added", "fresh", "missing"), states(older));
            assertNothingLeft();
            makeAnew();
        }
    }

    /** The manifest of an upload says whatever its writer wants; what counts is what comes out of it. */
    @Test
    void theManifestOfAnUploadIsNotBelieved() throws IOException {
        long record = backUp("default");
        Path file = Files.copy(fileOf(record), folder.resolve("forged.sql.zip"));
        ForgedFile.of(file, "'first'", "'FIRST'");
        JsonObject found = withUpload(record, upload("default", file));
        assertTrue(states(found).containsValue("changed"), found.toString());
    }

    @Test
    void aScriptOfOthersIsComparedByItsRowsToo() throws IOException {
        long record = backUp("default");
        Path file = Files.writeString(
                folder.resolve("theirs.sql"),
                "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n"
                        + "CREATE TABLE kept (id INTEGER PRIMARY KEY, text TEXT);\n"
                        + "INSERT INTO kept VALUES(1,'first');\nINSERT INTO kept VALUES(2,'second');\n"
                        + "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT);\n"
                        + "INSERT INTO note VALUES(1,'first');\nINSERT INTO note VALUES(2,'other');\nCOMMIT;\n");
        JsonObject found = withUpload(record, upload("default", file));
        assertEquals(Map.of("kept", "same", "note", "changed", "gone", "missing"), states(found));
        assertTrue(found.getJsonObject("right").isNull("moment"));
    }

    @Test
    void backupsFromBeforeThereWereDigestsAreOnlyCounted() {
        for (String database : BOTH) {
            long before = backUp(database);
            both("UPDATE note SET text = 'other' WHERE id = 1");
            both("DELETE FROM kept");
            long after = backUp(database);
            keepOnlyNumbers(before);
            for (JsonObject found : List.of(compared("left=" + before + "&right=" + after), withLive(before))) {
                assertEquals(
                        Map.of("kept", "fewer_rows", "note", "only_counted", "gone", "only_counted"), states(found));
                assertEquals("unknown", found.getString("schema"));
            }
            makeAnew();
        }
    }

    @Test
    void whatCannotBeComparedIsToldWhy() {
        long here = backUp("default");
        long there = backUp("shop");
        assertFault(409, "COMPARE_IMPOSSIBLE", "shop", api.get("backup/compare?left=" + here + "&right=" + there));
        assertFault(404, "RECORD_NOT_FOUND", "", api.get("backup/compare?left=" + here + "&right=999999"));
        assertFault(400, "BAD_FIELD", "right", api.get("backup/compare?left=" + here));
        assertFault(400, "BAD_FIELD", "POST", api.get("backup/compare?left=" + here + "&right=live"));
        assertFault(400, "BAD_FIELD", "POST", api.get("backup/compare?left=" + here + "&right=upload:1"));
        assertFault(400, "BAD_FIELD", "differing", api.get("backup/compare?left=1&right=1&differing=maybe"));
        assertFault(400, "BAD_FIELD", "right", api.post("backup/compare", "{\"left\": " + here + "}"));
        assertFault(
                400, "BAD_FIELD", "upload_id", api.post("backup/compare", "{\"left\": " + here + ", \"right\": {}}"));
        assertFault(
                404,
                "UPLOAD_NOT_FOUND",
                "",
                api.post("backup/compare", "{\"left\": " + here + ", \"right\": {\"upload_id\": \"x\"}}"));
        long job = api.get("backup/records/" + here).data().getInt("task_id");
        assertFault(404, "JOB_NOT_FOUND", "", api.get("backup/compare/" + job));

        long other = backUp("default");
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change(
                "UPDATE backup_record SET manifest_json = replace(manifest_json, '\"engine\":\"sqlite\"', '\"engine\":\"postgresql\"')"
                        + " WHERE id = ?",
                other);
        assertFault(
                409, "COMPARE_IMPOSSIBLE", "postgresql", api.get("backup/compare?left=" + here + "&right=" + other));
        assertFault(409, "COMPARE_IMPOSSIBLE", "postgresql", start(other));
        catalog.change("UPDATE backup_record SET manifest_json = NULL WHERE id = ?", other);
        assertFault(409, "COMPARE_IMPOSSIBLE", "manifest", api.get("backup/compare?left=" + here + "&right=" + other));
        catalog.change("UPDATE backup_record SET status = 'FAILED' WHERE id = ?", other);
        assertFault(409, "COMPARE_IMPOSSIBLE", "failed", api.get("backup/compare?left=" + here + "&right=" + other));
    }

    @Test
    void thePreviewOfARestoreTellsWhatWasChangedSince() {
        for (String database : BOTH) {
            long record = backUp(database);
            JsonObject alone =
                    api.get("backup/restore/preview?record_id=" + record).data();
            assertTrue(alone.isNull("compared_with"), alone.toString());
            assertTrue(table(alone, "note").isNull("since"));
            both("UPDATE note SET text = 'other' WHERE id = 1");
            both("DROP TABLE gone");
            long newest = backUp(database);
            JsonObject preview =
                    api.get("backup/restore/preview?record_id=" + record).data();
            assertEquals(newest, preview.getJsonObject("compared_with").getInt("record_id"));
            assertEquals("changed", table(preview, "note").getString("since"));
            assertEquals(2, table(preview, "note").getInt("now"));
            assertEquals(2, table(preview, "note").getInt("then"));
            assertEquals("same", table(preview, "kept").getString("since"));
            assertTrue(table(preview, "gone").isNull("since"));
            JsonObject beside = api.get("backup/restore/preview?target=beside&record_id=" + record)
                    .data();
            assertTrue(beside.isNull("compared_with"));
            makeAnew();
        }
    }

    @Test
    void nobodyWaitsForItThereIsOneAndItCanBeCancelled() throws IOException {
        long record = backUp("shop");
        jobs.hold("compare.scan");
        long job = HeldJobs.started(start(record));
        jobs.awaitAt(job, "compare.scan");
        assertFault(409, "COMPARE_RUNNING", "", start(record));
        assertEquals(202, api.get("backup/compare/" + job).status());
        assertTrue(backUp("shop") > record, "a backup of the same database");
        assertEquals(200, api.post("backup/compare/cancel").status());
        jobs.release();
        assertEquals("cancelled", jobs.awaitEnd(job).getString("state"));
        assertEquals("JOB_CANCELLED", api.get("backup/compare/" + job).error());
        Answer again = api.post("backup/compare/cancel");
        assertEquals(200, again.status(), "nothing is running");
    }

    @Test
    void aRestoreComesFirst() throws IOException {
        long record = backUp("default");
        jobs.hold("compare.scan");
        long job = HeldJobs.started(start(record));
        jobs.awaitAt(job, "compare.scan");
        long restore = jobs.startRestore(record, false);
        jobs.release();
        assertEquals("cancelled", jobs.awaitEnd(job).getString("state"));
        assertEquals("completed", jobs.awaitEnd(restore).getString("state"));

        jobs.hold("restore.stage");
        long held = jobs.startRestore(record, false);
        jobs.awaitAt(held, "restore.stage");
        long late = HeldJobs.started(start(record));
        assertEquals("RESTORE_RUNNING", jobs.awaitEnd(late).getString("error"));
        jobs.release();
        assertEquals("completed", jobs.awaitEnd(held).getString("state"));
    }

    @Test
    void oneWhoseServerDiesLeavesNothing() throws IOException {
        for (String database : Thorough.orElse(BOTH, BOTH.subList(1, 2))) {
            long record = backUp(database);
            jobs.hold("compare.scan");
            long job = HeldJobs.started(start(record));
            jobs.awaitAt(job, "compare.scan");
            server.kill();
            jobs.release();
            server.start();
            assertEquals("SERVER_STOPPED", jobs.awaitEnd(job).getString("error"));
            assertEquals("SERVER_STOPPED", api.get("backup/compare/" + job).error());
            assertNothingLeft();
            assertEquals(0, withLive(record).getInt("tables_differing"));
        }
    }

    /** One row is another, one table is gone, one is new, and so the schema is another. */
    private static void change() {
        both("UPDATE note SET text = 'other' WHERE id = 1");
        both("DROP TABLE gone");
        both("CREATE TABLE fresh (id INTEGER PRIMARY KEY)");
        both("INSERT INTO fresh VALUES (1), (2), (3)");
    }

    private static void both(String sql) {
        live.execute(sql);
        postgres.sql(SHOP, "SET ROLE " + OWNER, "SET search_path = public", sql);
    }

    private static void keepOnlyNumbers(long record) {
        Manifest manifest = Manifest.fromJson(
                api.get("backup/records/" + record + "/manifest").data().toString());
        Map<String, String> details = new TreeMap<>(manifest.details());
        details.keySet().removeIf(name -> name.startsWith("digest_"));
        Manifest old = new Manifest(
                1,
                manifest.product(),
                manifest.engine(),
                manifest.engineVersion(),
                manifest.database(),
                manifest.createdAt(),
                manifest.sqlBytes(),
                manifest.sha256(),
                manifest.tables().stream().map(Manifest.Table::counted).toList(),
                details,
                manifest.warnings());
        new CatalogFile(server.home())
                .change("UPDATE backup_record SET manifest_json = ? WHERE id = ?", old.toJson(), record);
    }

    private static long backUp(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.toString());
        return answer.data().getJsonNumber("id").longValue();
    }

    private static Path fileOf(long record) {
        return Path.of(api.get("backup/records/" + record).data().getString("file_path"));
    }

    private static JsonObject compared(String query) {
        Answer answer = api.get("backup/compare?" + query);
        assertEquals(200, answer.status(), answer.toString());
        return answer.data();
    }

    private static Answer start(long record) {
        return api.post("backup/compare", "{\"left\": " + record + ", \"right\": \"live\"}");
    }

    private static JsonObject withLive(long record) {
        return found(HeldJobs.started(start(record)));
    }

    private static String upload(String database, Path file) {
        Answer answer = api.upload("backup/uploads", file, file.getFileName().toString(), Map.of("database", database));
        assertEquals(200, answer.status(), answer.toString());
        return answer.data().getString("upload_id");
    }

    private static JsonObject withUpload(long record, String upload) {
        return found(HeldJobs.started(api.post(
                "backup/compare", "{\"left\": " + record + ", \"right\": {\"upload_id\": \"" + upload + "\"}}")));
    }

    private static JsonObject found(long job) {
        JsonObject ended = jobs.awaitEnd(job);
        assertEquals("completed", ended.getString("state"), ended.toString());
        Answer answer = api.get("backup/compare/" + job);
        assertEquals(200, answer.status(), answer.toString());
        return answer.data();
    }

    /** By table, PostgreSQL's without their schema. */
    private static Map<String, String> states(JsonObject found) {
        Map<String, String> states = new TreeMap<>();
        for (JsonObject table : found.getJsonArray("tables").getValuesAs(JsonObject.class)) {
            states.put(table.getString("name").replace("public.", ""), table.getString("state"));
        }
        return states;
    }

    private static JsonObject table(JsonObject found, String name) {
        return found.getJsonArray("tables").getValuesAs(JsonObject.class).stream()
                .filter(table -> table.getString("name").replace("public.", "").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertFault(int status, String error, String inMessage, Answer answer) {
        assertEquals(status, answer.status(), answer.toString());
        assertEquals(error, answer.error());
        assertTrue(answer.text().contains(inMessage), answer.text());
    }

    private static String written() {
        return postgres.ask(
                SHOP,
                "SELECT pg_stat_force_next_flush()::text || tup_inserted || ' ' || tup_updated || ' ' || tup_deleted"
                        + " FROM pg_stat_database WHERE datname = '" + SHOP + "'");
    }

    private static void assertNothingLeft() throws IOException {
        assertFalse(
                postgres.databases().stream().anyMatch(name -> name.contains("_restore_")),
                () -> postgres.databases().toString());
        try (Stream<Path> files = Files.walk(folder)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().matches("live\\.db\\..*|.*staging.*"))
                            .toList());
        }
    }
}
