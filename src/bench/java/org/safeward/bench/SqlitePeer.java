package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The shell of SQLite. */
final class SqlitePeer implements Peer {
    private final Workbench bench;
    private Path zip;

    SqlitePeer(Workbench bench) {
        this.bench = bench;
    }

    @Override
    public String backupCommand() {
        return "sqlite3 .dump | gzip -6";
    }

    @Override
    public String restoreCommand() {
        return "unzip -p | sqlite3";
    }

    @Override
    public long backup(String name) throws IOException, InterruptedException {
        Path file = bench.files().resolve("backup.gz");
        bench.commands()
                .pipe(
                        Commands.NOWHERE,
                        file,
                        List.of(
                                List.of("sqlite3", SqliteVerb.file(bench, name).toString(), ".dump"),
                                List.of("gzip", "-6")));
        return Files.size(file);
    }

    @Override
    public void ready(Api.Backup backup) {
        zip = backup.file();
    }

    @Override
    public void clear() throws IOException {
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Files.deleteIfExists(bench.files().resolve("new.db" + suffix));
        }
    }

    @Override
    public void restore() throws IOException, InterruptedException {
        bench.commands()
                .pipe(
                        Commands.NOWHERE,
                        Commands.NOWHERE,
                        List.of(
                                List.of("unzip", "-p", zip.toString(), "backup.sql"),
                                List.of(
                                        "sqlite3",
                                        bench.files().resolve("new.db").toString())));
    }
}
