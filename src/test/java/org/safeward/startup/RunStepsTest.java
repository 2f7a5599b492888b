package org.safeward.startup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps of {@code bin/run} that need no server, one by one. */
class RunStepsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();

    @TempDir
    Path folder;

    private record Said(int code, String out, String err) {}

    private Said step(String name, Map<String, String> settings, String commands)
            throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(
                "bash",
                "-euc",
                "project='" + PROJECT + "' program=safeward script=run; . bin/common.sh; . bin/run-steps/" + name
                        + ".sh; " + commands);
        builder.environment().keySet().removeIf(key -> key.startsWith("SAFEWARD_") || key.equals("DATABASE_URL"));
        builder.environment().put("SAFEWARD_HOME", folder.resolve("home").toString());
        builder.environment().putAll(settings);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        int code = process.waitFor();
        return new Said(code, Files.readString(out), Files.readString(err));
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://ada:hunter2@db.example/shop, postgresql://ada:***@db.example/shop",
        "postgresql://ada:hunt@er2@db.example/shop, postgresql://ada:***@db.example/shop",
        "postgresql://db.example/shop, postgresql://db.example/shop",
        "jdbc:postgresql://db/shop?user=ada&password=hunter2&ssl=true, jdbc:postgresql://db/shop?user=ada&password=***&ssl=true",
        "jdbc:postgresql://db/shop?sslPassword=hunter2, jdbc:postgresql://db/shop?sslPassword=***",
    })
    void aDatabaseIsDescribedWithoutItsPassword(String address, String description) throws Exception {
        assertEquals(
                description,
                step("database", Map.of(), "choose_database '" + address + "'; say \"$database\"")
                        .out()
                        .strip());
    }

    @Test
    void theArgumentIsMeantBeforeTheEnvironment() throws Exception {
        Path file = Files.createFile(folder.resolve("app.db"));
        Said said = step(
                "database",
                Map.of(
                        "SAFEWARD_DATABASE_DEFAULT_URL",
                        "jdbc:sqlite:/other.db",
                        "DATABASE_URL",
                        "postgresql://other/db"),
                "choose_database '" + file + "'; say \"$database $SAFEWARD_DATABASE_DEFAULT_URL\"");
        String chosen = "jdbc:sqlite:" + file.toRealPath();
        assertEquals(chosen + " " + chosen, said.out().strip());
        assertEquals("", said.err());
    }

    @Test
    void aFileThatIsNotThereIsToldAndAFolderThatIsNotThereIsRefused() throws Exception {
        Said absent = step("database", Map.of(), "choose_database '" + folder + "/new.db'");
        assertEquals(0, absent.code());
        assertTrue(absent.err().contains("can be restored, but not be backed up"), absent.err());
        Said nowhere = step("database", Map.of(), "choose_database '" + folder + "/nowhere/new.db'");
        assertEquals(1, nowhere.code());
        assertTrue(nowhere.err().contains("There is no folder"), nowhere.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "100000", "http", "-1", "80 80"})
    void whatIsNoPortIsRefusedBeforeAnythingIsMade(String port) throws Exception {
        Said said = step("settings", Map.of("SAFEWARD_PORT", port), "read_settings");
        assertEquals(1, said.code(), said.out());
        assertTrue(said.err().contains("SAFEWARD_PORT is no port: " + port), said.err());
        assertFalse(Files.exists(folder.resolve("home")));
    }

    @Test
    void secretsAreShownOnceOnly() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.writeString(home.resolve("first-login.txt"), "admin-password: 3fa9c1\napi-key: sw_3f0c\n");
        String greet = "api=http://127.0.0.1:8080/api database=app; greet";
        String first = step("greeting", Map.of(), "first_start=yes; " + greet).out();
        assertTrue(first.contains("sw_3f0c (shown this once") && first.contains("password 3fa9c1 (shown"), first);
        String later = step("greeting", Map.of(), "first_start=; " + greet).out();
        assertFalse(later.contains("sw_3f0c") || later.contains("3fa9c1"), later);
        assertTrue(later.contains("written to " + home.resolve("first-login.txt")), later);
    }
}
