package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** A server that encrypts safety backups too and has the operator's identity file: it dies, drills, restores and undoes. */
class EncryptedEverythingIT {
    private static final String PLAIN = "what nobody may read on the disk";

    private final KeyPair pair = KeyPair.make();

    @TempDir
    Path folder;

    private Path identity;
    private SmallDatabase live;
    private SafewardServer server;
    private HeldJobs jobs;

    @BeforeEach
    void make() throws IOException {
        live = SmallDatabase.create(folder.resolve("live.db"));
        live.execute("CREATE TABLE secrets(x)");
        live.execute("INSERT INTO secrets VALUES ('" + PLAIN + "')");
        identity = Files.writeString(folder.resolve("identity.txt"), "# a comment\n" + pair.secretKey() + "\n");
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.backup.recipients", pair.publicKey())
                .with("safeward.identity-file", identity)
                .with("safeward.backup.encrypt-safety", true)
                .with("safeward.backup.second-directory", folder.resolve("copies"))
                .with("safeward.drill.automatic", false);
        jobs = new HeldJobs(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String shownBy() {
        return server.api()
                .get("recipients")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getJsonArray("recipients")
                .getJsonObject(0)
                .getString("shown_by", "");
    }

    @Test
    void refusesWrongKeysThenDiesLeavingNothingPlainAndServesByItsIdentityFile() throws Exception {
        isRefusedWithWrongKeys();
        server.start();
        for (String place :
                Thorough.orElse(List.of("backup.verify", "backup.publish.renamed"), List.of("backup.verify"))) {
            diesAt(place);
        }
        JsonObject record = server.api().post("backup/create").data();
        assertCopied(record);
        assertEquals(200, server.api().post("backup/drills").status());
        assertEquals("SAFEWARD_IDENTITY_FILE", shownBy(), "a drill by the operator's file shows that it is there");
        assertEquals(JsonValue.NULL, server.api().get("backup/status").data().get("drill_obstacle"));
        restoresAndUndoes(record);
        withoutItsIdentityFile();
    }

    private void isRefusedWithWrongKeys() {
        try (SafewardServer wrong = SafewardServer.on(folder.resolve("wrong"))
                .protecting(live.file())
                .with("safeward.backup.recipients", pair.secretKey())
                .with("safeward.identity-file", folder.resolve("missing"))) {
            String refused = String.join("\n", wrong.startRefused());
            assertTrue(refused.contains("safeward.backup.recipients"), refused);
            assertTrue(refused.contains("safeward.identity-file"), refused);
            assertFalse((refused + wrong.log()).contains(pair.secretKey().substring(20)), refused);
        }
    }

    private void diesAt(String place) throws Exception {
        jobs.hold(place);
        long job = jobs.startBackup("default");
        jobs.awaitAt(job, place);
        Path backups = server.home().resolve("backups");
        server.kill();
        try (Stream<Path> files = Files.list(backups)) {
            assertTrue(files.anyMatch(EncryptedEverythingIT::isEncrypted), "a file was being made");
        }
        assertNothingPlain();
        jobs.release();
        server.start();
        try (Stream<Path> files = Files.list(backups)) {
            assertEquals(
                    List.of(),
                    files.filter(file -> file.getFileName().toString().matches("\\.safeward-\\d+-.*"))
                            .toList());
        }
    }

    private static boolean isEncrypted(Path file) {
        return read(file).startsWith("age-encryption.org/v1\n");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertNothingPlain() throws IOException {
        List<Path> places = Stream.of(server.home(), folder.resolve("copies"))
                .filter(Files::exists)
                .toList();
        for (Path place : places) {
            try (Stream<Path> files = Files.walk(place)) {
                assertEquals(
                        List.of(),
                        files.filter(Files::isRegularFile)
                                .filter(file -> !file.startsWith(server.home().resolve("tmp")))
                                .filter(file -> read(file).contains(PLAIN))
                                .toList());
            }
        }
    }

    private void assertCopied(JsonObject record) throws IOException {
        Path copy = folder.resolve("copies")
                .resolve(Path.of(record.getString("file_path")).getFileName());
        assertEquals(-1, Files.mismatch(copy, Path.of(record.getString("file_path"))));
    }

    private void restoresAndUndoes(JsonObject record) throws IOException {
        live.execute("UPDATE secrets SET x = 'changed'");
        String body = "{\"record_id\": %d}".formatted(record.getInt("id"));
        Answer restored = server.api().post("backup/restore", body);
        assertEquals(200, restored.status(), restored.text());
        assertEquals(PLAIN, live.ask("SELECT x FROM secrets"));
        assertNothingPlain();
        Answer undone = server.api().post("backup/restore/undo");
        assertEquals(200, undone.status(), undone.text());
        assertEquals("changed", live.ask("SELECT x FROM secrets"));
    }

    /** The operator took it away: as with a stick. */
    private void withoutItsIdentityFile() throws IOException {
        Files.delete(identity);
        Api api = server.api();
        assertEquals("encrypted", api.get("backup/status").data().getString("drill_obstacle"));
        assertEquals("ENCRYPTED_NO_IDENTITY", api.post("backup/restore/undo").error());
        Answer undone = api.post("backup/restore/undo", "{\"identity\": \"%s\"}".formatted(pair.secretKey()));
        assertEquals(200, undone.status(), undone.text());
        assertEquals(PLAIN, live.ask("SELECT x FROM secrets"));
    }
}
