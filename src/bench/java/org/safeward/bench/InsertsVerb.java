package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;

/**
 * A script with one INSERT for each row, as {@code pg_dump --inserts} and others write it: uploaded to us, and by psql with a transaction for
 * each statement, which takes so long that once is enough, and with one for all.
 */
final class InsertsVerb implements Verb {
    private static final String DATABASE = "postgresql_inserts";

    private static Path script(Workbench bench) {
        return bench.files().resolve("inserts.sql");
    }

    @Override
    public void prepare(Workbench bench) throws IOException, InterruptedException {
        System.out.println("Making " + bench.size().inserts() + " INSERTs ...");
        PostgresCluster cluster = bench.postgresql();
        // Uploads are not run by a superuser.
        cluster.psql("postgres", "-c", "CREATE ROLE inserts LOGIN CREATEDB PASSWORD '" + cluster.password() + "'");
        bench.commands().run("createdb", "-O", "inserts", "inserts");
        cluster.psql(
                "inserts",
                "-v",
                "count=" + bench.size().inserts(),
                "-f",
                bench.script("inserts.sql").toString());
        bench.commands().write(script(bench), "pg_dump", "--inserts", "inserts");
        bench.protect(new Workbench.Database(DATABASE, cluster.url("inserts"), "inserts", cluster.password()));
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        String inserts = bench.size().inserts() + " INSERTs";
        Score.Pair each = race(bench, inserts + ", a transaction each", 1);
        Score.Pair once = race(bench, inserts + ", one transaction", Rounds.MANY, "-1");
        return List.of(
                Row.of("inserts upload " + inserts, "psql -f", each, Limits.NONE),
                Row.of("inserts upload " + inserts, "psql -1 -f", once, Limits.NONE));
    }

    private static Score.Pair race(Workbench bench, String what, int rounds, String... mode)
            throws IOException, InterruptedException {
        PostgresPeer psql = new PostgresPeer(bench);
        return Rounds.byTurns(
                what,
                rounds,
                () -> bench.server().watch(() -> {
                    bench.server().api().upload(DATABASE, script(bench));
                    return 0;
                }),
                () -> {
                    psql.clear();
                    return Sample.of(() -> {
                        psql.run(script(bench), mode);
                        return 0;
                    });
                });
    }
}
