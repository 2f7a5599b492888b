package org.safeward.store.remote.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.SmallDisk;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.ServerProcess;
import org.safeward.store.remote.WholeFile;

/** What a WebDAV server keeps, how it is known, and when it cannot. */
class WebDavPlaceTest {
    private static final Limits ONCE = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(50), 1, Duration.ZERO);

    private static ApacheServer server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        server = new ApacheServer();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    private WholeFile file(int size) throws IOException {
        return WholeFile.read(Files.write(folder.resolve("file-" + size), new byte[size]));
    }

    private static WebDavStore store(URI uri, Optional<WebDavSettings.Login> login, Optional<Path> authorities) {
        return new WebDavStore(new WebDavSettings(uri, login, authorities), ONCE);
    }

    @Test
    void aFullDiskIsToldAndNothingIsLeftOnIt() throws IOException {
        try (SmallDisk disk = SmallDisk.on(server.newDirectory(), 2);
                WebDavStore store = new WebDavStore(server.settings(disk.folder(), server.port()), ONCE)) {
            ServerProcess.letAllWrite(disk.folder());
            Fault fault = assertThrows(Fault.class, () -> store.put("one.sql", file(3_000_000), Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_FULL, fault.code(), fault.getMessage());
            assertEquals(List.of(), store.list());
            assertEquals(List.of(), store.leftovers());
            assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(1_000_000), Progress.NONE));
        }
    }

    @Test
    void trustsTheAuthoritiesThatAreNamedAndNoOthers() throws IOException {
        URI uri = server.overTls(server.newDirectory());
        Optional<WebDavSettings.Login> login = Optional.of(ApacheServer.LOGIN);
        try (WebDavStore store = store(uri, login, Optional.of(server.authorities()))) {
            store.check();
            assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(700_000), Progress.NONE));
        }
        try (WebDavStore store = store(uri, login, Optional.empty())) {
            assertFails(store, ErrorCode.DESTINATION_UNTRUSTED);
        }
        Path none = Files.writeString(folder.resolve("none.pem"), "");
        Fault fault = assertThrows(Fault.class, () -> store(uri, login, Optional.of(none)));
        assertEquals(ErrorCode.DESTINATION_UNTRUSTED, fault.code());
    }

    @Test
    void whoIsNotLetInIsTold() throws IOException {
        URI uri = server.settings(server.newDirectory(), server.port()).collection();
        WebDavSettings.Login wrong = new WebDavSettings.Login("keeper", "a wrong one");
        try (WebDavStore store = store(uri, Optional.of(wrong), Optional.empty())) {
            assertFalse(assertFails(store, ErrorCode.DESTINATION_REFUSED).contains("a wrong one"));
        }
        try (WebDavStore store = store(uri, Optional.empty(), Optional.empty())) {
            assertFails(store, ErrorCode.DESTINATION_REFUSED);
        }
        assertFalse(wrong.toString().contains("a wrong one"));
    }

    /** Else the credentials would go wherever the server says. */
    @Test
    void redirectsAreToldAndNotFollowed() throws IOException {
        Path directory = server.newDirectory();
        URI uri = URI.create("http://127.0.0.1:" + server.port() + "/elsewhere/" + directory.getFileName());
        try (WebDavStore store = store(uri, Optional.of(ApacheServer.LOGIN), Optional.empty())) {
            assertTrue(assertFails(store, ErrorCode.DESTINATION_FAILED)
                    .contains(directory.getFileName().toString()));
        }
    }

    private static String assertFails(WebDavStore store, ErrorCode code) {
        Fault fault = assertThrows(Fault.class, store::check);
        assertEquals(code, fault.code(), fault.getMessage());
        return fault.getMessage();
    }

    @Test
    void credentialsDoNotGoInTheClearToOtherMachines() {
        Optional<WebDavSettings.Login> login = Optional.of(ApacheServer.LOGIN);
        for (String odd : List.of(
                "http://backup.example/dav",
                "http://127.0.0.1.example/dav",
                "ftp://127.0.0.1/",
                "https://user:secret@backup.example/",
                "https://backup.example/?a")) {
            URI uri = URI.create(odd);
            assertThrows(IllegalArgumentException.class, () -> new WebDavSettings(uri, login, Optional.empty()), odd);
        }
        for (String usual : List.of("http://localhost:1/dav", "http://[::1]/dav", "https://backup.example")) {
            assertTrue(new WebDavSettings(URI.create(usual), login, Optional.empty())
                    .collection()
                    .toString()
                    .endsWith("/"));
        }
    }

    /** A DELETE of a collection would take all that is in it. */
    @Test
    void collectionsAreLeftAlone() throws IOException {
        Path directory = server.newDirectory();
        Path inside = Files.write(
                Files.createDirectory(directory.resolve("folder.sql")).resolve("a"), new byte[1]);
        try (WebDavStore store = new WebDavStore(server.settings(directory, server.port()), ONCE)) {
            assertEquals(List.of(), store.list());
            assertEquals(Optional.empty(), store.find("folder.sql"));
            store.delete("folder.sql");
            assertThrows(Fault.class, () -> store.put("folder.sql", file(1), Progress.NONE));
            assertThrows(IllegalArgumentException.class, () -> store.discard(new Leftover("folder.sql", null)));
        }
        assertTrue(Files.exists(inside));
    }
}
