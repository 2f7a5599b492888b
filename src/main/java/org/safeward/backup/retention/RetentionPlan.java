package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.backup.RemoveBackup;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupConfig;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.ThisNode;
import org.safeward.destinations.GoodCopies;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.settings.Settings;

/** What retention would do with the backups of a database now. */
@ApplicationScoped
public class RetentionPlan {
    @Inject
    private BackupRecords records;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupStores stores;

    @Inject
    private BackupPlaces places;

    @Inject
    private Settings settings;

    @Inject
    private ThisNode node;

    @Inject
    private GoodCopies goodCopies;

    @Inject
    private DestinationsOfDatabase destinations;

    @Inject
    private BackupConfigs configs;

    @Inject
    private InstantSource clock;

    /** What is kept of a database on this machine. */
    public Retention.Rules rules(BackupConfig config) {
        return new Retention.Rules(
                config.retentionDays(),
                config.maxCount(),
                settings.keep().rules().periods(),
                config.zone());
    }

    /** Of the backups on this machine, what would go and why; of those that are in destinations alone, that they are. */
    public List<Retention.Decision> of(String database, Retention.Rules rules) {
        return whole(database, rules).decisions();
    }

    /** The same, and what would go from destinations that keep by rules of their own. */
    KeptInPlaces.Outcome whole(String database, Retention.Rules rules) {
        List<BackupRecord> all = records.ofDatabase(database);
        Set<Long> onlyThere = destinations.onlyThere(all);
        List<Retention.Facts> facts = facts(all);
        List<Retention.Facts> here =
                facts.stream().filter(fact -> !onlyThere.contains(fact.id())).toList();
        Map<Long, Retention.Decision> decisions = new HashMap<>();
        unlessMissing(database, all, Retention.decide(here, rules, clock.instant()))
                .forEach(decision -> decisions.put(decision.id(), decision));
        List<Retention.Decision> ordered = all.stream()
                .map(record -> decisions.getOrDefault(
                        record.id(), new Retention.Decision(record.id(), Retention.Reason.IN_DESTINATION)))
                .toList();
        return KeptInPlaces.decide(
                        facts,
                        ordered,
                        lying(all, facts),
                        destinations.places(configs.of(database), all),
                        clock.instant())
                .unlessLocked(locked(database).keySet());
    }

    /** Until when destinations refuse to let go of backups, by the ids of those that they have locked. */
    Map<Long, Instant> locked(String database) {
        Map<Long, Instant> ends = new HashMap<>(destinations.lockEnds(records.ofDatabase(database)));
        ends.values().removeIf(end -> !end.isAfter(clock.instant()));
        return ends;
    }

    /** The ids of the good ones of which a file is there. */
    private static Set<Long> lying(List<BackupRecord> all, List<Retention.Facts> facts) {
        Set<Long> good = facts.stream()
                .filter(Retention.Facts::good)
                .map(Retention.Facts::id)
                .collect(Collectors.toSet());
        return all.stream()
                .filter(record -> good.contains(record.id())
                        && record.file()
                                .or(record::copyPath)
                                .filter(Files::exists)
                                .isPresent())
                .map(BackupRecord::id)
                .collect(Collectors.toSet());
    }

    private List<Retention.Decision> unlessMissing(
            String database, List<BackupRecord> all, List<Retention.Decision> decisions) {
        Set<Path> lacking = stores.lacking(database).stream()
                .map(BackupStores.Store::directory)
                .collect(Collectors.toSet());
        boolean copiesLacking =
                places.second(database).filter(lacking::contains).isPresent();
        Set<Long> kept = all.stream()
                .filter(record -> copiesLacking || isIn(lacking, record))
                .map(BackupRecord::id)
                .collect(Collectors.toSet());
        return decisions.stream()
                .map(decision -> kept.contains(decision.id()) ? decision.unlessItsDirectoryIsMissing() : decision)
                .toList();
    }

    /**
     * The ids of those that go for nothing but time: not because the config was changed so lately that what the old one kept could still be
     * brought back, nor because of another change.
     */
    Set<Long> foreseen(BackupConfig config) {
        Instant now = clock.instant();
        boolean changed = isFresh(config);
        if (changed) {
            return Set.of();
        }
        List<BackupRecord> all = records.ofDatabase(config.database());
        Set<Long> onlyThere = destinations.onlyThere(all);
        return Foreseen.of(
                facts(all).stream()
                        .filter(record -> !onlyThere.contains(record.id()))
                        .toList(),
                rules(config),
                destinations.lockEnds(all),
                now);
    }

    /** Whether the config was changed so lately that what it kept before must not be lost. */
    boolean isFresh(BackupConfig config) {
        return !config.updatedAt().equals(config.createdAt())
                && settings.keep()
                        .trash()
                        .filter(time ->
                                config.updatedAt().isAfter(clock.instant().minus(time)))
                        .isPresent();
    }

    private List<Retention.Facts> facts(List<BackupRecord> all) {
        List<Job> active = jobs.active();
        return all.stream().map(record -> facts(record, active)).toList();
    }

    private static boolean isIn(Set<Path> directories, BackupRecord record) {
        return record.file().map(Path::getParent).filter(directories::contains).isPresent();
    }

    private Retention.Facts facts(BackupRecord record, List<Job> active) {
        boolean completed = record.completedAt() != null;
        return new Retention.Facts(
                record.id(),
                completed ? record.completedAt() : record.createdAt(),
                record.status(),
                record.origin(),
                record.verifiedAt() != null
                        && (hasFile(record) && !record.check(CopyPlace.FIRST).isDamaged()
                                || goodCopies.hasAny(record.id())),
                record.degraded(),
                record.pinned(),
                active.stream().anyMatch(job -> RemoveBackup.uses(job, record)),
                record.strange() && record.acknowledgedAt() == null);
    }

    /**
     * A record whose file somebody removed is no backup, and must not be the reason why a real one goes. What lies on another node's disk is that
     * one's to miss.
     */
    private boolean hasFile(BackupRecord record) {
        return record.file()
                .map(file -> Files.exists(file)
                        || node.other(record.whereabouts().node()).isPresent())
                .orElseGet(() -> record.copyPath().filter(Files::exists).isPresent());
    }
}
