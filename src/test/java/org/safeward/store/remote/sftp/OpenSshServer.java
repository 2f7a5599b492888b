package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.safeward.fixture.Trees;

/**
 * OpenSSH's sshd on a free port of the loopback, run by a user without rights: it needs none of the machine's own files then, and lets
 * that user in alone, by key. Closing it leaves nothing behind.
 */
final class OpenSshServer implements AutoCloseable {
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    /** Who runs it and who may log in. */
    static final String USER = ROOT ? "postgres" : System.getProperty("user.name");

    private final Path home;
    private final int port;
    private Process process;

    OpenSshServer() throws Exception {
        home = Files.createTempDirectory("safeward-sshd-");
        open(home);
        port = freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
        for (String kind : List.of("ed25519", "rsa", "ecdsa")) {
            newKey("host-" + kind, kind, "");
        }
        Files.writeString(home.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %2$s/host-ed25519
                HostKey %2$s/host-rsa
                HostKey %2$s/host-ecdsa
                AuthorizedKeysFile %2$s/authorized_keys
                StrictModes no
                UsePAM no
                PidFile none
                MaxStartups 100
                Subsystem sftp internal-sftp
                """.formatted(port, home));
        authorize(newKey("key", "ed25519", ""));
        start();
    }

    void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            run("chown", "-R", USER, home.toString());
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.addAll(List.of(
                "/usr/sbin/sshd",
                "-D",
                "-f",
                home.resolve("sshd_config").toString(),
                "-E",
                home.resolve("log").toString()));
        process = new ProcessBuilder(command).start();
        Awaitility.await().atMost(Duration.ofSeconds(20)).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            return true;
        });
    }

    int port() {
        return port;
    }

    /** Written by ssh-keygen. The public one lies beside it. */
    Path newKey(String name, String kind, String passphrase) throws IOException {
        Path file = home.resolve(name);
        run("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", file.toString());
        return file;
    }

    void authorize(Path key) throws IOException {
        Path authorized = home.resolve("authorized_keys");
        String known = Files.exists(authorized) ? Files.readString(authorized) : "";
        Files.writeString(authorized, known + Files.readString(Path.of(key + ".pub")));
    }

    Path key() {
        return home.resolve("key");
    }

    /** As ssh-keygen shows that of a host key. */
    SftpSettings.Fingerprint fingerprint(String kind) throws IOException {
        return new SftpSettings.Fingerprint(run(
                        "ssh-keygen",
                        "-l",
                        "-f",
                        home.resolve("host-" + kind + ".pub").toString())
                .split(" ")[1]);
    }

    /** A line of known_hosts for the host key of a kind. */
    String known(String kind) throws IOException {
        return "[127.0.0.1]:" + port + " " + Files.readString(home.resolve("host-" + kind + ".pub"));
    }

    /** One of its own, which the server's user may write. */
    Path newDirectory() throws IOException {
        Path directory = Files.createDirectory(home.resolve("place-" + UUID.randomUUID()));
        open(directory);
        return directory;
    }

    static void open(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    static String run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(List.of(command) + ": " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return said;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** With the sessions that still run. */
    void end() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() throws IOException {
        end();
        Trees.delete(home);
    }
}
