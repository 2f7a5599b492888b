package org.safeward.backup.offsite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.copies.CopyFailed;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.VerifiedFile;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.jobs.JobEnding;
import org.safeward.jobs.JobReached;
import org.safeward.jobs.StepsOnThisThread;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;

/** Copies of backups on a real catalog and real files, their jobs on the test's own thread, by a clock that the test sets. */
public final class CopiesByHand implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> settings;
    private Beans beans;
    private Instant now = Instant.now();

    public final List<CopyFailed> told = new ArrayList<>();

    /** What happens at the places that a job passes. */
    public Consumer<JobReached> at = reached -> {};

    /** Stands for the end of the process. */
    public static final class Crash extends Error {}

    public CopiesByHand(Path folder, Map<String, String> more) {
        this.folder = folder;
        this.settings = new TreeMap<>(more);
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        open();
    }

    private void open() {
        beans = StepsOnThisThread.in(Beans.in(folder.resolve("home"), settings))
                .with(InstantSource.class, () -> now)
                .observing(CopyFailed.class, told::add)
                .observing(JobReached.class, reached -> at.accept(reached));
        for (var destination : beans.get(Destinations.class).all()) {
            beans.get(KnownDestinations.class).get(destination);
        }
    }

    /** All that is due at this moment, until nothing is. */
    public void look() {
        int jobs;
        do {
            jobs = beans.get(Jobs.class).newest(0, 100).size();
            beans.get(StartCopies.class).look();
        } while (beans.get(Jobs.class).newest(0, 100).size() > jobs);
    }

    /** The process has died and starts again, with other settings for some. */
    public void startAgain(Map<String, String> others) {
        List<Job> left = beans.get(Jobs.class).active();
        beans.close();
        settings.putAll(others);
        open();
        left.forEach(job -> beans.get(JobEnding.class).abandon(job.id()));
        beans.get(OutgoingFolder.class).clear();
    }

    public void pass(java.time.Duration time) {
        now = now.plus(time);
    }

    public BackupRecord backup(String name, int size) throws IOException {
        return backup(name, size, BackupOrigin.REQUEST);
    }

    /** A backup that is completed now, of random bytes. */
    public BackupRecord backup(String name, int size, BackupOrigin origin) throws IOException {
        Path file = Files.createDirectories(beans.get(BackupPlaces.class).of("default"))
                .resolve(name);
        byte[] content = new byte[size];
        new Random(name.hashCode()).nextBytes(content);
        Files.write(file, content);
        String sha256 = FileSum.sha256(file, () -> {});
        BackupRecords records = beans.get(BackupRecords.class);
        long id =
                records.add(new BackupRecord("default", origin, "", false, now)).id();
        VerifiedFile verified = new VerifiedFile(file, size, sha256, size, sha256, 1, 0, null, "sql", false, List.of());
        return records.change(id, row -> {
            row.verified(verified, now);
            row.complete(now);
        });
    }

    public BackupCopy copy(BackupRecord record, String destination) {
        return beans.get(BackupCopies.class).ofRecord(record.id()).stream()
                .filter(copy -> copy.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    /** The good ones. */
    public List<BackupCopy> all(String destination) {
        return beans.get(BackupCopies.class).inState(destination, CopyState.GOOD);
    }

    public Instant now() {
        return now;
    }

    public Beans beans() {
        return beans;
    }

    public List<Path> outgoing() throws IOException {
        Path outgoing = folder.resolve("home/outgoing");
        if (!Files.exists(outgoing)) {
            return List.of();
        }
        try (var files = Files.list(outgoing)) {
            return files.toList();
        }
    }

    @Override
    public void close() {
        beans.close();
    }
}
