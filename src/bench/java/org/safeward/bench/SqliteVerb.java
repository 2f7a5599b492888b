package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;
import org.safeward.bench.score.Score;

/** Backups, restores and an application's commits with SQLite, against its own shell. */
final class SqliteVerb implements Verb {
    private static final String KIND = "sqlite";
    /** What one table of ten rows may take, the call and its answer with it. */
    private static final Duration SMALLEST = Duration.ofMillis(150);

    /** In tenths of the whole. */
    private static final Map<String, Integer> SIZES = Map.of("tenth", 1, "whole", 10, "large", 40);

    static Path file(Workbench bench, String name) {
        return bench.files().resolve(name + ".db");
    }

    @Override
    public void prepare(Workbench bench) throws IOException, InterruptedException {
        System.out.println("Making the SQLite databases ...");
        for (Map.Entry<String, Integer> database : SIZES.entrySet()) {
            make(bench, database.getKey(), "sqlite.sql", database.getValue());
        }
        make(bench, "orders", "sqlite-orders.sql", 10);
        make(bench, "small", SmallTables.script(bench, "INTEGER PRIMARY KEY"));
        make(bench, "smallest", SmallTables.smallest(bench));
    }

    private static void make(Workbench bench, String name, Path script) throws IOException, InterruptedException {
        bench.commands().read(script, "sqlite3", file(bench, name).toString());
        protect(bench, name);
    }

    private static void make(Workbench bench, String name, String script, int tenths)
            throws IOException, InterruptedException {
        bench.commands()
                .read(
                        bench.script(script),
                        "sqlite3",
                        file(bench, name).toString(),
                        "-cmd",
                        ".parameter init",
                        "-cmd",
                        ".parameter set $units " + bench.size().units(tenths));
        protect(bench, name);
    }

    private static void protect(Workbench bench, String name) {
        bench.protect(new Workbench.Database(KIND + "_" + name, "jdbc:sqlite:" + file(bench, name), null, null));
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        Peer peer = new SqlitePeer(bench);
        String backup = peer.backupCommand();
        String restore = peer.restoreCommand();
        DatabaseRace race = new DatabaseRace(bench.server(), KIND, peer);
        var whole = race.byTurns("whole");
        Score.Pair safely = new Score.Pair(race.safely("whole"), whole.restore().theirs());
        var orders = race.byTurns("orders");
        var small = race.byTurns("small");
        Score.Pair smallest = race.backupWithin(SMALLEST, "smallest");
        var tenth = race.alone("tenth", Rounds.MANY);
        var large = race.alone("large", 1);
        DatabaseRace zstd = new DatabaseRace(bench.zstd(), KIND, peer);
        Score.Pair zstdWhole = zstd.backup("whole");
        Score.Pair zstdOrders = zstd.backup("orders");
        DatabaseRace snapshots = new DatabaseRace(bench.snapshots(), KIND, peer);
        Score.Pair snapshot = snapshots.backup("whole");
        Score.Pair fromSnapshot =
                new Score.Pair(snapshots.plainly("whole"), whole.restore().theirs());
        Score.Pair fromSnapshotSafely =
                new Score.Pair(snapshots.safely("whole"), whole.restore().theirs());
        String tables = bench.size().smallTables() + " tables";
        List<Row> rows = new ArrayList<>(List.of(
                Row.of("sqlite backup " + size(bench, "whole"), backup, whole.backup(), new Limits(0.50, 1.05))
                        .growingFrom(tenth.backup().ours()),
                Row.of("sqlite restore", restore, whole.restore(), Limits.time(0.95))
                        .growingFrom(tenth.restore().ours()),
                Row.of("sqlite restore with its safety backup", restore, safely, Limits.time(1.20)),
                Row.of(
                        "sqlite backup orders " + size(bench, "orders"),
                        backup,
                        orders.backup(),
                        new Limits(0.62, 1.05)),
                Row.of("sqlite restore orders", restore, orders.restore(), Limits.time(0.95)),
                Row.of("sqlite backup .zst", backup, zstdWhole, new Limits(0.42, 0.95)),
                Row.of("sqlite backup .zst orders", backup, zstdOrders, new Limits(0.42, 0.95)),
                Row.of("sqlite snapshot", backup, snapshot, Limits.time(0.25)),
                Row.of("sqlite restore of a snapshot", restore, fromSnapshot, Limits.time(0.45)),
                Row.of(
                        "sqlite restore of a snapshot with its safety backup",
                        restore,
                        fromSnapshotSafely,
                        Limits.time(0.65)),
                Row.of("sqlite backup " + tables, backup, small.backup(), Limits.time(8.00)),
                Row.of("sqlite backup of ten rows", SMALLEST.toMillis() + " ms", smallest, Limits.time(1.00)),
                Row.of("sqlite restore " + tables, restore, small.restore(), Limits.time(1.10)),
                Row.of("sqlite backup " + size(bench, "large"), null, large.backup(), Limits.NONE),
                Row.of("sqlite restore " + size(bench, "large"), null, large.restore(), Limits.NONE)));
        rows.addAll(new CommitsBeside(bench, KIND, "whole")
                .rows(() -> bench.server().api().backup("sqlite_whole").bytes(), () -> peer.backup("whole"), null));
        return rows;
    }

    private static String size(Workbench bench, String name) throws IOException {
        return Math.round(Files.size(file(bench, name)) / 1e6) + " MB";
    }
}
