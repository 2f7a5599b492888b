package org.safeward.backup.strange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.hooks.Receiver;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.SmallDisk;

/** What destroys data does not also push the way back out: on a running server, with real files. */
class StrangeIT {
    private static final List<String> NAMES = List.of("default", "emptied", "encrypted", "dropped", "tight", "calm");
    private static final Duration SOON = Duration.ofSeconds(15);

    @TempDir
    static Path folder;

    private static Receiver receiver;
    private static SmallDisk disk;
    private static SafewardServer server;
    private static Api api;

    @BeforeAll
    static void start() throws IOException {
        receiver = new Receiver(call -> false);
        disk = SmallDisk.on(folder.resolve("home/backups/tight"), 16);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", String.join(",", NAMES))
                .with("safeward.hooks.on-failure", receiver.at("/failure"));
        for (String name : NAMES) {
            SmallDatabase live = SmallDatabase.create(folder.resolve(name + ".db"));
            live.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY, what TEXT)");
            fill(live, 500);
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + live.file());
        }
        api = server.start().api().inEnglish();
    }

    @AfterAll
    static void close() throws IOException {
        receiver.close();
        if (server != null) {
            server.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void aStrangeBackupHoldsTheLastThreeGoodOnesUntilItIsAcknowledged() {
        keep("emptied", 10);
        List<Integer> good = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            good.add(backup("emptied").getInt("id"));
        }
        live("emptied").execute("DELETE FROM orders WHERE id > 100");
        JsonObject strange = backup("emptied");
        assertTrue(strange.getBoolean("strange"));
        assertTrue(strange.isNull("acknowledged_at"));
        assertEquals(List.of("STRANGE_ROWS_FELL"), codes(strange));
        assertEquals(
                "Database emptied has 101 rows in all tables; it had 501 in backup " + good.get(4),
                strange.getJsonArray("warnings").getJsonObject(0).getString("message"));
        JsonObject told =
                receiver.await("backup-strange", "emptied", 1, SOON).get(0).body();
        assertEquals(strange.getInt("id"), told.getInt("record_id"));
        assertTrue(told.getString("message").contains("501"), told.toString());

        keep("emptied", 1);
        JsonObject after = backup("emptied");
        assertFalse(after.getBoolean("strange"), "as the one before it");
        assertEquals(
                Set.of(good.get(2), good.get(3), good.get(4), strange.getInt("id"), after.getInt("id")),
                ids("emptied"));
        assertEquals(List.of(strange.getInt("id")), strangeOnes("emptied"));
        assertTrue(
                status("emptied").getJsonArray("warnings").getString(0).contains(String.valueOf(strange.getInt("id"))));
        assertTrue(api.get("metrics").text().contains("safeward_backup_strange{database=\"emptied\"} 1"));
        assertEquals(4, held("emptied"));

        Answer acknowledged = api.post("backup/records/" + strange.getInt("id") + "/acknowledge");
        assertEquals(200, acknowledged.status(), acknowledged.text());
        assertTrue(acknowledged.data().getBoolean("strange"));
        assertTrue(acknowledged.data().getInt("acknowledged_at") >= strange.getInt("completed_at"));
        assertEquals(
                acknowledged.data().getInt("acknowledged_at"),
                api.post("backup/records/" + strange.getInt("id") + "/acknowledge")
                        .data()
                        .getInt("acknowledged_at"),
                "the first word counts");
        assertEquals(List.of(), strangeOnes("emptied"));
        JsonObject last = backup("emptied");
        assertEquals(Set.of(last.getInt("id")), ids("emptied"));
        assertTrue(
                api.get("audit?action=backup.acknowledge").text().contains("backup.acknowledge"),
                "who acknowledged is in the audit");
    }

    @Test
    void onlyAStrangeOneCanBeAcknowledged() {
        JsonObject calm = backup("calm");
        Answer refused = api.post("backup/records/" + calm.getInt("id") + "/acknowledge");
        assertEquals(409, refused.status());
        assertEquals("RECORD_NOT_STRANGE", refused.error());
        assertEquals(
                "RECORD_NOT_FOUND",
                api.post("backup/records/999999/acknowledge").error());
    }

    @Test
    void encryptedValuesAreSeenAsBytesAndAsText() {
        SmallDatabase live = live("encrypted");
        live.execute("DELETE FROM orders");
        fill(live, 8000);
        backup("encrypted");
        live.execute("UPDATE orders SET what = randomblob(length(what))");
        assertEquals(List.of("STRANGE_INCOMPRESSIBLE"), codes(backup("encrypted")), "as bytes");

        live.execute("UPDATE orders SET what = 'order of ' || id || ': three apples, a pear and a loaf of bread'");
        backup("encrypted");
        // Base64's alphabet at random.
        StringBuilder text = new StringBuilder("UPDATE orders SET what = ''");
        for (int i = 0; i < 60; i++) {
            text.append(
                    " || substr('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', 1 + abs(random() % 64), 1)");
        }
        live.execute(text.toString());
        assertEquals(List.of("STRANGE_INCOMPRESSIBLE"), codes(backup("encrypted")), "as text");
    }

    @Test
    void aTableThatIsGoneIsNamed() {
        backup("dropped");
        live("dropped").execute("DROP TABLE orders");
        JsonObject strange = backup("dropped");
        assertEquals(List.of("STRANGE_ROWS_FELL", "STRANGE_TABLES_GONE"), codes(strange));
        assertEquals("orders", strange.getJsonArray("warnings").getJsonObject(1).getString("object"));
    }

    @Test
    void thatRoomEndsIsToldWhileSomethingIsHeld() throws IOException {
        SmallDatabase live = live("tight");
        live.execute("UPDATE orders SET what = hex(randomblob(3000))");
        backup("tight");
        live.execute("DELETE FROM note");
        disk.leaveFree(5000);
        backup("tight");
        assertFalse(status("tight").getJsonArray("warnings").toString().contains("little room"), "nothing is held");

        disk.free();
        live.execute("CREATE TABLE other AS SELECT * FROM orders LIMIT 20");
        live.execute("DROP TABLE orders");
        JsonObject strange = backup("tight");
        fill(live, "other", 1000);
        live.execute("UPDATE other SET what = hex(randomblob(1500))");
        backup("tight");
        disk.leaveFree(3000);
        backup("tight");
        JsonObject told = receiver.await("room-ending", "tight", 1, SOON).get(0).body();
        assertEquals(disk.folder().toString(), told.getString("directory"));
        assertEquals(strange.getInt("id"), told.getJsonArray("strange").getInt(0));
        assertTrue(Files.exists(Path.of(strange.getString("file_path"))));
        assertTrue(status("tight").getJsonArray("warnings").toString().contains("little room"));
    }

    private static void fill(SmallDatabase live, int rows) {
        fill(live, "orders", rows);
    }

    private static void fill(SmallDatabase live, String table, int rows) {
        live.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + rows
                + ") INSERT INTO " + table
                + " (what) SELECT 'order of ' || i || ': three apples, a pear and a loaf of bread' FROM n");
    }

    private static SmallDatabase live(String database) {
        return new SmallDatabase(folder.resolve(database + ".db"));
    }

    private static void keep(String database, int most) {
        JsonObject config = Schedules.config(database, "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_retention", 7)
                .add("backup_max_count", most)
                .build();
        assertEquals(200, api.put("backup/config", config).status());
    }

    private static JsonObject backup(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.text());
        return answer.data();
    }

    private static JsonObject status(String database) {
        return api.get("backup/status?database=" + database).data();
    }

    private static List<Integer> strangeOnes(String database) {
        return status(database).getJsonArray("strange").getValuesAs(JsonNumber.class).stream()
                .map(JsonNumber::intValue)
                .toList();
    }

    private static long held(String database) {
        return api
                .get("backup/retention/preview?database=" + database)
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(decision -> decision.getString("reason").equals("HELD"))
                .count();
    }

    private static List<String> codes(JsonObject record) {
        return record.getJsonArray("warnings").getValuesAs(JsonObject.class).stream()
                .map(warning -> warning.getString("code"))
                .toList();
    }

    private static Set<Integer> ids(String database) {
        return api
                .get("backup/list?page_size=100&database=" + database)
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class)
                .stream()
                .map(record -> record.getInt("id"))
                .collect(Collectors.toSet());
    }
}
