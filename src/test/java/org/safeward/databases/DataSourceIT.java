package org.safeward.databases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fault.ErrorCode;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/**
 * Databases whose addresses come from data sources of the server: an SQLite file, and one PostgreSQL database with a user and password of
 * Safeward's own, with a user and a pass file, and with nothing but the data source.
 */
@ExtendWith(PostgresServer.Shared.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DataSourceIT {
    private static final String APPLICATION = "ds_application";
    private static final String OURS = "ds_safeward";
    private static final String DATABASE = "ds_shop";

    @TempDir
    static Path folder;

    private static PostgresServer postgres;
    private static SmallDatabase lite;
    private static Path war;
    private static SafewardServer server;

    @BeforeAll
    static void start(PostgresServer shared) throws IOException {
        postgres = shared;
        lite = SmallDatabase.create(
                Files.createDirectory(folder.resolve("application")).resolve("lite.db"));
        postgres.role(APPLICATION, "LOGIN NOSUPERUSER");
        postgres.role(OURS, "LOGIN CREATEDB NOSUPERUSER");
        postgres.sql(
                "postgres",
                "GRANT " + APPLICATION + " TO " + OURS,
                "GRANT pg_signal_backend TO " + OURS,
                "CREATE DATABASE " + DATABASE + " OWNER " + APPLICATION);
        postgres.sql(
                DATABASE,
                "SET ROLE " + APPLICATION,
                "CREATE TABLE customer (id serial PRIMARY KEY, name text, paid boolean)",
                "INSERT INTO customer (name, paid) VALUES ('Ann', true), ('Björk', NULL), ('tab\tand \\ back', false)");
        war = warWithDataSources();
        // The database's server is away when the server starts.
        postgres.stopAtOnce();
        server = SafewardServer.on(folder.resolve("home"))
                .deploying(war)
                .with("safeward.databases", "default,own,passfile,bare")
                .with("safeward.database.default.datasource", "java:app/jdbc/lite")
                .with("safeward.database.own.datasource", "java:app/jdbc/shop")
                .with("safeward.database.own.user", OURS)
                .with("safeward.database.own.password", PostgresServer.PASSWORD)
                .with("safeward.database.passfile.datasource", "java:app/jdbc/shop")
                .with("safeward.database.passfile.user", OURS)
                .with("safeward.database.bare.datasource", "java:app/jdbc/shop")
                .with("PGPASSFILE", passFile())
                .with("safeward.cache.directories", lite.file().getParent())
                .start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        postgres.databases().stream().filter(name -> !name.equals("postgres")).forEach(postgres::drop);
    }

    private static Path passFile() throws IOException {
        String escaped = PostgresServer.PASSWORD.replaceAll("([\\\\:])", "\\\\$1");
        Path file = Files.writeString(folder.resolve("pgpass"), "127.0.0.1:*:*:" + OURS + ":" + escaped + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Ours, with the data sources that an operator would have made in the server. */
    private static Path warWithDataSources() throws IOException {
        String sources = dataSource("lite", "org.sqlite.SQLiteDataSource", "<url>jdbc:sqlite:" + lite.file() + "</url>")
                + dataSource(
                        "shop",
                        "org.postgresql.ds.PGSimpleDataSource",
                        "<server-name>127.0.0.1</server-name><port-number>" + postgres.port()
                                + "</port-number><database-name>" + DATABASE + "</database-name><user>" + APPLICATION
                                + "</user><password>" + PostgresServer.PASSWORD + "</password>");
        String descriptor = Files.readString(Path.of("src/main/webapp/WEB-INF/web.xml"));
        String marker = "</data-source>";
        assertTrue(descriptor.contains(marker));
        Path changed = folder.resolve("safeward.war");
        ShrinkWrap.create(ZipImporter.class, "safeward.war")
                .importFrom(Path.of("target/safeward.war").toFile())
                .as(WebArchive.class)
                .setWebXML(new StringAsset(descriptor.replace(marker, marker + sources)))
                .as(ZipExporter.class)
                .exportTo(changed.toFile());
        return changed;
    }

    private static String dataSource(String name, String driver, String address) {
        // In the order that the descriptor's schema wants. A swap ends the application's sessions: its pool has to
        // notice that.
        return "<data-source><name>java:app/jdbc/" + name + "</name><class-name>" + driver + "</class-name>" + address
                + property("is-connection-validation-required", "true")
                + property("connection-validation-method", "custom-validation")
                + property("validation-classname", "org.glassfish.api.jdbc.validation.JDBC40ConnectionValidation")
                + "<max-pool-size>4</max-pool-size><min-pool-size>0</min-pool-size></data-source>";
    }

    private static String property(String name, String value) {
        return "<property><name>fish.payara." + name + "</name><value>" + value + "</value></property>";
    }

    @OnEveryServer
    @Order(1)
    @Test
    void startsWithoutTheDatabasesServerAndGoesOnWhenItIsThere() throws IOException {
        JsonObject away = listed("own");
        assertEquals("java:app/jdbc/shop", away.getString("address"));
        assertEquals(ErrorCode.DATABASE_UNREACHABLE.name(), away.getString("error"), away.toString());
        Answer refused = server.api().post("backup/create", "{\"database\": \"own\"}");
        assertEquals(503, refused.status(), refused.text());
        assertEquals("sqlite", listed("default").getString("engine"));
        postgres.start();
        assertTrue(
                Waiting.until(Duration.ofSeconds(60), () -> listed("own").isNull("error")),
                () -> listed("own").toString());
        for (String name : List.of("own", "passfile", "bare")) {
            JsonObject there = listed(name);
            assertEquals("postgresql", there.getString("engine"), there.toString());
            assertEquals(
                    "postgresql://127.0.0.1:" + postgres.port() + "/" + DATABASE,
                    there.getString("address"),
                    there.toString());
            assertEquals(1, there.getInt("tables"), there.toString());
        }
    }

    @OnEveryServer
    @Order(2)
    @Test
    void anSqliteFileIsFoundByItsDataSourceAndWorkedOnByOurDriver() {
        JsonObject listed = listed("default");
        assertEquals(lite.file().toString(), listed.getString("address"));
        JsonObject backup = backUp("default");
        lite.execute("UPDATE note SET text = 'changed'");
        assertDone(restore(backup, true));
        assertEquals("first", lite.notes());
    }

    @Order(3)
    @Test
    void aCacheThatHoldsSuchAFileIsNotCleared() {
        Answer refused = server.api().post("admin/maintenance", "{\"action\": \"clear-cache\"}");
        assertEquals(500, refused.status(), refused.text());
        assertTrue(refused.text().contains(lite.file().toString()), refused.text());
        assertEquals("first", lite.notes());
    }

    @OnEveryServer
    @Order(4)
    @Test
    void withAUserOfOursBackupsAreWholeAndRestoresAreSwaps() {
        for (String name : List.of("own", "passfile")) {
            JsonObject backup = backUp(name);
            assertFalse(backup.getBoolean("degraded"), backup.toString());
            assertEquals("sql", backup.getString("format"));
            String before = postgres.portrait(DATABASE);
            postgres.sql(DATABASE, "DELETE FROM customer");
            assertDone(restore(backup, true));
            assertEquals(before, postgres.portrait(DATABASE));
            assertTrue(
                    postgres.databases().stream().anyMatch(other -> other.startsWith(DATABASE + "_before_")),
                    postgres.databases().toString());
        }
    }

    @OnEveryServer
    @Order(5)
    @Test
    void withoutAUserBackupsAreDegradedAndRestoresGoInPlace() {
        JsonObject backup = backUp("bare");
        assertTrue(backup.getBoolean("degraded"), backup.toString());
        assertEquals("json", backup.getString("format"));
        assertEquals(3, backup.getInt("row_count"));
        String before = postgres.portrait(DATABASE);
        String oid = postgres.ask("postgres", "SELECT oid FROM pg_database WHERE datname = '" + DATABASE + "'");
        postgres.sql(DATABASE, "DELETE FROM customer");
        Answer refused = restore(backup, true);
        assertEquals(ErrorCode.SAFETY_BACKUP_FAILED.name(), refused.error(), refused.text());
        assertDone(restore(backup, false));
        assertEquals(before, postgres.portrait(DATABASE));
        assertEquals(oid, postgres.ask("postgres", "SELECT oid FROM pg_database WHERE datname = '" + DATABASE + "'"));
        // A whole backup of the same database goes in place as well, in one transaction.
        Path file = server
                .api()
                .get("backup/list?database=own")
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class)
                .stream()
                .filter(record -> record.getString("origin").equals("request"))
                .map(record -> Path.of(record.getString("file_path")))
                .findFirst()
                .orElseThrow();
        postgres.sql(DATABASE, "DELETE FROM customer");
        assertDone(server.api()
                .upload(
                        "backup/upload-restore",
                        file,
                        "own.zip",
                        java.util.Map.of("database", "bare", "safety_backup", "false")));
        assertEquals(before, postgres.portrait(DATABASE));
        assertEquals(oid, postgres.ask("postgres", "SELECT oid FROM pg_database WHERE datname = '" + DATABASE + "'"));
        assertEquals(
                "0",
                postgres.ask(
                        "postgres",
                        "SELECT count(*) FROM pg_stat_activity WHERE datname = '" + DATABASE
                                + "' AND state LIKE 'idle in transaction%'"));
    }

    @OnEveryServer
    @Order(6)
    @Test
    void everyWrongSettingIsNamedAtOnce() {
        SafewardServer wrong = SafewardServer.on(folder.resolve("wrong"))
                .deploying(war)
                .with("safeward.databases", "default,second,third")
                .with("safeward.backup.compression-level", 17)
                .with("safeward.database.default.datasource", "jdbc/nowhere")
                .with("safeward.database.second.datasource", "java:app/jdbc/lite")
                .with("safeward.database.second.url", "jdbc:sqlite:" + lite.file())
                .with("safeward.database.third.datasource", "java:app/AppName");
        try (wrong) {
            String told = wrong.startRefused().get(0);
            for (String fault : List.of(
                    "safeward.backup.compression-level is not",
                    "safeward.database.default.datasource names jdbc/nowhere, which this server does not have",
                    "safeward.database.second.datasource and safeward.database.second.url exclude each other",
                    "safeward.database.third.datasource names java:app/AppName, which is no data source")) {
                assertTrue(told.contains(fault), told);
            }
        }
    }

    private static JsonObject listed(String name) {
        return server.api().get("databases").data().getJsonArray("list").getValuesAs(JsonObject.class).stream()
                .filter(database -> database.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject backUp(String database) {
        Answer answer = server.api().post("backup/create", "{\"database\": \"" + database + "\"}");
        assertDone(answer);
        return answer.data();
    }

    private static Answer restore(JsonObject backup, boolean safetyBackup) {
        return server.api()
                .post(
                        "backup/restore",
                        Json.createObjectBuilder()
                                .add("record_id", backup.getInt("id"))
                                .add("database", backup.getString("database"))
                                .add("safety_backup", safetyBackup)
                                .build());
    }

    private static void assertDone(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
    }
}
