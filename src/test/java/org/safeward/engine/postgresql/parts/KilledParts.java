package org.safeward.engine.postgresql.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresAddress;

/** A program that restores a table and dies immediately before the commit: {@code port database file table}. */
final class KilledParts {
    static final int DIED = 9;

    private KilledParts() {}

    public static void main(String[] arguments) throws IOException {
        var address = new PostgresAddress(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                arguments[1],
                PartsDatabase.OWNER,
                PostgresServer.PASSWORD,
                Map.of());
        var script = new BackupScript(Path.of(arguments[2]), Optional.of(manifest(Path.of(arguments[2]))), false);
        var parts = new Destination.Parts(List.of(arguments[3]), Optional.empty());
        try (var staging = PartsDatabase.engine(address).stage(script, PartsDatabase.JOB, parts, Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            staging.swap(() -> Runtime.getRuntime().halt(DIED), Duration.ofSeconds(10), Work.UNWATCHED);
        }
    }

    private static Manifest manifest(Path file) throws IOException {
        try (var reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            reader.sql().transferTo(OutputStream.nullOutputStream());
            return reader.manifest().orElseThrow();
        }
    }
}
