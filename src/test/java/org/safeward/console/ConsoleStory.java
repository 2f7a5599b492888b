package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.KeyPair;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.remote.s3.LockingS3;

/**
 * One server and one browser for a class, whose tests follow each other as a story: both take their time to start. Each says what it
 * needs of the ones before.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ConsoleStory {
    static final String PASSWORD = "a long password of the tests";

    /** What destinations of the story are encrypted to that say RECIPIENT. */
    static final KeyPair PAIR = KeyPair.make();

    @TempDir
    static Path folder;

    /** In settings: the address of a server with a bucket that locks, which is started for that. */
    private static final String LOCKING_S3 = "LOCKING_S3";

    static LockingS3 bucket;
    static SafewardServer server;
    static Browser browser;
    static SmallDatabase database;
    static Api api;

    @BeforeAll
    static void open(TestInfo story) {
        database = SmallDatabase.create(folder.resolve("live.db"));
        Path home = folder.resolve("home");
        Class<?> told = story.getTestClass().orElseThrow();
        SafewardServer made = SafewardServer.deployed(home);
        if (told.isAnnotationPresent(WithSettings.class)) {
            for (String setting : told.getAnnotation(WithSettings.class).value()) {
                String[] parts = setting.split("=", 2);
                made.with(parts[0], value(parts[1]));
            }
        }
        server = made.protecting(database.file())
                .with("safeward.admin.password", PASSWORD)
                .with("safeward.mode", "development")
                .withFaults()
                .start();
        api = server.api().inEnglish();
        browser = new Browser(URI.create("http://127.0.0.1:" + server.port() + "/"), folder);
    }

    private static String value(String setting) {
        String value = setting.replace("FOLDER", folder.toString()).replace("RECIPIENT", PAIR.publicKey());
        return value.contains(LOCKING_S3)
                ? value.replace(LOCKING_S3, bucket().address().toString())
                : value;
    }

    private static LockingS3 bucket() {
        if (bucket == null) {
            try {
                bucket = new LockingS3();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return bucket;
    }

    @AfterAll
    static void close() {
        try (LockingS3 started = bucket) {
            bucket = null;
            if (browser != null) {
                browser.close();
            }
        } finally {
            if (server != null) {
                server.close();
            }
        }
    }

    /** What a test that failed has left behind, so that the ones after it fail only for reasons of their own. */
    @BeforeEach
    void inOneLanguageAndConnected() throws IOException {
        Files.deleteIfExists(server.home().resolve("breakpoint"));
        browser.offline(false);
        browser.speak(language());
    }

    String language() {
        return "en";
    }

    @AfterEach
    void nothingWasRefusedAndNoScriptFailed() {
        assertEquals(List.of(), browser.complaints());
    }

    static void hold(String place) throws IOException {
        Files.writeString(server.home().resolve("breakpoint"), place);
    }

    static void release() throws IOException {
        Files.delete(server.home().resolve("breakpoint"));
    }

    static int restoreThroughTheApi() {
        JsonObject body =
                Json.createObjectBuilder().add("record_id", newestBackup()).build();
        return api.with("Prefer", "respond-async")
                .post("backup/restore", body)
                .data()
                .getInt("id");
    }

    static int newestBackup() {
        return first("backup/list?status=completed&page_size=1");
    }

    static int newestJob() {
        return first("backup/jobs?page_size=1");
    }

    private static int first(String list) {
        return api.get(list).data().getJsonArray("list").getJsonObject(0).getInt("id");
    }

    static int addUser(String name, String role) {
        JsonObject user = Json.createObjectBuilder()
                .add("name", name)
                .add("password", PASSWORD)
                .add("role", role)
                .build();
        return api.post("auth/users", user).data().getInt("id");
    }

    static void signIn(String name) {
        signIn(name, PASSWORD);
    }

    static void signIn(String name, String password) {
        browser.run("sessionStorage.clear()");
        browser.visit("settings");
        browser.type("[name=username]", name);
        browser.type("[name=password]", password);
        browser.find(".sign-in [type=submit]").click();
        browser.reads(name);
        browser.await(
                "signed in",
                () -> browser.run("return document.querySelector('dialog.sign-in[open]') === null")
                        .equals(true));
    }
}
