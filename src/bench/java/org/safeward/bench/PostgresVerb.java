package org.safeward.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;
import org.safeward.bench.score.Score;

/** Backups, restores and an application's commits with PostgreSQL, against its own programs. */
final class PostgresVerb implements Verb {
    private static final String KIND = "postgresql";
    /** In tenths of the whole. */
    private static final Map<String, Integer> SIZES = Map.of("tenth", 1, "whole", 10);

    @Override
    public void prepare(Workbench bench) throws IOException, InterruptedException {
        System.out.println("Making the PostgreSQL databases ...");
        PostgresCluster cluster = bench.postgresql();
        for (Map.Entry<String, Integer> database : SIZES.entrySet()) {
            make(bench, database.getKey(), "postgresql.sql", database.getValue());
        }
        make(bench, "orders", "postgresql-orders.sql", 10);
        cluster.create("small");
        cluster.psql(
                "small", "-f", SmallTables.script(bench, "bigint PRIMARY KEY").toString());
        protect(bench, "small");
    }

    private static void make(Workbench bench, String name, String script, int tenths)
            throws IOException, InterruptedException {
        bench.postgresql().create(name);
        bench.postgresql()
                .psql(
                        name,
                        "-v",
                        "units=" + bench.size().units(tenths),
                        "-f",
                        bench.script(script).toString());
        protect(bench, name);
    }

    private static void protect(Workbench bench, String name) throws IOException, InterruptedException {
        PostgresCluster cluster = bench.postgresql();
        bench.protect(
                new Workbench.Database(KIND + "_" + name, cluster.url(name), PostgresCluster.USER, cluster.password()));
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        PostgresPeer peer = new PostgresPeer(bench);
        String backup = peer.backupCommand();
        String restore = peer.restoreCommand();
        DatabaseRace race = new DatabaseRace(bench.server(), KIND, peer);
        var whole = race.byTurns("whole");
        Score twoJobs = Rounds.alone("pg_restore -j2, whole", peer::restoreByTwo);
        var orders = race.byTurns("orders");
        var small = race.byTurns("small");
        var tenth = race.alone("tenth", Rounds.MANY);
        DatabaseRace zstd = new DatabaseRace(bench.zstd(), KIND, peer);
        Score.Pair zstdWhole = zstd.backup("whole");
        Score.Pair zstdOrders = zstd.backup("orders");
        String tables = bench.size().smallTables() + " tables";
        List<Row> rows = new ArrayList<>(List.of(
                Row.of("postgresql backup " + size(bench), backup, whole.backup(), new Limits(0.70, 1.15))
                        .growingFrom(tenth.backup().ours()),
                Row.of("postgresql restore", restore, whole.restore(), Limits.time(0.80))
                        .growingFrom(tenth.restore().ours()),
                Row.of(
                        "postgresql restore",
                        "pg_restore -j2",
                        new Score.Pair(whole.restore().ours(), twoJobs),
                        Limits.time(1.20)),
                Row.of("postgresql backup orders", backup, orders.backup(), new Limits(0.70, 1.15)),
                Row.of("postgresql restore orders", restore, orders.restore(), Limits.time(0.80)),
                Row.of("postgresql backup .zst", backup, zstdWhole, new Limits(0.55, 1.05)),
                Row.of("postgresql backup .zst orders", backup, zstdOrders, new Limits(0.55, 1.05)),
                Row.of("postgresql backup " + tables, backup, small.backup(), Limits.time(1.20)),
                Row.of("postgresql restore " + tables, restore, small.restore(), Limits.time(0.70))));
        rows.addAll(new CommitsBeside(bench, KIND, "whole")
                .rows(
                        () -> bench.server().api().backup("postgresql_whole").bytes(),
                        () -> peer.backup("whole"),
                        peer.reading("whole")));
        return rows;
    }

    private static String size(Workbench bench) throws IOException, InterruptedException {
        String megabytes = "SELECT pg_database_size(current_database()) / 1000000";
        return bench.commands().output("psql", "-X", "-At", "-c", megabytes, "whole") + " MB";
    }
}
