package org.safeward.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a run has: a temporary folder, a PostgreSQL cluster once somebody asks for it, and a server. Closing it leaves nothing behind; it may be
 * closed at any time, by another thread.
 */
final class Workbench implements AutoCloseable {
    private static final int LAST_WORDS = 20;

    private final Path project;
    private final Size size;
    private final Map<String, Database> databases = new TreeMap<>();
    private Path place;
    private Commands commands;
    private PostgresCluster postgresql;
    private Server server;
    private Server zstd;
    private Server snapshots;

    /** @param user null for SQLite, as is the password */
    record Database(String name, String url, String user, String password) {}

    Workbench(Path project, Size size) {
        this.project = project;
        this.size = size;
    }

    void open() throws IOException {
        place = Files.createTempDirectory("safeward-bench.");
        // PostgreSQL's own user has to get through it.
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxr-xr-x"));
        long free = Files.getFileStore(place).getUsableSpace() >> 30;
        if (free < size.gigabytes()) {
            throw new BenchFault(place + " has " + free + " GB free, " + size.gigabytes()
                    + " are needed: set TMPDIR to a larger disk.");
        }
        Files.createDirectory(
                files(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        commands = new Commands(files());
    }

    Size size() {
        return size;
    }

    Commands commands() {
        return commands;
    }

    /** A server that speaks S3: where bin/bench has put it. */
    Path s3Proxy() {
        return project.resolve("target/s3-servers/s3proxy.jar");
    }

    /** A private folder for whatever is measured and made. */
    Path files() {
        return place.resolve("files");
    }

    Path script(String name) {
        return project.resolve("src/bench/sql").resolve(name);
    }

    PostgresCluster postgresql() throws IOException, InterruptedException {
        if (postgresql == null) {
            PostgresCluster cluster = new PostgresCluster(place.resolve("postgresql"), commands);
            cluster.make();
            postgresql = cluster;
            postgresql.start();
        }
        return postgresql;
    }

    /** Before the server starts. */
    void protect(Database database) {
        databases.put(database.name(), database);
    }

    Database database(String name) {
        return databases.get(name);
    }

    /** Where somebody measures with it: unless there is something to protect, there is none. */
    void startServer() throws IOException, InterruptedException {
        if (databases.isEmpty()) {
            return;
        }
        System.out.println("Starting Safeward ...");
        server = new Server(project, place, commands, "zip", "sql");
        server.start(List.copyOf(databases.values()));
    }

    /** Another one, which packs by zstd; it starts when it is first asked for. */
    Server zstd() throws IOException, InterruptedException {
        if (zstd == null) {
            System.out.println("Starting a Safeward that packs by zstd ...");
            zstd = new Server(project, place, commands, "zstd", "sql");
            zstd.start(List.copyOf(databases.values()));
        }
        return zstd;
    }

    /** And one whose backups of SQLite are snapshots, in the same way. */
    Server snapshots() throws IOException, InterruptedException {
        if (snapshots == null) {
            System.out.println("Starting a Safeward that makes snapshots ...");
            snapshots = new Server(project, place, commands, "zip", "snapshot");
            snapshots.start(List.copyOf(databases.values()));
        }
        return snapshots;
    }

    Server server() {
        return server;
    }

    /** What the server said last, without its stack traces; nothing if there was none. */
    List<String> lastWords() throws IOException {
        if (server == null || Files.size(server.console()) == 0) {
            return List.of();
        }
        List<String> said = Files.readAllLines(server.console()).stream()
                .filter(line -> !line.matches("\\s+at .*"))
                .toList();
        return Stream.concat(
                        Stream.of("What the server said last:"),
                        said.subList(Math.max(0, said.size() - LAST_WORDS), said.size()).stream())
                .toList();
    }

    /** Whether somebody interrupted the run. */
    boolean closing() {
        return commands != null && commands.ended();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String randomWord() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public void close() {
        if (commands != null) {
            commands.end();
        }
        if (server != null) {
            server.stop();
        }
        if (zstd != null) {
            zstd.stop();
        }
        if (snapshots != null) {
            snapshots.stop();
        }
        if (postgresql != null) {
            postgresql.stop();
        }
        if (place != null) {
            remove(place);
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("bin/bench: " + folder + " could not be removed: " + e.getMessage());
        }
    }
}
