package org.safeward.store.remote;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.safeward.fixture.Trees;

/** A real server on a free port of the loopback, with a home of its own. Closing it leaves nothing behind. */
public abstract class ServerProcess implements AutoCloseable {
    protected static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    protected final Path home;
    protected final int port;
    private Process process;

    protected ServerProcess(String prefix) throws IOException {
        home = Files.createTempDirectory(prefix);
        letAllWrite(home);
        port = freePort();
        Runtime.getRuntime().addShutdownHook(new Thread(this::end));
    }

    public int port() {
        return port;
    }

    /** Where those who are served have their files. */
    protected Path served() throws IOException {
        return home;
    }

    /** A directory of its own, which the server's user may write. */
    public Path newDirectory() throws IOException {
        Path directory = Files.createDirectory(served().resolve("place-" + UUID.randomUUID()));
        letAllWrite(directory);
        return directory;
    }

    public static void letAllWrite(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    protected void start(List<String> command) throws IOException {
        Path log = home.resolve("output");
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Awaitility.await("a server: " + log)
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> {
                    new Socket(InetAddress.getLoopbackAddress(), port).close();
                    return true;
                });
    }

    /** What the command said. */
    public static String run(String... command) throws IOException {
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

    protected static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** With the processes that serve somebody. */
    public void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().onExit().join();
        }
    }

    @Override
    public void close() throws IOException {
        end();
        Trees.delete(home);
    }
}
