package org.safeward.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.OpenPorts;
import org.safeward.fixture.TinyApplication;
import org.safeward.fixture.TinyResource;

/** The fixture does what its names say, and the way in which every server is started keeps its promises. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SafewardServerIT {
    @TempDir
    static Path folder;

    private static SafewardServer server;

    /** One for all: it runs until the last test but one kills it. */
    @BeforeAll
    static void tinyServer() {
        Path war = folder.resolve("tiny.war");
        ShrinkWrap.create(WebArchive.class)
                .addClasses(TinyApplication.class, TinyResource.class)
                .as(ZipExporter.class)
                .exportTo(war.toFile());
        server = SafewardServer.on(folder.resolve("a home")).deploying(war).start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Order(1)
    @Test
    @AboutPayaraMicro
    void listensOnOneLoopbackPortAndKeepsItsFilesForItself() throws IOException {
        assertEquals(List.of("127.0.0.1:" + server.port()), OpenPorts.of(server.pid()));
        try (Stream<Path> files = Files.list(server.home().resolve("logs"))) {
            for (Path file : files.toList()) {
                assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        assertTrue(server.log().contains("ready in"), server.log());
    }

    @Order(2)
    @Test
    void sendsJsonFormsAndHeaders() throws IOException {
        Api api = server.api();
        JsonObject echo = api.inEnglish().post("echo", "{\"名\": 1}").data();
        assertEquals("{\"名\": 1}", echo.getString("body"));
        assertEquals(SafewardServer.API_KEY, echo.getString("key"));
        assertEquals("en", echo.getString("language"));
        assertEquals("application/json", echo.getString("type"));
        assertEquals("null", api.anonymous().post("echo").data().getString("key"));

        Path file = Files.writeString(folder.resolve("备份.sql"), "SELECT 1;");
        String form = api.upload("echo", file, "备份.sql", Map.of("database", "default"))
                .data()
                .getString("body");
        assertTrue(form.contains("name=\"database\"\r\n\r\ndefault\r\n"), form);
        assertTrue(form.contains("filename=\"备份.sql\""), form);
        assertTrue(form.contains("\r\n\r\nSELECT 1;\r\n--"), form);

        Path copy = folder.resolve("copy");
        assertEquals(200, api.download("health", copy).statusCode());
        assertTrue(Files.readString(copy).contains("UP"));
        assertFalse(api.postLater("echo", "{}").join().data().isEmpty());
    }

    @Order(3)
    @Test
    void stopsInOrderAndStartsAgain() {
        assertEquals(143, server.stop());
        server.start();
        assertEquals(200, server.api().get("health").status());
    }

    @Order(4)
    @Test
    void pausesResumesAndIsKilledEvenWhilePaused() {
        server.pause();
        assertThrows(
                UncheckedIOException.class,
                () -> server.api().within(Duration.ofMillis(500)).get("health"));
        server.resume();
        assertEquals(200, server.api().get("health").status());
        server.pause();
        server.kill();
        assertEquals(137, server.exitCode());
    }

    @Order(5)
    @Test
    void tellsWhyItRefusedToStart() {
        server.with(TinyResource.REFUSAL, "no such thing");
        assertEquals("no such thing", server.startRefused().get(0));
        assertTrue(server.hasEnded());
    }
}
