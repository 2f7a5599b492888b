package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

class S3MockStoreTest extends S3StoreContract {
    private static final int MANY_BYTES = 12 << 20;

    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.s3mock();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Server server() {
        return server;
    }

    /** S3Mock looks first, and the abort of an upload removes the object that another one made. */
    @Override
    protected boolean givesANameToOneOnly() {
        return false;
    }

    @Test
    void theServersOfTheseTestsListenOnLoopbackAlone() {
        List<String> addresses = server.addresses();
        assertEquals(2, addresses.size(), addresses.toString());
        assertTrue(addresses.stream().allMatch(address -> address.startsWith("127.0.0.1:")), addresses.toString());
    }

    @Test
    void aCertificateThatNobodyTrustsIsToldAsSuch() throws IOException {
        try (RemoteStore untrusted = tls(server.tlsPort(), BRIEF, (SSLSocketFactory) SSLSocketFactory.getDefault())) {
            Fault fault = assertThrows(Fault.class, untrusted::check);
            assertEquals(ErrorCode.DESTINATION_UNTRUSTED, fault.code(), fault.getMessage());
        }
    }

    /** TLS wants to say goodbye, and a thread that is stuck in a write keeps it from that. */
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void aPutByTlsWhoseBytesNobodyTakesEndsWithinTheLimits() throws Exception {
        WholeFile file = file(MANY_BYTES, 1);
        Limits limits = new Limits(Duration.ofSeconds(5), Duration.ofMillis(1500), 1, Duration.ZERO);
        try (FaultyWire wire = new FaultyWire(server.tlsPort());
                RemoteStore store = tls(wire.port(), limits, trusting())) {
            wire.spoil(FaultyWire.Trouble.stallUp(300_000), 100);
            Fault fault = assertThrows(Fault.class, () -> store.put("one.sql", file, Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_UNREACHABLE, fault.code(), fault.getMessage());
        }
    }

    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void anInterruptEndsAPutByTls() throws Exception {
        WholeFile file = file(MANY_BYTES, 1);
        Thread putting = Thread.currentThread();
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        Limits limits = new Limits(Duration.ofSeconds(5), Duration.ofSeconds(50), 1, Duration.ZERO);
        try (FaultyWire wire = new FaultyWire(server.tlsPort());
                RemoteStore store = tls(wire.port(), limits, trusting())) {
            wire.spoil(FaultyWire.Trouble.stallUp(300_000), 100);
            other.schedule(putting::interrupt, 2, TimeUnit.SECONDS);
            assertThrows(InterruptedIOException.class, () -> store.put("one.sql", file, Progress.NONE));
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        } finally {
            other.shutdownNow();
            Thread.interrupted();
        }
    }

    @Test
    void putsAndReadsByTls() throws Exception {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (RemoteStore store = tls(server.tlsPort(), BRIEF, trusting())) {
            assertEquals(PutResult.PUBLISHED, store.put("one.sql", file, Progress.NONE));
            assertEquals(file.sha256(), sha256(store, "one.sql"));
        }
    }

    private static RemoteStore tls(int port, Limits limits, SSLSocketFactory tls) {
        S3Settings settings =
                server.settings(URI.create("https://localhost:" + port), S3Server.BUCKET, "tls/" + UUID.randomUUID());
        return new S3Store(settings, limits, tls, MANY_BYTES, PART_BYTES);
    }

    private static SSLSocketFactory trusting() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Trusting()}, null);
        return context.getSocketFactory();
    }

    /** Takes the certificate that the test server signed itself. */
    private static final class Trusting implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
