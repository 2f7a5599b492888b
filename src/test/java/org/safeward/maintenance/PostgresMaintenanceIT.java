package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.safeward.maintenance.MaintenanceApi.assertSuccess;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.Traces;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** The maintenance backup of a PostgreSQL database that {@code DATABASE_URL} names: by pg_dump, and without one. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(PostgresServer.Shared.class)
class PostgresMaintenanceIT {
    private static final String DATABASE = "maintained";
    private static final String STAMP = "backup-\\d{4}-\\d\\d-\\d\\dT\\d\\d-\\d\\d-\\d\\d-\\d{3}Z";

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SafewardServer server;

    @BeforeAll
    static void start(PostgresServer shared) {
        postgres = shared;
        postgres.drop(DATABASE);
        postgres.create(DATABASE);
        postgres.sql(
                DATABASE,
                "CREATE TABLE note (id serial PRIMARY KEY, text text)",
                "INSERT INTO note (text) VALUES ('first'), ('zweite ü')");
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("DATABASE_URL", postgres.url(DATABASE, PostgresServer.SUPERUSER))
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        postgres.databases().stream().filter(name -> name.startsWith(DATABASE)).forEach(postgres::drop);
    }

    @Test
    @Order(1)
    void isMadeByPgDump() throws IOException {
        JsonObject record = backUp("\\.sql");
        assertEquals("sql", record.getString("format"));
        assertEquals(false, record.getBoolean("degraded"));
        assertTrue(download(record).contains("PostgreSQL database dump complete"));
        restores(record);
    }

    @Test
    @Order(2)
    void isJsonWithoutPgDump() throws IOException {
        server.close();
        server.with("safeward.postgresql.tools", Files.createDirectories(folder.resolve("no tools")))
                .start();
        JsonObject record = backUp("\\.json");
        assertEquals("json", record.getString("format"));
        assertEquals(true, record.getBoolean("degraded"));
        assertTrue(download(record).contains("zweite ü"));
        tellsThatNoTableComesBackAlone(record.getInt("id"));
        restores(record);
    }

    /** The preview as the restore itself. */
    private static void tellsThatNoTableComesBackAlone(int record) {
        String table = server.api()
                .get("backup/records/" + record + "/manifest")
                .data()
                .getJsonArray("tables")
                .getJsonObject(0)
                .getString("name");
        JsonObject check = server
                .api()
                .get("backup/restore/preview?record_id=" + record + "&tables=" + table)
                .data()
                .getJsonArray("checks")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(found -> found.getString("name").equals("parts"))
                .findFirst()
                .orElseThrow();
        assertEquals("failed", check.getString("outcome"), check.toString());
        Answer answer =
                server.api().post("backup/restore", "{\"record_id\": " + record + ", \"tables\": [\"" + table + "\"]}");
        assertEquals("PARTS_IMPOSSIBLE", answer.error(), answer.text());
        assertEquals(answer.message(), check.getString("text"));
    }

    private static JsonObject backUp(String suffix) {
        JsonObject answer = assertSuccess("数据备份成功", new MaintenanceApi(server.api()).run("backup"), "backupFile");
        String name = answer.getString("backupFile");
        assertTrue(name.matches(STAMP + suffix), name);
        JsonObject record = server.api()
                .get("backup/list?page_size=1")
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
        assertEquals("maintenance", record.getString("origin"));
        assertEquals("completed", record.getString("status"));
        assertEquals(name, Path.of(record.getString("file_path")).getFileName().toString());
        return record;
    }

    private static String download(JsonObject record) throws IOException {
        Path file = folder.resolve("downloaded");
        server.api().download("backup/download/" + record.getInt("id"), file);
        assertEquals(record.getString("sha256"), Traces.sha256(Files.readAllBytes(file)));
        return Files.readString(file);
    }

    /** Without a safety backup: one that is degraded does not count as one. */
    private static void restores(JsonObject record) {
        postgres.sql(DATABASE, "UPDATE note SET text = 'changed'", "INSERT INTO note (text) VALUES ('more')");
        Answer answer = server.api()
                .post("backup/restore", "{\"record_id\": " + record.getInt("id") + ", \"safety_backup\": false}");
        assertEquals(0, answer.code(), answer.text());
        assertEquals(
                "first,zweite ü", postgres.ask(DATABASE, "SELECT string_agg(text, ',' ORDER BY id) FROM public.note"));
    }
}
