package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;

/** A real server of our own in a temporary directory, on a free port of the loopback; closing it leaves nothing behind. */
public final class PostgresServer implements AutoCloseable {
    public static final String SUPERUSER = "postgres";
    /** With the characters that pass files and URLs have to escape. */
    public static final String PASSWORD = "p:a\\s s+wö%rd";

    private static final Path BIN = newestBin();

    private final Path directory;
    private final Path programs;
    private final int port;
    private boolean running;

    /** One server for all test classes that ask for one as a parameter, stopped when the last test has run. */
    public static final class Shared implements ParameterResolver {
        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == PostgresServer.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return context.getRoot()
                    .getStore(ExtensionContext.Namespace.GLOBAL)
                    .getOrComputeIfAbsent(PostgresServer.class, key -> started(), PostgresServer.class);
        }
    }

    public static PostgresServer started() {
        return started(Optional.empty(), Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** With its data below this directory, which the server's user may enter. */
    static PostgresServer startedIn(Path parent) {
        return started(Optional.empty(), parent);
    }

    /** @param server {@code oldest} or {@code newest}: the supported versions, from Maven's repository */
    public static PostgresServer started(String server) {
        return started(
                Optional.of(Path.of("target/postgresql-servers", server + ".jar")),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    private static PostgresServer started(Optional<Path> jar, Path parent) {
        try {
            return new PostgresServer(jar, parent);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private PostgresServer(Optional<Path> jar, Path parent) throws IOException {
        directory = Files.createTempDirectory(parent, "safeward-pg-");
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        try {
            if (isRoot()) {
                run(List.of("chown", SUPERUSER, directory.toString()));
            }
            programs = jar.isPresent() ? unpack(jar.get()) : BIN;
            Path passwordFile = directory.resolve("pw");
            Files.writeString(passwordFile, PASSWORD + "\n");
            if (isRoot()) {
                run(List.of("chown", SUPERUSER, passwordFile.toString()));
            }
            asOwner(
                    programs.resolve("initdb").toString(),
                    "-D",
                    data(),
                    "-U",
                    SUPERUSER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "-E",
                    "UTF8",
                    "--locale=C.UTF-8",
                    "--no-sync");
            Files.writeString(directory.resolve("data/postgresql.conf"), """

                    fsync = off
                    full_page_writes = off
                    max_wal_size = 2GB
                    max_prepared_transactions = 5
                    wal_level = logical
                    log_min_messages = log
                    # Of no use to databases that live for a second. What catalogs are asked is costly by the planner's guess, and would be compiled.
                    jit = off
                    autovacuum = off
                    shared_buffers = 32MB
                    """, java.nio.file.StandardOpenOption.APPEND);
            port = freePort();
            start();
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private Path unpack(Path jar) throws IOException {
        Path archive = directory.resolve("server.txz");
        try (var zip = new ZipFile(jar.toFile());
                var content = zip.getInputStream(zip.getEntry("postgres-linux-x86_64.txz"))) {
            Files.copy(content, archive);
        }
        Path unpacked = Files.createDirectory(directory.resolve("server"));
        run(List.of("tar", "-xJf", archive.toString(), "-C", unpacked.toString()));
        return unpacked.resolve("bin");
    }

    public static Path bin() {
        return BIN;
    }

    public int port() {
        return port;
    }

    public void start() throws IOException {
        asOwner(
                programs.resolve("pg_ctl").toString(),
                "-D",
                data(),
                "-w",
                "-l",
                directory.resolve("log").toString(),
                "-o",
                "-p " + port + " -h 127.0.0.1 -k " + directory,
                "start");
        running = true;
    }

    /** As after a power failure: nobody is told, nothing is written. */
    public void stopAtOnce() throws IOException {
        running = false;
        asOwner(programs.resolve("pg_ctl").toString(), "-D", data(), "-w", "-m", "immediate", "stop");
    }

    /** Lets a role into these databases only. */
    public void letIn(String role, String... databases) throws IOException {
        Path rules = directory.resolve("data/pg_hba.conf");
        String before = Files.readString(rules);
        var only = new StringBuilder();
        for (String database : databases) {
            only.append("host ").append(database).append(' ').append(role).append(" 127.0.0.1/32 scram-sha-256\n");
        }
        only.append("host all ").append(role).append(" 127.0.0.1/32 reject\n");
        Files.writeString(rules, databases.length == 0 ? before.substring(before.indexOf("#")) : only + before);
        // The server reads it some moment later.
        sql("postgres", "SELECT pg_reload_conf()", "SELECT pg_sleep(0.5)");
    }

    /** The address of a database as users write it, with the password in it. */
    public String url(String database, String user) {
        return "postgresql://%s:%s@127.0.0.1:%d/%s"
                .formatted(encoded(user), encoded(PASSWORD), port, encoded(database));
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    public PostgresAddress address(String database) {
        return new PostgresAddress("127.0.0.1", port, database, SUPERUSER, PASSWORD, java.util.Map.of());
    }

    public PostgresAddress address(String database, String user) {
        return new PostgresAddress("127.0.0.1", port, database, user, PASSWORD, java.util.Map.of());
    }

    public Session session(String database) {
        return Session.open(address(database), "test", Work.UNWATCHED);
    }

    public void sql(String database, String... statements) {
        try (var session = session(database)) {
            session.execute("RESET search_path");
            Arrays.stream(statements).forEach(session::execute);
        }
    }

    public String ask(String database, String query) {
        try (var session = session(database)) {
            return session.string(query);
        }
    }

    /** A new empty database in place of one of that name. */
    public void create(String database) {
        drop(database);
        sql("postgres", "CREATE DATABASE " + TableName.quote(database));
    }

    public void drop(String database) {
        try (var session = session("postgres")) {
            if (session.is("SELECT count(*) > 0 FROM pg_database WHERE datname = ?", database)) {
                session.execute("ALTER DATABASE " + TableName.quote(database) + " IS_TEMPLATE false");
                session.execute("DROP DATABASE " + TableName.quote(database) + " WITH (FORCE)");
            }
        }
    }

    public void role(String name, String options) {
        sql(
                "postgres",
                "DO $$ BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END $$".formatted(name),
                "ALTER ROLE %s %s PASSWORD %s".formatted(name, options, TableName.literal(PASSWORD)));
    }

    public List<String> databases() {
        try (var session = session("postgres")) {
            return session.strings("SELECT datname FROM pg_database WHERE NOT datistemplate ORDER BY 1");
        }
    }

    /** Everything that pg_dump knows about a database, but for the lines that differ each time. */
    public String portrait(String database) {
        return Arrays.stream(tool("pg_dump", "--create", database).split("\n"))
                .filter(line -> !line.matches("\\\\(un)?restrict .*"))
                .collect(Collectors.joining("\n"));
    }

    /** Loads a script as users would without Safeward, ending at the first error. */
    public void psql(String database, Path script) {
        tool("psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=" + script, database);
    }

    /** Runs statements as users do, in a session with the settings that database and role have. */
    void psqlAs(String role, String database, String sql) {
        try {
            Path script = Files.createTempFile("safeward-", ".sql");
            try {
                Files.writeString(script, sql);
                toolAs(role, "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--file=" + script, database);
            } finally {
                Files.delete(script);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public String tool(String program, String... arguments) {
        return toolAs(SUPERUSER, program, arguments);
    }

    private String toolAs(String role, String program, String... arguments) {
        var command = new ArrayList<>(List.of(BIN.resolve(program).toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", String.valueOf(port));
        builder.environment().put("PGUSER", role);
        builder.environment().put("PGPASSWORD", PASSWORD);
        if (program.equals("pg_dump")) {
            // It only looks, and on a busy machine it may be idle for longer than a database under test allows.
            builder.environment()
                    .put("PGOPTIONS", "-c idle_session_timeout=0 -c idle_in_transaction_session_timeout=0");
        }
        try {
            return run(builder);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (running) {
                stopAtOnce();
            }
            if (Files.exists(directory)) {
                try (var files = Files.walk(directory)) {
                    for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private static void asOwner(String... command) throws IOException {
        var whole = new ArrayList<String>();
        if (isRoot()) {
            whole.addAll(List.of("runuser", "-u", SUPERUSER, "--"));
        }
        whole.addAll(List.of(command));
        run(whole);
    }

    private static String run(List<String> command) throws IOException {
        return run(new ProcessBuilder(command));
    }

    private static String run(ProcessBuilder builder) throws IOException {
        // A file, not a pipe: pg_ctl leaves the server behind with its output.
        Path output = Files.createTempFile("safeward-", ".out");
        try {
            var process = builder.directory(new java.io.File("/"))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IllegalStateException(builder.command() + ": " + Files.readString(output, UTF_8));
            }
            return Files.readString(output, UTF_8);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            Files.delete(output);
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Path newestBin() {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Comparator.comparingInt(bin ->
                            Integer.parseInt(bin.getParent().getFileName().toString())))
                    .orElseThrow();
        } catch (IOException e) {
            throw new IllegalStateException("install the packages postgresql and postgresql-client", e);
        }
    }
}
