package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.safeward.bench.score.Sample;

/** PostgreSQL's own programs. */
final class PostgresPeer implements Peer {
    private static final String NEW = "new";

    private final Workbench bench;

    PostgresPeer(Workbench bench) {
        this.bench = bench;
    }

    @Override
    public String backupCommand() {
        return "pg_dump -Fc";
    }

    @Override
    public String restoreCommand() {
        return "psql -f";
    }

    @Override
    public long backup(String name) throws IOException, InterruptedException {
        Path file = bench.files().resolve("backup.dump");
        bench.commands().write(file, "pg_dump", "-Fc", name);
        return Files.size(file);
    }

    Reading reading(String name) {
        return new Reading("pg_dump > /dev/null", () -> {
            bench.commands().write(Path.of("/dev/null"), "pg_dump", name);
            return 0;
        });
    }

    @Override
    public void ready(Api.Backup backup) throws IOException, InterruptedException {
        bench.commands().write(script(), "unzip", "-p", backup.file().toString(), "backup.sql");
    }

    private Path script() {
        return bench.files().resolve("script.sql");
    }

    @Override
    public void clear() throws IOException, InterruptedException {
        bench.commands().run("dropdb", "--if-exists", NEW);
        bench.postgresql().create(NEW);
    }

    @Override
    public void restore() throws IOException, InterruptedException {
        run(script());
    }

    /** From the last of its own backups, by two processes. */
    Sample restoreByTwo() throws IOException, InterruptedException {
        clear();
        return Sample.of(() -> {
            bench.commands()
                    .run(
                            "pg_restore",
                            "-j2",
                            "--dbname=" + NEW,
                            bench.files().resolve("backup.dump").toString());
            return 0;
        });
    }

    /** Into the new database. @param mode options of psql; without {@code -1} each statement is a transaction */
    void run(Path file, String... mode) throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(mode));
        options.addAll(List.of("-f", file.toString()));
        bench.postgresql().psql(NEW, options.toArray(String[]::new));
    }
}
