package org.safeward.restore.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.Application;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** Some tables of a backup come back over HTTP, and go again; everything else stays as it is. */
@ExtendWith(PostgresServer.Shared.class)
class PartsIT {
    private static final String DATABASE = "parts_it";
    private static final Optional<String> IN_PLACE = Optional.empty();
    private static final Optional<String> BESIDE = Optional.of("_old");

    @TempDir
    static Path folder;

    private static final Application APPLICATION = new Application();
    private static PostgresServer postgres;
    private static SafewardServer server;
    private static Shop sqlite;
    private static Shop pg;

    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    @BeforeAll
    static void start(PostgresServer shared) throws Exception {
        postgres = shared;
        sqlite = Shop.sqlite(Files.createDirectory(folder.resolve("live")).resolve("shop.db"));
        pg = Shop.postgres(postgres, DATABASE);
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("safeward.databases", "default,pg")
                .with("safeward.database.default.url", sqlite.url())
                .with("safeward.database.pg.url", pg.url())
                .with("safeward.hooks.before-restore", APPLICATION.address())
                .with("safeward.hooks.after-restore", APPLICATION.address())
                .start();
    }

    @AfterAll
    static void close() {
        server.close();
        APPLICATION.close();
        postgres.databases().stream().filter(name -> name.startsWith(DATABASE)).forEach(postgres::drop);
    }

    private static Calls calls(Kind kind) {
        Shop shop = kind == Kind.SQLITE ? sqlite : pg;
        shop.open();
        return new Calls(server.api().inEnglish(), shop);
    }

    private static void assertDone(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
    }

    @ParameterizedTest
    @EnumSource
    void twoOfThreeTablesComeBackAndAnUndoTakesTheseBack(Kind kind) {
        Calls calls = calls(kind);
        Shop shop = calls.shop();
        List<String> then = shop.state();
        long record = calls.backUp();
        shop.goOn();
        List<String> now = shop.state();

        assertDone(calls.restore(record, IN_PLACE, "orders", "items"));
        List<String> mixed = List.of(now.get(0), then.get(1), then.get(2), now.get(3));
        assertEquals(mixed, shop.state());
        assertEquals("audit: none", now.get(3));
        JsonObject job = calls.newestJob();
        assertEquals(List.of(shop.table("orders"), shop.table("items")), texts(job, "tables"));
        assertTrue(job.isNull("into") && job.isNull("target"), job.toString());
        String said = "The rows of the backup are there again (2 of its tables): %s (3), %s (4)"
                .formatted(shop.table("orders"), shop.table("items"));
        assertTrue(texts(job, "checks").stream().anyMatch(check -> check.startsWith(said)), job.toString());
        assertTold(job, "before-restore", "after-restore");

        assertEquals(id(job), calls.undoable());
        shop.sql("UPDATE customers SET name = 'Zoe' WHERE id = 2");
        String customers = shop.rows("customers");
        assertDone(calls.undo());
        assertEquals(List.of(customers, now.get(1), now.get(2), now.get(3)), shop.state());
        assertEquals(texts(job, "tables"), texts(calls.newestJob(), "tables"));
        assertDone(calls.undo());
        assertEquals(List.of(customers, then.get(1), then.get(2), now.get(3)), shop.state());
        assertEquals(List.of(), shop.left());
    }

    @ParameterizedTest
    @EnumSource
    void anUndoNeverGoesFurtherBackThanTheTables(Kind kind) {
        Calls calls = calls(kind);
        Shop shop = calls.shop();
        long first = calls.backUp();
        shop.goOn();
        assertDone(calls.restore(first, IN_PLACE));
        long whole = id(calls.newestJob());
        assertEquals(whole, calls.undoable());
        shop.sql("UPDATE items SET what = 'new'", "INSERT INTO customers VALUES (7, 'Gil')");
        List<String> before = shop.state();
        assertDone(calls.restore(first, IN_PLACE, "items"));
        List<String> after = shop.state();
        assertNotEquals(before, after);
        for (List<String> expected : List.of(before, after, before)) {
            assertDone(calls.undo());
            assertEquals(expected, shop.state());
        }
        // What PostgreSQL has kept of the restore of everything would be a rename away.
        assertNotEquals(whole, calls.undoable());
        calls.backUp();
    }

    @ParameterizedTest
    @EnumSource
    void copiesBesideReplaceNothing(Kind kind) {
        Calls calls = calls(kind);
        Shop shop = calls.shop();
        String items = shop.rows("items");
        long record = calls.backUp();
        shop.goOn();
        List<String> now = shop.state();
        long undoable = calls.undoable();

        assertDone(calls.restore(record, BESIDE, "items"));
        assertEquals(now, shop.state());
        assertEquals(items.replace("items", "items_old"), shop.rows("items_old"));
        JsonObject job = calls.newestJob();
        assertEquals("_old", job.getString("into"));
        assertTrue(job.isNull("safety_record_id"), job.toString());
        assertEquals(undoable, calls.undoable());
        assertTold(job);

        Answer again = calls.restore(record, BESIDE, "orders", "items");
        assertEquals("PARTS_TAKEN", again.error(), again.text());
        assertTrue(again.message().contains("items_old"), again.text());
        assertEquals(now, shop.state());
    }

    @ParameterizedTest
    @EnumSource
    void rowsThatDoNotFitToThoseThatStayChangeNothing(Kind kind) {
        Calls calls = calls(kind);
        Shop shop = calls.shop();
        long record = calls.backUp();
        shop.goOn();
        List<String> now = shop.state();
        long undoable = calls.undoable();

        Answer answer = calls.restore(record, IN_PLACE, "items");
        assertEquals(409, answer.status(), answer.text());
        assertEquals("PARTS_VIOLATED", answer.error(), answer.text());
        assertTrue(answer.message().contains("orders") && answer.message().contains("12"), answer.text());
        assertEquals(now, shop.state());
        assertEquals(undoable, calls.undoable());
        assertTold(calls.newestJob(), "before-restore", "after-restore");

        shop.sql("ALTER TABLE items ADD COLUMN more integer");
        Answer other = calls.restore(record, IN_PLACE, "orders", "items");
        assertEquals("PARTS_DIFFER", other.error(), other.text());
        assertEquals(now, shop.state());
    }

    @ParameterizedTest
    @EnumSource
    void aTableThatTheBackupHasNotIsRefusedBeforeThereIsAJob(Kind kind) {
        Calls calls = calls(kind);
        long record = calls.backUp();
        long newest = id(calls.newestJob());
        Answer answer = calls.restore(record, IN_PLACE, "items", "nothing");
        assertEquals(400, answer.status(), answer.text());
        assertEquals("PARTS_UNKNOWN", answer.error());
        assertTrue(answer.message().contains(calls.shop().table("nothing")), answer.text());
        assertEquals("PARTS_UNKNOWN", calls.preview(record, "", "nothing").error());
        assertEquals(newest, id(calls.newestJob()));
    }

    @Test
    void whoeverNamesNoTableByMistakeGetsNothingReplaced() {
        Calls calls = calls(Kind.SQLITE);
        long record = calls.backUp();
        calls.shop().goOn();
        List<String> now = calls.shop().state();
        for (String field : List.of("tables", "table", "Tables", "into", "target")) {
            JsonObject body = Json.createObjectBuilder(calls.request(record, IN_PLACE))
                    .addNull(field)
                    .build();
            Answer answer = calls.restore(body);
            assertEquals("BAD_FIELD", answer.error(), answer.text());
            assertTrue(answer.message().contains(field), answer.text());
        }
        assertEquals(now, calls.shop().state());
    }

    @ParameterizedTest
    @EnumSource
    void thePreviewNamesWhatElseRefersToThem(Kind kind) {
        Calls calls = calls(kind);
        Shop shop = calls.shop();
        long record = calls.backUp();
        shop.goOn();
        JsonObject preview = calls.preview(record, "", "orders").data();
        assertEquals(1, preview.getJsonArray("tables").size());
        JsonObject table = preview.getJsonArray("tables").getJsonObject(0);
        assertEquals(shop.table("orders"), table.getString("name"));
        assertEquals(2, table.getInt("now"));
        assertEquals(3, table.getInt("then"));
        assertEquals(3, preview.getInt("rows"));
        List<String> links = preview.getJsonArray("links").getValuesAs(JsonObject.class).stream()
                .map(link -> link.getString("from") + " > " + link.getString("to"))
                .sorted()
                .toList();
        assertEquals(
                List.of(
                        shop.table("items") + " > " + shop.table("orders"),
                        shop.table("orders") + " > " + shop.table("customers")),
                links);
        assertEquals(1, preview.getJsonArray("silenced").size(), preview.toString());
        assertTrue(preview.getJsonArray("silenced").getString(0).contains("noting"), preview.toString());
        assertEquals(List.of(), failed(preview));

        assertDone(calls.restore(record, BESIDE, "orders"));
        JsonObject taken =
                calls.preview(record, "&into=_old", "orders", "items").data();
        assertEquals(List.of("parts"), failed(taken));
        assertFalse(taken.toString().contains("\"safety\""), taken.toString());
    }

    /** Its name is in no manifest: its partitions are. */
    @Test
    void aPartitionedTableStandsForItsPartitions() {
        Calls calls = calls(Kind.POSTGRESQL);
        pg.sql(
                "CREATE TABLE days (day integer, what text) PARTITION BY RANGE (day)",
                "CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM (1) TO (10)",
                "CREATE TABLE days_2 PARTITION OF days FOR VALUES FROM (10) TO (20)",
                "INSERT INTO days VALUES (1, 'a'), (11, 'b')");
        try {
            long record = calls.backUp();
            pg.sql("DELETE FROM days", "INSERT INTO days VALUES (2, 'c')");
            assertEquals(List.of(), failed(calls.preview(record, "", "days").data()));
            assertDone(calls.restore(record, IN_PLACE, "days"));
            assertEquals("days: a b", pg.rows("days"));
            assertDone(calls.undo());
            assertEquals("days: c", pg.rows("days"));
        } finally {
            pg.sql("DROP TABLE days");
        }
    }

    private static List<String> failed(JsonObject preview) {
        return preview.getJsonArray("checks").getValuesAs(JsonObject.class).stream()
                .filter(check -> !check.getString("outcome").equals("passed"))
                .map(check -> check.getString("name"))
                .toList();
    }

    private static void assertTold(JsonObject job, String... events) {
        List<String> expected = List.of(events);
        Waiting.until(Duration.ofSeconds(20), () -> APPLICATION.toldOf(id(job)).equals(expected));
        assertEquals(expected, APPLICATION.toldOf(id(job)));
    }

    private static long id(JsonObject job) {
        return job.getJsonNumber("id").longValue();
    }

    private static List<String> texts(JsonObject json, String field) {
        JsonValue value = json.get(field);
        return value.asJsonArray().getValuesAs(JsonString::getString);
    }
}
