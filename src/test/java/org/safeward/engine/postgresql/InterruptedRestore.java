package org.safeward.engine.postgresql;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ReadLimits;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.Warning;

/**
 * A restore to which something happens at one of its steps. Run by itself, as a program, that something is the death of the JVM:
 * {@code port database mode file job step}.
 */
final class InterruptedRestore {

    /** Where it happens. */
    enum Step {
        BEGIN_OF_STAGING,
        WHILE_STAGING,
        STAGED,
        CHECKED,
        BEGIN_OF_SWAP,
        WHILE_SWAPPING,
        FENCE,
        AFTER_FENCE
    }

    /** Of the marks: the process that tidies is another one than the process that died. */
    static final Supplier<byte[]> KEY = () -> new byte[] {7};

    private final PostgresEngine engine;
    private final BackupScript script;
    private final String job;
    private final Step step;
    private final Runnable event;
    private final AtomicInteger checkpoints = new AtomicInteger();
    private boolean swapping;
    private Thread later = new Thread();

    InterruptedRestore(PostgresEngine engine, BackupScript script, String job, Step step, Runnable event) {
        this.engine = engine;
        this.script = script;
        this.job = job;
        this.step = step;
        this.event = event;
    }

    public static void main(String[] arguments) throws IOException {
        var address = new PostgresAddress(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                arguments[1],
                PostgresServer.SUPERUSER,
                PostgresServer.PASSWORD,
                java.util.Map.of());
        var settings = new PostgresSettings(
                        address, RestoreMode.valueOf(arguments[2]), false, true, "postgres", Optional.empty())
                .markedBy(KEY);
        Path file = Path.of(arguments[3]);
        var script = new BackupScript(file, Optional.of(manifest(file)), false);
        new InterruptedRestore(
                        new PostgresEngine(settings),
                        script,
                        arguments[4],
                        Step.valueOf(arguments[5]),
                        () -> Runtime.getRuntime().halt(9))
                .run();
    }

    void run() throws IOException {
        var work = work();
        try (var staging = engine.stage(script, job, new Destination.Live(), work)) {
            at(Step.STAGED);
            staging.check(Work.UNWATCHED);
            at(Step.CHECKED);
            swapping = true;
            checkpoints.set(0);
            staging.swap(this::fence, BackupFiles.LOCK_TIMEOUT, work);
        } finally {
            joinLater();
        }
    }

    private void fence() {
        at(Step.FENCE);
        if (step == Step.AFTER_FENCE) {
            later = new Thread(() -> {
                try {
                    Thread.sleep(ThreadLocalRandom.current().nextLong(60));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                event.run();
            });
            later.start();
        }
    }

    private void joinLater() {
        try {
            later.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Work work() {
        return new Work() {
            @Override
            public void checkpoint() {
                int count = checkpoints.incrementAndGet();
                if (count == 1) {
                    at(swapping ? Step.BEGIN_OF_SWAP : Step.BEGIN_OF_STAGING);
                } else if (count == 20) {
                    at(swapping ? Step.WHILE_SWAPPING : Step.WHILE_STAGING);
                }
            }

            @Override
            public Interruption onStop(Runnable interrupt) {
                return () -> {};
            }

            @Override
            public void progress(long rows, long bytes) {}

            @Override
            public void warn(Warning warning) {}
        };
    }

    private void at(Step reached) {
        if (step == reached) {
            event.run();
        }
    }

    private static Manifest manifest(Path file) throws IOException {
        try (var reader = BackupFileReader.open(file, ReadLimits.NONE)) {
            reader.sql().transferTo(java.io.OutputStream.nullOutputStream());
            return reader.manifest().orElseThrow();
        }
    }
}
