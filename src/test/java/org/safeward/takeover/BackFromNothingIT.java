package org.safeward.takeover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.beans.CatalogFile;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** The machine is lost, with its home, its backups and its databases: what is left are the destinations, the recovery sheet and one key. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@ExtendWith(PostgresServer.Shared.class)
class BackFromNothingIT {
    private static final Duration SOON = Duration.ofSeconds(180);
    private static final KeyPair PAIR = KeyPair.make();
    private static final String ORDERS = "back_from_nothing";

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SmallDatabase live;
    private static SafewardServer server;
    private static JsonObject sheet;

    @BeforeAll
    static void start(PostgresServer shared) throws IOException {
        postgres = shared;
        Files.createDirectory(folder.resolve("nas"));
        Files.createDirectory(folder.resolve("near by"));
        live = SmallDatabase.create(folder.resolve("live.db"));
        postgres.create(ORDERS);
        postgres.sql(
                ORDERS, "CREATE TABLE public.customer (name text)", "INSERT INTO public.customer VALUES ('Björk')");
        server = server("home").start();
        api().post("auth/users", "{\"name\": \"anna\", \"password\": \"a long password\", \"role\": \"VIEWER\"}");
        for (String database : List.of("default", "orders")) {
            assertEquals(
                    200,
                    api().post("backup/create", "{\"database\": \"%s\"}".formatted(database))
                            .status());
        }
        assertTrue(Waiting.until(SOON, () -> manifests("nas") == 3 && manifests("near by") == 2), server.log());
        sheet = api().get("recovery-sheet").data();
    }

    private static SafewardServer server(String home) {
        return SafewardServer.deployed(folder.resolve(home))
                .with("safeward.databases", "default,orders")
                .with("safeward.database.default.url", "jdbc:sqlite:" + live.file())
                .with("safeward.database.orders.url", postgres.url(ORDERS, PostgresServer.SUPERUSER))
                .with("safeward.drill.automatic", "false")
                .with("safeward.destinations", "nas,near")
                .with("safeward.destination.nas.url", folder.resolve("nas").toUri())
                .with("safeward.destination.nas.recipients", PAIR.publicKey())
                .with("safeward.destination.near.url", folder.resolve("near by").toUri());
    }

    private static Api api() {
        return server.api().inEnglish();
    }

    private static List<String> names(String place) {
        try (Stream<Path> files = Files.list(folder.resolve(place))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static long manifests(String place) {
        return names(place).stream()
                .filter(name -> name.endsWith(".manifest.json"))
                .count();
    }

    @AfterAll
    static void close() {
        server.close();
        postgres.drop(ORDERS);
        postgres.drop("new");
    }

    /** Encrypted copies of both kinds of databases, by the commands on the sheet and nothing else. */
    @Test
    @Order(1)
    void theCommandsOnTheSheetGetTheDataBackWithoutUs() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Files.writeString(empty.resolve("identity.txt"), PAIR.secretKey() + "\n");
        assertFalse(
                sheet.toString().contains("AGE-SECRET-KEY-1" + PAIR.secretKey().substring(16, 24)));
        Shell shell = new Shell(
                empty,
                Map.of(
                        "PGHOST",
                        "127.0.0.1",
                        "PGPORT",
                        "" + postgres.port(),
                        "PGUSER",
                        PostgresServer.SUPERUSER,
                        "PGPASSWORD",
                        PostgresServer.PASSWORD));
        for (String place : List.of("nas", "near by")) {
            for (String database : List.of("default", "orders")) {
                String name = names(place).stream()
                        .filter(one -> one.startsWith(database + "-") && !one.endsWith(".manifest.json"))
                        .findFirst()
                        .orElseThrow();
                shell.run(commands(name, place, database));
            }
            assertEquals("first", new SmallDatabase(empty.resolve("new.db")).notes());
            assertEquals("Björk", postgres.ask("new", "SELECT name FROM public.customer"));
            Files.delete(empty.resolve("new.db"));
            postgres.drop("new");
        }
    }

    private static List<String> commands(String name, String place, String database) {
        List<String> commands = new ArrayList<>(List.of("NAME=" + name));
        commands.addAll(section("destination", place.startsWith("nas") ? " nas" : " near"));
        if (name.endsWith(".age")) {
            commands.addAll(section("open", ""));
        }
        section("load", "").stream()
                .filter(line -> !line.endsWith(database.equals("default") ? "# PostgreSQL" : "# SQLite"))
                .forEach(commands::add);
        return commands;
    }

    private static List<String> section(String id, String heading) {
        return sheet.getJsonArray("sections").getValuesAs(JsonObject.class).stream()
                .filter(one -> one.getString("id").equals(id)
                        && one.getString("heading").endsWith(heading))
                .flatMap(one -> one.getJsonArray("commands").getValuesAs(JsonString.class).stream())
                .map(JsonString::getString)
                .toList();
    }

    /** Whenever it dies, it is the new one still or the lost one already. */
    @Test
    @Order(2)
    void aNewMachineTakesTheCatalogOverWheneverItDiesMeanwhile() throws Exception {
        server.close();
        Trees.delete(folder.resolve("home"));
        server = server("new home").start();
        new CatalogFile(server.home())
                .change("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)"
                        + " INSERT INTO download_ticket (hash, record_id, kind, who, role, created_at)"
                        + " SELECT i, 1, 'x', 'x', 'ADMIN', 0 FROM n");
        for (int i = 0; i < Thorough.orElse(2, 1); i++) {
            api().postLater("takeover", request());
            Waiting.sleep(Duration.ofMillis(ThreadLocalRandom.current().nextInt(600)));
            server.kill();
            server.start();
            boolean untouched = api().get("takeover").data().getBoolean("possible");
            assertEquals(untouched ? 0 : 2, records(), "all or nothing");
            assertEquals(untouched ? 1 : 2, users());
        }
        if (api().get("takeover").data().getBoolean("possible")) {
            Answer taken = api().post("takeover", request());
            assertEquals(200, taken.status(), taken.text());
        }
        assertEquals(2, records());
        assertEquals(2, users());
        assertEquals("TAKEOVER_IMPOSSIBLE", api().post("takeover", request()).error());
        assertFalse(server.log().contains(PAIR.secretKey()));
    }

    private static int records() {
        return api().get("backup/list").data().getInt("total");
    }

    private static int users() {
        return api().get("auth/users").data().getJsonArray("list").size();
    }

    private static String request() {
        return "{\"destination\": \"nas\", \"public_key\": \"%s\", \"identity\": \"%s\"}"
                .formatted(sheet.getString("public_key"), PAIR.secretKey());
    }

    @Test
    @Order(3)
    void itsDatabasesComeBackFromTheDestination() {
        live.execute("DELETE FROM note");
        postgres.sql(ORDERS, "DELETE FROM public.customer");
        for (JsonObject record : list("backup/list")) {
            Answer restored = api().post("backup/restore", "{\"record_id\": %d}".formatted(record.getInt("id")));
            assertEquals(200, restored.status(), restored.text());
        }
        assertEquals("first", live.notes());
        assertEquals("Björk", postgres.ask(ORDERS, "SELECT name FROM public.customer"));
    }

    /** Another empty machine, without the catalog: the manifests are enough. */
    @Test
    @Order(4)
    void withoutACatalogTheCopiesAreAdopted() {
        server.close();
        server = server("third home").start();
        long lying = list("destinations/near/backups").size();
        assertTrue(lying >= 2, "those of the restores among them");
        assertEquals(
                "signed_by_other",
                list("destinations/near/backups").get((int) lying - 1).getString("trust"));
        assertEquals(0, adopted("{}"));
        assertEquals(2, adopted("{\"public_key\": \"%s\"}".formatted(sheet.getString("public_key"))));
        live.execute("DELETE FROM note");
        int id = list("backup/list?database=default").get(0).getInt("id");
        Answer restored = api().post("backup/restore", "{\"record_id\": %d}".formatted(id));
        assertEquals(200, restored.status(), restored.text());
        assertEquals("first", live.notes());
    }

    private static int adopted(String body) {
        Answer answer = api().post("destinations/near/adopt", body);
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getJsonArray("adopted").size();
    }

    private static List<JsonObject> list(String path) {
        return api().get(path).data().getJsonArray("list").getValuesAs(JsonObject.class);
    }
}
