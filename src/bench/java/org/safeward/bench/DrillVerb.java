package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;

/** What a proof costs: a drill against the backup and the restore of the same data, and the digests of all rows against the backup. */
final class DrillVerb implements Verb {
    private static final List<String> KINDS = List.of("sqlite", "postgresql");

    /** Of the time of a backup. */
    private static final double MOST_FOR_DIGESTS = 0.05;

    private static Path file(Workbench bench) {
        return bench.files().resolve("drill.db");
    }

    @Override
    public void prepare(Workbench bench) throws IOException, InterruptedException {
        System.out.println("Making the databases for drills ...");
        String units = bench.size().units(10);
        bench.commands()
                .read(
                        bench.script("sqlite.sql"),
                        "sqlite3",
                        file(bench).toString(),
                        "-cmd",
                        ".parameter init",
                        "-cmd",
                        ".parameter set $units " + units);
        bench.protect(new Workbench.Database(name("sqlite"), "jdbc:sqlite:" + file(bench), null, null));
        PostgresCluster cluster = bench.postgresql();
        cluster.create("drill");
        cluster.psql(
                "drill",
                "-v",
                "units=" + units,
                "-f",
                bench.script("postgresql.sql").toString());
        bench.protect(new Workbench.Database(
                name("postgresql"), cluster.url("drill"), PostgresCluster.USER, cluster.password()));
    }

    private static String name(String kind) {
        return "drill_" + kind;
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (String kind : KINDS) {
            rows.addAll(ofKind(bench, kind));
        }
        return rows;
    }

    private static List<Row> ofKind(Workbench bench, String kind) throws IOException, InterruptedException {
        String database = name(kind);
        Api api = bench.server().api();
        Api.Backup backup = api.backup(database);
        Score.Pair restores = Rounds.byTurns(
                kind + " drill and restore",
                Rounds.MANY,
                () -> bench.server().watch(() -> {
                    api.drill(database, backup);
                    return 0;
                }),
                () -> bench.server().watch(() -> {
                    api.restore(database, backup, false);
                    return 0;
                }));
        RowsOfScript rows = RowsOfScript.of(backup.file(), bench.files().resolve(kind + ".rows"));
        Score.Pair digests = Rounds.byTurns(
                kind + " digests and backup",
                Rounds.MANY,
                () -> Sample.of(rows::digest),
                () -> bench.server().watch(() -> api.backup(database).bytes()));
        return List.of(
                Row.of(kind + " drill", "its restore", restores, Limits.NONE),
                Row.of(kind + " drill", "its backup", new Score.Pair(restores.ours(), digests.theirs()), Limits.NONE),
                Row.of(kind + " digests of all rows", "its backup", digests, Limits.time(MOST_FOR_DIGESTS)));
    }
}
