package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.bench.score.Latency;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Work;

/**
 * An application's commits, alone, while one backup of ours follows the other, and while the peer's do, by turns: what else the machine does
 * comes in waves.
 */
final class CommitsBeside {
    private static final String NOTE = "while a backup runs";
    private static final double MOST_P99 = 1.50;

    private final Workbench bench;
    private final String kind;
    private final Workbench.Database database;

    CommitsBeside(Workbench bench, String kind, String name) {
        this.bench = bench;
        this.kind = kind;
        database = bench.database(kind + "_" + name);
    }

    List<Row> rows(Work ours, Work theirs) throws IOException, InterruptedException {
        System.out.println(kind + ": an application's commits");
        Latency idle = Latency.NONE;
        Latency loaded = Latency.NONE;
        Latency loadedByPeer = Latency.NONE;
        for (int round = 0; round < Rounds.MANY; round++) {
            idle = idle.lower(latency());
            loaded = loaded.lower(latencyBeside(ours));
            loadedByPeer = loadedByPeer.lower(latencyBeside(theirs));
        }
        String p99 = kind + " commits, p99";
        return List.of(
                Row.milliseconds(
                        kind + " commits, median", "idle", loaded.median(), idle.median(), Row.Limits.NONE, NOTE),
                Row.milliseconds(p99, "idle", loaded.p99(), idle.p99(), Row.Limits.time(MOST_P99), NOTE),
                Row.milliseconds(p99, "beside the peer's", loaded.p99(), loadedByPeer.p99(), Row.Limits.NONE, NOTE));
    }

    private Latency latency() throws IOException, InterruptedException {
        return Latency.parse(bench.commands()
                .output(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitLatency.class.getName(),
                        database.url(),
                        String.valueOf(bench.size().applicationRuns().toSeconds())));
    }

    private Latency latencyBeside(Work work) throws IOException, InterruptedException {
        AtomicBoolean enough = new AtomicBoolean();
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<Void> busy = other.submit(() -> {
                while (!enough.get()) {
                    work.run();
                }
                return null;
            });
            Latency latency = latency();
            enough.set(true);
            busy.get();
            return latency;
        } catch (ExecutionException e) {
            throw new BenchFault("A backup failed while the application was measured: "
                    + e.getCause().getMessage());
        } finally {
            enough.set(true);
            other.shutdown();
        }
    }
}
