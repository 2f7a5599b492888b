package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A cluster of its own, with the settings that PostgreSQL has by default. Client programs find it by their environment. */
final class PostgresCluster {
    static final String USER = "safeward_bench";

    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path folder;
    private final Commands commands;
    private final Path programs = newest();
    private final int port;
    private final String password = Workbench.randomWord();

    PostgresCluster(Path folder, Commands commands) throws IOException {
        this.folder = folder;
        this.commands = commands;
        port = Workbench.freePort();
    }

    void make() throws IOException, InterruptedException {
        Files.createDirectory(folder);
        Path words = Files.writeString(folder.resolve("password"), password + "\n");
        if (isRoot()) {
            commands.run("chown", "-R", "postgres", folder.toString());
        }
        commands.run(asPostgres(
                "initdb", "-U", USER, "-A", "scram-sha-256", "--pwfile=" + words, "-E", "UTF8", "--locale=C.UTF-8"));
        commands.set("PGHOST", "127.0.0.1");
        commands.set("PGPORT", String.valueOf(port));
        commands.set("PGUSER", USER);
        commands.set("PGPASSWORD", password);
    }

    void start() throws IOException, InterruptedException {
        commands.run(asPostgres(
                "pg_ctl",
                "-w",
                "-s",
                "-l",
                folder.resolve("log").toString(),
                "-o",
                "-p " + port + " -h 127.0.0.1 -k " + folder,
                "start"));
    }

    String password() {
        return password;
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    void create(String database) throws IOException, InterruptedException {
        commands.run("createdb", database);
    }

    /** @param more options of psql, such as {@code -f} and a file */
    void psql(String database, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1"));
        command.addAll(List.of(more));
        command.add(database);
        commands.run(command.toArray(String[]::new));
    }

    /** Not by {@link Commands}, which starts nothing any more when all ends. */
    void stop() {
        try {
            new ProcessBuilder(asPostgres("pg_ctl", "-w", "-s", "-m", "immediate", "stop"))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            System.err.println("bin/bench: PostgreSQL could not be stopped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A program of the server's; it refuses to run as root. */
    private String[] asPostgres(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            // Where that user may not be, its programs complain.
            command.addAll(List.of("env", "-C", "/", "runuser", "-u", "postgres", "--"));
        }
        command.addAll(List.of(
                programs.resolve(program).toString(),
                "-D",
                folder.resolve("cluster").toString()));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static Path newest() {
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingDouble(
                            version -> Double.parseDouble(version.getFileName().toString())))
                    .orElseThrow(() -> new IOException("no version is there"))
                    .resolve("bin");
        } catch (IOException e) {
            throw new BenchFault("There is no PostgreSQL server in " + VERSIONS + ".");
        }
    }
}
