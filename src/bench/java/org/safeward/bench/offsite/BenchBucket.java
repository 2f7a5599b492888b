package org.safeward.bench.offsite;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A server that speaks S3 and keeps its objects as files (S3Proxy), on loopback alone, with one bucket. Whoever wants it starts its command.
 *
 * @param folder of its own
 * @param port that is free
 * @param secret of its one user
 */
public record BenchBucket(Path folder, int port, String secret) {
    public static final String NAME = "backups";
    public static final String REGION = "us-east-1";
    public static final String USER = "bench";

    /** Makes what the server needs. @param jar of S3Proxy, with all that it needs in it */
    public List<String> command(Path jar) throws IOException {
        Files.createDirectories(folder.resolve("data").resolve(NAME));
        Path settings = Files.writeString(
                folder.resolve("s3proxy.conf"), """
                s3proxy.endpoint=%s
                s3proxy.authorization=aws-v2-or-v4
                s3proxy.identity=%s
                s3proxy.credential=%s
                jclouds.provider=filesystem-nio2
                jclouds.filesystem.basedir=%s
                jclouds.identity=none
                jclouds.credential=none
                """.formatted(endpoint(), USER, secret, folder.resolve("data")));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.io.tmpdir=" + folder,
                "-jar",
                jar.toString(),
                "--properties",
                settings.toString());
    }

    public Path log() {
        return folder.resolve("log");
    }

    public boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }
}
