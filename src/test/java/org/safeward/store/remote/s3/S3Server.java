package org.safeward.store.remote.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.safeward.fixture.OpenPorts;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;

/** A server that speaks S3, in a process of its own, on loopback alone; closing it leaves nothing behind. */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "backups";
    public static final String SECRET = "a-secret-that-nobody-may-see";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final List<String> JAVA = List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC");

    private final Path folder = Trees.temporary("safeward-s3-");
    private final int port = freePort();
    private final Process process;

    private interface Command {
        List<String> in(Path folder, int port) throws IOException;
    }

    private S3Server(Command command) throws IOException {
        List<String> words = new ArrayList<>(JAVA);
        words.add("-Djava.io.tmpdir=" + folder);
        words.addAll(command.in(folder, port));
        process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        if (!Waiting.until(START_LIMIT, this::answers)) {
            String log = Trees.read(folder.resolve("log"));
            close();
            throw new IOException("the server did not start:\n" + log);
        }
    }

    /** @param authorization {@code aws-v2-or-v4}: asks for signatures, as S3 does; {@code none}: does not look at them */
    public static S3Server s3proxy(String authorization) throws IOException {
        return new S3Server((folder, port) -> {
            Files.createDirectories(folder.resolve("data").resolve(BUCKET));
            Files.writeString(
                    folder.resolve("s3proxy.conf"), """
                    s3proxy.endpoint=http://127.0.0.1:%d
                    s3proxy.authorization=%s
                    s3proxy.identity=tester
                    s3proxy.credential=%s
                    jclouds.provider=filesystem-nio2
                    jclouds.filesystem.basedir=%s
                    jclouds.identity=none
                    jclouds.credential=none
                    """.formatted(port, authorization, SECRET, folder.resolve("data")));
            return List.of(
                    "-jar",
                    "target/s3-servers/s3proxy.jar",
                    "--properties",
                    folder.resolve("s3proxy.conf").toString());
        });
    }

    /** Takes any signature. Its other port speaks TLS, with a certificate that it signed itself. */
    public static S3Server s3mock() throws IOException {
        return new S3Server((folder, port) -> List.of(
                "-Dloader.path=target/test-classes",
                "-Dloader.main=" + LoopbackS3Mock.class.getName(),
                "-cp",
                "target/s3-servers/s3mock.jar",
                "org.springframework.boot.loader.launch.PropertiesLauncher",
                "--server.address=127.0.0.1",
                "--server.port=0",
                "--http.port=" + port,
                "--com.adobe.testing.s3mock.store.root=" + Files.createDirectories(folder.resolve("data")),
                "--com.adobe.testing.s3mock.store.initialBuckets=" + BUCKET));
    }

    public S3Settings settings(String prefix) {
        return settings(address(), BUCKET, prefix);
    }

    S3Settings settings(URI endpoint, String bucket, String prefix) {
        return new S3Settings(
                Optional.of(endpoint),
                "us-east-1",
                bucket,
                prefix,
                true,
                Optional.of(new S3Credentials("tester", SECRET)));
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public int port() {
        return port;
    }

    /** Of all its ports. */
    List<String> addresses() {
        return OpenPorts.of(process.pid());
    }

    int tlsPort() {
        return addresses().stream()
                .map(address -> Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)))
                .filter(other -> other != port)
                .findFirst()
                .orElseThrow();
    }

    /** So many small ones, named by their numbers, behind the back of S3Proxy, whose objects are files. */
    void makeObjects(String prefix, int count) throws IOException {
        Path objects =
                Files.createDirectories(folder.resolve("data").resolve(BUCKET).resolve(prefix));
        for (int number = 0; number < count; number++) {
            Files.write(objects.resolve("%04d.sql".formatted(number)), new byte[1]);
        }
    }

    private boolean answers() {
        try (var socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Trees.delete(folder);
    }
}
