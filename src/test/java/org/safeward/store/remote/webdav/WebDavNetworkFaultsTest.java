package org.safeward.store.remote.webdav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.NetworkFaultsContract;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

class WebDavNetworkFaultsTest extends NetworkFaultsContract {
    private static ApacheServer server;

    private Path directory;

    @BeforeAll
    static void start() throws Exception {
        server = new ApacheServer();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @Override
    protected RemoteStore empty() throws IOException {
        directory = server.newDirectory();
        return through(server.port(), PATIENT);
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected RemoteStore through(int port, Limits limits) {
        return new WebDavStore(server.settings(directory, port), limits);
    }

    @Override
    protected int manyBytes() {
        return 12 << 20;
    }

    @ParameterizedTest
    @CsvSource({
        "401, DESTINATION_REFUSED",
        "403, DESTINATION_REFUSED",
        "404, DESTINATION_MISSING",
        "405, DESTINATION_FAILED",
        "301, DESTINATION_FAILED",
        "200, DESTINATION_FAILED",
        "207, DESTINATION_FAILED",
        "500, DESTINATION_UNREACHABLE",
        "503, DESTINATION_UNREACHABLE",
        "507, DESTINATION_FULL"
    })
    void tellsWhatIsWrong(int status, ErrorCode expected) throws IOException {
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.answer(status, "<html>no</html>"), 100);
            Fault fault = assertThrows(Fault.class, through::check);
            assertEquals(expected, fault.code(), fault.getMessage());
            assertFalse(fault.getMessage().contains(ApacheServer.LOGIN.password()), fault.getMessage());
            assertFalse(fault.getMessage().contains(ApacheServer.LOGIN.header()), fault.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT", "MOVE", "PROPFIND"})
    void aPutWhoseAnswerIsLostIsFoundToBeDone(String request) throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.loseAnswerTo(request);
            PutResult result = through.put("one.sql", file, Progress.NONE);
            assertEquals(1, wire.spoilt(), "an answer was lost");
            assertEquals(request.equals("MOVE") ? PutResult.PRESENT : PutResult.PUBLISHED, result);
        }
        assertEquals(file.sha256(), sha256("one.sql"));
        assertEquals(List.of("one.sql"), names());
    }

    /** A server must not make us read our own files, or others' addresses. */
    @Test
    void entitiesInAnAnswerAreNotRead() throws IOException {
        Path secret = Files.writeString(folder.resolve("secret"), "12345");
        String body = """
                <?xml version="1.0"?>
                <!DOCTYPE multistatus [<!ENTITY secret SYSTEM "%s">]>
                <multistatus xmlns="DAV:"><response><href>/a/&secret;</href><propstat><prop>
                <getcontentlength>1</getcontentlength></prop></propstat></response></multistatus>
                """.formatted(secret.toUri());
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.answer(207, body), 100);
            Fault fault = assertThrows(Fault.class, through::list);
            assertEquals(ErrorCode.DESTINATION_FAILED, fault.code());
            assertFalse(fault.getMessage().contains("12345"), fault.getMessage());
            assertTrue(wire.spoilt() > 0);
        }
    }
}
