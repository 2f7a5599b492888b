package org.safeward.store.remote.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Limits;

/** Who we are to an SFTP server, and how it is known. */
class SftpLoginTest {
    private static final Limits ONCE = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(50), 1, Duration.ZERO);
    private static final String PASSPHRASE = "p:a s\\wörd";

    private static OpenSshServer server;
    private static Path directory;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenSshServer();
        directory = server.newDirectory();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"ed25519, ''", "ed25519, secret", "rsa, ''", "rsa, secret", "ecdsa, secret"})
    void takesWhatSshKeygenWrites(String kind, String passphrase) throws IOException {
        Path key = server.newKey(kind + passphrase.length(), kind, passphrase);
        server.authorize(key);
        assertLogsIn(new SftpSettings.PrivateKeyFile(key, passphrase), server.fingerprint("ed25519"));
    }

    /** As OpenSSL writes it. */
    @Test
    void takesAnEd25519KeyInPkcs8() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        SshAlgorithms.choose();
        Files.writeString(folder.resolve("key.pub"), PublicKeyEntry.toString(pair.getPublic()) + "\n");
        String pem = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
        Path key = Files.writeString(
                folder.resolve("key"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        server.authorize(key);
        assertLogsIn(new SftpSettings.PrivateKeyFile(key, ""), server.fingerprint("ed25519"));
    }

    /** A known kind is asked for, whichever the server would show first. */
    @ParameterizedTest
    @CsvSource({"ed25519", "rsa", "ecdsa"})
    void takesAServerThatKnownHostsKnows(String kind) throws IOException {
        Path known = Files.writeString(folder.resolve("known_hosts"), "# ours\n" + server.known(kind, server.port()));
        assertLogsIn(new SftpSettings.PrivateKeyFile(server.key(), ""), new SftpSettings.KnownHosts(known));
    }

    private static void assertLogsIn(SftpSettings.Login login, SftpSettings.HostKey hostKey) throws IOException {
        try (SftpStore store = store(login, hostKey)) {
            assertEquals(List.of(), store.list());
        }
    }

    private static SftpStore store(SftpSettings.Login login, SftpSettings.HostKey hostKey) {
        return new SftpStore(server.settings(login, hostKey, directory, server.port()), ONCE);
    }

    @Test
    void aServerThatIsNotKnownIsNotSpokenTo() throws IOException {
        String other = server.known("rsa", server.port() + 1);
        Path keyOfAnother = Files.writeString(
                folder.resolve("wrong"),
                server.known("ed25519", server.port()).split(" ")[0] + " "
                        + Files.readString(Path.of(server.key() + ".pub")));
        for (SftpSettings.HostKey hostKey : List.of(
                new SftpSettings.KnownHosts(Files.writeString(folder.resolve("other"), other)),
                new SftpSettings.KnownHosts(keyOfAnother),
                new SftpSettings.KnownHosts(Files.writeString(folder.resolve("empty"), "")),
                new SftpSettings.Fingerprint("SHA256:" + "A".repeat(43)))) {
            String before = hostKey instanceof SftpSettings.KnownHosts known ? Files.readString(known.file()) : "";
            String said = refused(new SftpSettings.Password("secret"), hostKey, ErrorCode.DESTINATION_UNTRUSTED);
            assertTrue(said.contains(server.fingerprint("ed25519").sha256()) || said.contains("SHA256:"), said);
            if (hostKey instanceof SftpSettings.KnownHosts known) {
                assertEquals(before, Files.readString(known.file()), "it learns nothing");
            }
        }
        refused(
                new SftpSettings.Password("secret"),
                new SftpSettings.KnownHosts(folder.resolve("missing")),
                ErrorCode.DESTINATION_UNTRUSTED);
    }

    @Test
    void whoIsNotLetInIsTold() throws IOException {
        Path stranger = server.newKey("stranger", "ed25519", "");
        Path locked = server.newKey("locked", "ed25519", PASSPHRASE);
        Path nonsense = Files.writeString(folder.resolve("nonsense"), "no key");
        for (SftpSettings.Login login : List.of(
                new SftpSettings.Password(PASSPHRASE),
                new SftpSettings.PrivateKeyFile(stranger, ""),
                new SftpSettings.PrivateKeyFile(locked, ""),
                new SftpSettings.PrivateKeyFile(locked, PASSPHRASE + "x"),
                new SftpSettings.PrivateKeyFile(nonsense, ""),
                new SftpSettings.PrivateKeyFile(folder.resolve("missing"), PASSPHRASE))) {
            String said = refused(login, server.fingerprint("ed25519"), ErrorCode.DESTINATION_REFUSED);
            assertFalse(said.contains(PASSPHRASE), said);
            assertFalse(login.toString().contains(PASSPHRASE), login.toString());
        }
    }

    private static String refused(SftpSettings.Login login, SftpSettings.HostKey hostKey, ErrorCode code) {
        try (SftpStore store = store(login, hostKey)) {
            Fault fault = assertThrows(Fault.class, store::check);
            assertEquals(code, fault.code(), fault.getMessage());
            return fault.getMessage();
        }
    }

    @Test
    void leavesNoThreadAndNoProviderBehind() throws IOException {
        List<java.security.Provider> before = List.of(Security.getProviders());
        assertLogsIn(new SftpSettings.PrivateKeyFile(server.key(), ""), server.fingerprint("ed25519"));
        assertEquals(before, List.of(Security.getProviders()));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().contains("sshd")));
    }
}
