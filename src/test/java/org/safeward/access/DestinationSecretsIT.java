package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;
import org.safeward.store.remote.sftp.OpenSshServer;

/** What opens a destination is nowhere to be found, also when the destination refuses it and says it back to us. */
class DestinationSecretsIT {
    private static final String KEY = "SECRETKEYOFTHEBUCKET0123456789";
    private static final String SFTP_PASSWORD = "the-password-of-the-sftp-user";
    private static final String PASSPHRASE = "the-passphrase-of-the-key";
    private static final String WEB_PASSWORD = "the-password-of-the-collection";
    private static final String BASIC =
            Base64.getEncoder().encodeToString(("keeper:" + WEB_PASSWORD).getBytes(StandardCharsets.UTF_8));
    private static final List<String> SECRETS = List.of(KEY, SFTP_PASSWORD, PASSPHRASE, WEB_PASSWORD, BASIC);

    @TempDir
    static Path folder;

    private static HttpServer echo;
    private static OpenSshServer sshd;
    private static SafewardServer server;

    @BeforeAll
    static void start() throws IOException {
        echo = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        echo.setExecutor(Executors.newCachedThreadPool());
        echo.createContext("/", DestinationSecretsIT::refuse);
        echo.start();
        sshd = new OpenSshServer();
        String sftp = "sftp://" + OpenSshServer.USER + "@127.0.0.1:" + sshd.port() + "/backups";
        int port = echo.getAddress().getPort();
        server = SafewardServer.on(folder.resolve("home"))
                .protecting(SmallDatabase.create(folder.resolve("live.db")).file())
                .with("safeward.destinations", "bucket,password,key,collection")
                .with("safeward.destination.bucket.url", "s3://backups/app")
                .with("safeward.destination.bucket.endpoint", "http://127.0.0.1:" + port)
                .with("safeward.destination.bucket.access-key", "AKIAOFTHETESTS")
                .with("safeward.destination.bucket.secret-key", KEY)
                .with("safeward.destination.password.url", sftp)
                .with("safeward.destination.password.password", SFTP_PASSWORD)
                .with("safeward.destination.password.host-key", sshd.hostKey())
                .with("safeward.destination.key.url", sftp)
                .with("safeward.destination.key.key-file", sshd.newKey("locked", "ed25519", "another passphrase"))
                .with("safeward.destination.key.key-passphrase", PASSPHRASE)
                .with("safeward.destination.key.host-key", sshd.hostKey())
                .with("safeward.destination.collection.url", "dav://127.0.0.1:" + port + "/backups")
                .with("safeward.destination.collection.user", "keeper")
                .with("safeward.destination.collection.password", WEB_PASSWORD)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (sshd != null) {
            sshd.close();
        }
        echo.stop(0);
    }

    /** As a proxy for debugging does it: all that was sent comes back. */
    private static void refuse(HttpExchange exchange) throws IOException {
        String sent = exchange.getRequestHeaders().entrySet() + " " + exchange.getRequestURI();
        byte[] body = ("<?xml version=\"1.0\"?><Error><Code>SignatureDoesNotMatch</Code><Message>" + sent
                        + "</Message></Error>")
                .getBytes(StandardCharsets.UTF_8);
        boolean signed = sent.contains("AWS4-HMAC");
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "application/xml");
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"" + sent.hashCode() + "\"");
        exchange.getResponseHeaders()
                .add(
                        "X-Sent",
                        exchange.getRequestHeaders()
                                .getOrDefault("Authorization", List.of("none"))
                                .get(0));
        exchange.sendResponseHeaders(
                signed ? 403 : 401, exchange.getRequestMethod().equals("HEAD") ? -1 : body.length);
        if (!exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    void noCredentialOfADestinationIsInALogAnAnswerAFileOrACommandLine() throws IOException {
        Api api = server.api();
        StringBuilder all = new StringBuilder();
        for (String name : List.of("bucket", "password", "key", "collection")) {
            Answer tried = api.post("destinations/" + name + "/test");
            all.append(tried.text()).append(tried.headers());
            assertEquals("DESTINATION_REFUSED", tried.error(), tried.text());
        }
        for (String path : List.of(
                "destinations",
                "destinations/bucket",
                "destinations/collection/fill",
                "destinations/bucket/backups",
                "destinations/password/backups",
                "destinations/collection/backups",
                "backup/status",
                "databases",
                "health",
                "metrics",
                "openapi",
                "audit?page_size=100")) {
            Answer answer = api.get(path);
            all.append(answer.text()).append(answer.headers());
        }
        Answer made = api.post("backup/create");
        assertEquals(200, made.status(), made.text());
        all.append(api.get("backup/list").text()).append(api.get("backup/jobs").text());
        assertTrue(all.indexOf("dav") + all.indexOf("s3://backups/app/") > 0, "addresses are shown");

        assertEquals(List.of(), SecretSearch.leaks("an answer", all.toString(), SECRETS));
        assertEquals(List.of(), new SecretSearch(server).leaks(SECRETS));
    }
}
