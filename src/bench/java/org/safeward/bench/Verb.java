package org.safeward.bench;

import java.io.IOException;
import java.util.List;
import org.safeward.bench.score.Row;

/** One word of {@code bin/bench}: makes its own data, and measures with it. Each runs without the others. */
interface Verb {
    /** In the order in which all are measured. */
    List<String> NAMES = List.of("sqlite", "postgresql", "inserts", "drill", "offsite");

    static Verb named(String name) {
        return switch (name) {
            case "sqlite" -> new SqliteVerb();
            case "postgresql" -> new PostgresVerb();
            case "inserts" -> new InsertsVerb();
            case "drill" -> new DrillVerb();
            case "offsite" -> new OffsiteVerb();
            default -> throw new IllegalArgumentException("this is not known: " + name);
        };
    }

    /** Before the server starts: it has to be told what it protects. */
    void prepare(Workbench bench) throws IOException, InterruptedException;

    List<Row> measure(Workbench bench) throws IOException, InterruptedException;
}
