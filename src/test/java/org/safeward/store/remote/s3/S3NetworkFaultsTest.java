package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
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

    /** Each page says that the same one comes next. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aListingThatLeadsInACircleIsNotFollowed() throws IOException {
        String files = "<ListBucketResult><IsTruncated>true</IsTruncated>"
                + "<NextContinuationToken>again</NextContinuationToken></ListBucketResult>";
        String uploads = "<ListMultipartUploadsResult><IsTruncated>true</IsTruncated>"
                + "<NextKeyMarker>again</NextKeyMarker></ListMultipartUploadsResult>";
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.answer(200, files), Integer.MAX_VALUE);
            assertEquals(
                    ErrorCode.DESTINATION_FAILED,
                    assertThrows(Fault.class, through::list).code());
            wire.spoil(FaultyWire.Trouble.answer(200, uploads), Integer.MAX_VALUE);
            assertEquals(
                    ErrorCode.DESTINATION_FAILED,
                    assertThrows(Fault.class, through::leftovers).code());
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

    /** Into so many parts a file is cut, of which several are on their way at once. */
    private static final int PARTS = 4;

    private WholeFile fileOfParts() throws IOException {
        return file((PARTS - 1) * S3StoreContract.PART_BYTES + 17, 1);
    }

    private RemoteStore inParts(Limits limits) {
        return through(wire.port(), limits, 1000);
    }

    @Test
    void partsWhoseConnectionsAreCutAreSentAgain() throws IOException {
        WholeFile file = fileOfParts();
        List<Long> told = new ArrayList<>();
        try (RemoteStore through =
                inParts(new Limits(PATIENT.connect(), PATIENT.stall(), PARTS + 1, PATIENT.pause()))) {
            wire.spoil(FaultyWire.Trouble.cutUp(1_000_000), PARTS - 1);
            assertEquals(PutResult.PUBLISHED, through.put("one.sql", file, told::add));
            assertEquals(PARTS - 1, wire.spoilt());
        }
        assertEquals(file.size(), told.get(told.size() - 1));
        assertEquals(file.sha256(), sha256("one.sql"));
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    void partsWhoseBytesNobodyTakesEndWithinTheLimits() throws IOException {
        WholeFile file = fileOfParts();
        try (RemoteStore through = inParts(BRIEF)) {
            wire.spoil(FaultyWire.Trouble.stallUp(300_000), 1000);
            assertUnreachable(() -> through.put("one.sql", file, Progress.NONE));
        }
        assertNothingHalfMade();
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    void anInterruptEndsPartsWhoseBytesNobodyTakes() throws IOException {
        WholeFile file = fileOfParts();
        Thread putting = Thread.currentThread();
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (RemoteStore through = inParts(PATIENT)) {
            wire.spoil(FaultyWire.Trouble.stallUp(2_000_000), 1000);
            long begun = System.nanoTime();
            other.schedule(putting::interrupt, 2, TimeUnit.SECONDS);
            assertThrows(InterruptedIOException.class, () -> through.put("one.sql", file, Progress.NONE));
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 30, "it did not wait for a limit");
        } finally {
            other.shutdownNow();
            Thread.interrupted();
        }
        assertNothingHalfMade();
        assertEquals(List.of(), store.leftovers());
    }

    @Test
    void whoIsToldOfPartsCanEndThem() throws IOException {
        WholeFile file = fileOfParts();
        RuntimeException enough = new IllegalStateException("enough");
        Progress ending = bytes -> {
            if (bytes > 2 * S3StoreContract.PART_BYTES) {
                throw enough;
            }
        };
        assertSame(enough, assertThrows(IllegalStateException.class, () -> store.put("one.sql", file, ending)));
        assertNothingHalfMade();
        assertEquals(List.of(), store.leftovers());
    }

    /** Nothing has come to the server meanwhile, but it was not the server that was waited for. */
    @Test
    void aPaceThatWaitsLongIsNoStall() throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        AtomicBoolean waited = new AtomicBoolean();
        Progress pace = bytes -> {
            if (bytes > SEVERAL_PIECES / 2 && waited.compareAndSet(false, true)) {
                sleep(BRIEF.stall().plusSeconds(2));
            }
        };
        Limits once = new Limits(BRIEF.connect(), BRIEF.stall(), 1, BRIEF.pause());
        try (RemoteStore through = inParts(once)) {
            assertEquals(PutResult.PUBLISHED, through.put("one.sql", file, pace));
        }
        assertEquals(file.sha256(), sha256("one.sql"));
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** By one request and in parts. */
    @ParameterizedTest
    @CsvSource({"20000000, XAmzContentSHA256Mismatch", "1000, BadDigest"})
    void whatIsChangedOnTheWayIsRefused(long atOnceBytes, String inWords) throws IOException {
        Path path = folder.resolve("marked");
        Files.writeString(path, "a".repeat(SEVERAL_PIECES / 2) + "MARK" + "z".repeat(SEVERAL_PIECES / 2));
        WholeFile file = WholeFile.read(path);
        try (RemoteStore through = through(wire.port(), PATIENT, atOnceBytes)) {
            wire.replace("MARK", "mark");
            Fault fault = assertThrows(Fault.class, () -> through.put("one.sql", file, Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_FAILED, fault.code(), fault.getMessage());
            assertTrue(fault.getMessage().contains(inWords), fault.getMessage());
        }
        assertNothingHalfMade();
        assertEquals(List.of(), store.leftovers());
    }

    /** Whoever changes the content could change its MD5 as well, were that not signed. By one request and in parts. */
    @ParameterizedTest
    @ValueSource(longs = {20_000_000, 10})
    void anMd5ThatIsChangedOnTheWayIsRefused(long atOnceBytes) throws Exception {
        WholeFile file = file(1000, 1);
        Base64.Encoder base64 = Base64.getEncoder();
        String ours = base64.encodeToString(MessageDigest.getInstance("MD5").digest(Files.readAllBytes(file.path())));
        String theirs = base64.encodeToString(new byte[16]);
        try (RemoteStore through = through(wire.port(), PATIENT, atOnceBytes)) {
            wire.replace(ours, theirs);
            Fault fault = assertThrows(Fault.class, () -> through.put("one.sql", file, Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_REFUSED, fault.code(), fault.getMessage());
        }
        assertNothingHalfMade();
    }
}
