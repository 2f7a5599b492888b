package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.safeward.bench.commits.CommitLatency;
import org.safeward.bench.commits.Share;
import org.safeward.bench.score.Latency;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Work;

/**
 * An application's commits, alone, while one backup of ours follows the other, the same with the share of the service file, and while the peer's do, by turns: what else the machine does
 * comes in waves.
 */
final class CommitsBeside {
    private static final String NOTE = "while a backup runs";
    private static final double MOST_P99 = 1.50;
    private static final double MOST_P99_READING = 1.10;

    private final Workbench bench;
    private final String kind;
    private final Workbench.Database database;

    CommitsBeside(Workbench bench, String kind, String name) {
        this.bench = bench;
        this.kind = kind;
        database = bench.database(kind + "_" + name);
    }

    /** @param reading the peer's reading alone, which writes nothing; null if ours is held against the application alone */
    List<Row> rows(Work ours, Work theirs, Peer.Reading reading) throws IOException, InterruptedException {
        System.out.println(kind + ": an application's commits");
        Latency idle = Latency.NONE;
        Latency loaded = Latency.NONE;
        Latency weighted = Latency.NONE;
        Latency loadedByPeer = Latency.NONE;
        Latency loadedByReading = Latency.NONE;
        for (int round = 0; round < Rounds.MANY; round++) {
            idle = idle.lower(latency());
            loaded = loaded.lower(latencyBeside(ours));
            weighted = weighted.lower(latencyWithShare(ours));
            loadedByPeer = loadedByPeer.lower(latencyBeside(theirs));
            if (reading != null) {
                loadedByReading = loadedByReading.lower(latencyBeside(reading.work()));
            }
        }
        String p99 = kind + " commits, p99";
        List<Row> rows = new ArrayList<>(List.of(
                Row.milliseconds(
                        kind + " commits, median", "idle", loaded.median(), idle.median(), Row.Limits.NONE, NOTE),
                Row.milliseconds(p99, "idle", loaded.p99(), idle.p99(), Row.Limits.NONE, NOTE),
                Row.milliseconds(p99, "beside the peer's", loaded.p99(), loadedByPeer.p99(), Row.Limits.NONE, NOTE)));
        if (weighted == Latency.NONE) {
            System.out.println("No control group can be made here: the share of the service file is not measured.");
            return rows;
        }
        String note = NOTE + " with CPUWeight=" + Share.WEIGHT;
        rows.add(Row.milliseconds(
                p99,
                "idle",
                weighted.p99(),
                idle.p99(),
                reading == null ? Row.Limits.time(MOST_P99) : Row.Limits.NONE,
                note));
        if (reading != null) {
            rows.add(Row.milliseconds(
                    p99,
                    reading.command(),
                    weighted.p99(),
                    loadedByReading.p99(),
                    Row.Limits.time(MOST_P99_READING),
                    note));
        }
        return rows;
    }

    /** {@link Latency#NONE} where the server can be given no share. */
    private Latency latencyWithShare(Work work) throws IOException, InterruptedException {
        Optional<Share> share = Share.of(bench.server().process());
        if (share.isEmpty()) {
            return Latency.NONE;
        }
        try (Share held = share.get()) {
            return latencyBeside(work);
        }
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
