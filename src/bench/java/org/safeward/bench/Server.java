package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.ServerFigures;
import org.safeward.bench.score.Work;

/** Safeward on Payara Micro, in a process of its own, with a small heap and the settings of this run alone. */
final class Server {
    static final String HEAP = "-Xmx256m";

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

    private final Path project;
    private final Path place;
    private final Commands commands;
    private final String compression;
    private final String format;
    private final int port;
    private final Api api;
    private final String key = Workbench.randomWord();
    private Process process;

    /**
     * @param compression as the setting has it
     * @param format as the setting has it; with the other one it is the name of the server's folder
     */
    Server(Path project, Path parent, Commands commands, String compression, String format) throws IOException {
        this.project = project;
        this.place = Files.createDirectory(parent.resolve(format + "-" + compression));
        this.commands = commands;
        this.compression = compression;
        this.format = format;
        port = Workbench.freePort();
        api = new Api(port, key);
        Files.createFile(console());
    }

    /** Returns when it is healthy. */
    void start(List<Workbench.Database> databases) throws IOException, InterruptedException {
        // In a session of its own, as a service manager starts it: Linux shares out processors by session first, and
        // only within one by nice.
        ProcessBuilder builder = commands.builder(List.of(
                        "setsid",
                        project.resolve("server-config/payara-micro/start").toString(),
                        project.resolve("target/payara-micro.jar").toString(),
                        project.resolve("target/safeward.war").toString()))
                .redirectErrorStream(true)
                .redirectOutput(console().toFile());
        builder.environment().putAll(settings());
        databases.forEach(database -> protect(builder.environment(), database));
        builder.environment()
                .put(
                        "SAFEWARD_DATABASES",
                        databases.stream().map(Workbench.Database::name).collect(Collectors.joining(",")));
        process = commands.start(List.of(builder)).get(0);
        process.getOutputStream().close();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!api.healthy()) {
            if (!process.isAlive()) {
                throw new BenchFault("Safeward did not start.");
            }
            if (System.nanoTime() > deadline) {
                throw new BenchFault("Safeward was not healthy after " + START_LIMIT.toSeconds() + " seconds.");
            }
            Thread.sleep(300);
        }
    }

    private Map<String, String> settings() {
        return Map.of(
                "SAFEWARD_BACKUP_COMPRESSION",
                compression,
                "SAFEWARD_BACKUP_FORMAT",
                format,
                "SAFEWARD_PORT",
                String.valueOf(port),
                "SAFEWARD_ADDRESS",
                "127.0.0.1",
                "SAFEWARD_API_KEY",
                key,
                "SAFEWARD_HOME",
                place.resolve("home").toString(),
                // One that comes by itself would run beside what is measured.
                "SAFEWARD_DRILL_AUTOMATIC",
                "false",
                "SAFEWARD_LANGUAGE",
                "en",
                "SAFEWARD_JAVA_OPTS",
                HEAP + " -Xlog:gc:file=" + gcLog());
    }

    private static void protect(Map<String, String> environment, Workbench.Database database) {
        String prefix = "SAFEWARD_DATABASE_" + database.name().toUpperCase(Locale.ROOT);
        environment.put(prefix + "_URL", database.url());
        if (database.user() != null) {
            environment.put(prefix + "_USER", database.user());
            environment.put(prefix + "_PASSWORD", database.password());
        }
    }

    Api api() {
        return api;
    }

    /** Its id. */
    long process() {
        return process.pid();
    }

    Path console() {
        return place.resolve("console");
    }

    private Path gcLog() {
        return place.resolve("gc.log");
    }

    /** A work that is one job of this server's, with its memory and its steps. */
    Sample watch(Work work) throws IOException, InterruptedException {
        int collections = Files.readAllLines(gcLog()).size();
        // Makes VmHWM, the most memory that was resident, begin anew.
        Files.writeString(proc("clear_refs"), "5\n");
        Sample sample = Sample.of(work);
        List<String> log = Files.readAllLines(gcLog());
        try (Stream<String> status = Files.lines(proc("status"));
                Stream<String> said = Files.lines(place.resolve("home/logs/server.0.log"))) {
            return sample.with(
                    ServerFigures.resident(status),
                    ServerFigures.heap(log.subList(collections, log.size())),
                    ServerFigures.phases(said, api.latestJob()));
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", String.valueOf(process.pid()), file);
    }

    void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
