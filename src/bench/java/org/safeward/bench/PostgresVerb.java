package org.safeward.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;

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
            cluster.create(database.getKey());
            cluster.psql(
                    database.getKey(),
                    "-v",
                    "units=" + bench.size().units(database.getValue()),
                    "-f",
                    bench.script("postgresql.sql").toString());
            protect(bench, database.getKey());
        }
        cluster.create("small");
        cluster.psql(
                "small", "-f", SmallTables.script(bench, "bigint PRIMARY KEY").toString());
        protect(bench, "small");
    }

    private static void protect(Workbench bench, String name) throws IOException, InterruptedException {
        PostgresCluster cluster = bench.postgresql();
        bench.protect(
                new Workbench.Database(KIND + "_" + name, cluster.url(name), PostgresCluster.USER, cluster.password()));
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        Peer peer = new PostgresPeer(bench);
        String backup = peer.backupCommand();
        String restore = peer.restoreCommand();
        DatabaseRace race = new DatabaseRace(bench, KIND, peer);
        var whole = race.byTurns("whole");
        var small = race.byTurns("small");
        var tenth = race.alone("tenth", Rounds.MANY);
        String tables = bench.size().smallTables() + " tables";
        List<Row> rows = new ArrayList<>(List.of(
                Row.of("postgresql backup " + size(bench), backup, whole.backup(), new Limits(0.85, 1.15))
                        .growingFrom(tenth.backup().ours()),
                Row.of("postgresql restore", restore, whole.restore(), Limits.time(0.85))
                        .growingFrom(tenth.restore().ours()),
                Row.of("postgresql backup " + tables, backup, small.backup(), Limits.time(1.00)),
                Row.of("postgresql restore " + tables, restore, small.restore(), Limits.time(1.20))));
        rows.addAll(new CommitsBeside(bench, KIND, "whole")
                .rows(() -> bench.server().api().backup("postgresql_whole").bytes(), () -> peer.backup("whole")));
        return rows;
    }

    private static String size(Workbench bench) throws IOException, InterruptedException {
        String megabytes = "SELECT pg_database_size(current_database()) / 1000000";
        return bench.commands().output("psql", "-X", "-At", "-c", megabytes, "whole") + " MB";
    }
}
