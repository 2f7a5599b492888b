package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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

class S3NetworkFaultsTest extends NetworkFaultsContract {
    private static final int AT_ONCE_BYTES = 12 << 20;
    private static final String ERROR = "<Error><Code>%s</Code><Message>words of the server</Message></Error>";

    private static S3Server server;

    private final String prefix = "faults/" + UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.s3proxy("aws-v2-or-v4");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    protected RemoteStore empty() {
        return through(server.port(), PATIENT);
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected RemoteStore through(int port, Limits limits) {
        return through(port, limits, AT_ONCE_BYTES);
    }

    private RemoteStore through(int port, Limits limits, long atOnceBytes) {
        S3Settings settings = server.settings(URI.create("http://127.0.0.1:" + port), S3Server.BUCKET, prefix);
        return new S3Store(
                settings,
                limits,
                (SSLSocketFactory) SSLSocketFactory.getDefault(),
                atOnceBytes,
                S3StoreContract.PART_BYTES);
    }

    @Override
    protected int manyBytes() {
        return AT_ONCE_BYTES;
    }

    @ParameterizedTest
    @CsvSource({
        "500, InternalError, DESTINATION_UNREACHABLE",
        "503, SlowDown, DESTINATION_UNREACHABLE",
        "403, RequestTimeTooSkewed, DESTINATION_CLOCK",
        "403, AccessDenied, DESTINATION_REFUSED",
        "403, SignatureDoesNotMatch, DESTINATION_REFUSED",
        "301, PermanentRedirect, DESTINATION_REGION",
        "400, AuthorizationHeaderMalformed, DESTINATION_REGION",
        "404, NoSuchBucket, DESTINATION_MISSING",
        "507, XMinioStorageFull, DESTINATION_FULL",
        "400, InvalidArgument, DESTINATION_FAILED"
    })
    void tellsWhatIsWrongInTheServersWords(int status, String code, ErrorCode expected) throws IOException {
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.answer(status, ERROR.formatted(code)), 100);
            Fault fault = assertThrows(Fault.class, through::check);
            assertEquals(expected, fault.code(), fault.getMessage());
            assertTrue(fault.getMessage().contains(code), fault.getMessage());
            assertTrue(fault.getMessage().contains("words of the server"), fault.getMessage());
            assertFalse(fault.getMessage().contains(S3Server.SECRET), fault.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({"500, InternalError", "503, SlowDown"})
    void goesOnAfterAServerThatWasBusy(int status, String code) throws IOException {
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            for (int request = 0; request < 4; request++) {
                wire.spoil(FaultyWire.Trouble.answer(status, ERROR.formatted(code)), 1);
                String name = request + ".sql";
                assertEquals(PutResult.PUBLISHED, through.put(name, file(1000, 1), Progress.NONE));
                assertEquals(1, wire.spoilt());
            }
        }
    }

    /** By one request; by parts: its beginning, a part, its completion. */
    @ParameterizedTest
    @CsvSource({"20000000, PUT", "1000, POST", "1000, PUT", "1000, '<CompleteMultipartUpload'"})
    void aPutWhoseAnswerIsLostIsFoundToBeDone(long atOnceBytes, String request) throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (RemoteStore through = through(wire.port(), PATIENT, atOnceBytes)) {
            // That the server heeds a condition is known by then.
            through.put("first.sql", file(10, 1), Progress.NONE);
            wire.loseAnswerTo(request);
            PutResult result = through.put("one.sql", file, Progress.NONE);
            assertEquals(1, wire.spoilt(), "an answer was lost");
            assertTrue(result == PutResult.PUBLISHED || result == PutResult.PRESENT, result.toString());
        }
        assertEquals(file.sha256(), sha256("one.sql"));
        assertEquals(List.of("first.sql", "one.sql"), names());
    }
}
