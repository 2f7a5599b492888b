package org.safeward.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.content.ScriptKind;
import org.safeward.backup.adopt.StrayFiles;
import org.safeward.backup.retention.HeldRoom;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.drill.Proofs;
import org.safeward.engine.DatabaseEngine;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.schedule.OverdueBackups;

/** What somebody should look after, as sentences. */
@ApplicationScoped
class Warnings {
    private static final Logger LOG = System.getLogger(Warnings.class.getName());
    private static final int MOST_NAMED = 5;

    @Inject
    private StrayFiles strays;

    @Inject
    private BackupStores stores;

    @Inject
    private OverdueBackups overdue;

    @Inject
    private Databases databases;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private HeldRoom room;

    @Inject
    private Proofs proofs;

    @Inject
    private OffsiteJson offsite;

    List<String> about(String database, Messages messages) {
        List<String> warnings = new ArrayList<>();
        addIds(warnings, messages, "WARNING_DAMAGED", records.damaged(database));
        addIds(warnings, messages, "WARNING_STRANGE", records.strange(database));
        room.ending(database)
                .ifPresent(ending -> warnings.add(messages.text("WARNING_ROOM_ENDING", ending.directory())));
        if (overdue.isOverdue(database)) {
            warnings.add(messages.text("WARNING_OVERDUE"));
        }
        if (isDegraded(database)) {
            warnings.add(messages.text("WARNING_PG_DUMP_MISSING"));
        }
        warnings.addAll(offsite.warnings(database, messages));
        addFailedDrill(warnings, database, messages);
        addBackupWarnings(warnings, database, messages);
        add(warnings, messages, "WARNING_DATABASES_WITHOUT_MARK", strayDatabases(database));
        addIds(warnings, messages, "WARNING_FUTURE_RECORDS", records.fromTheFuture(database));
        List<BackupStores.Store> lacking = stores.lacking(database);
        if (!lacking.isEmpty()) {
            lacking.forEach(store -> warnings.add(messages.text("WARNING_STORE_MISSING", store.directory())));
            return warnings;
        }
        try {
            addStrays(warnings, database, messages);
        } catch (Fault e) {
            // That it cannot be told is a warning itself, and no reason to tell nothing else.
            LOG.log(Level.WARNING, "files and records of database " + database + " could not be compared", e);
            warnings.add(messages.text("WARNING_STORE", String.join(", ", e.arguments())));
        }
        return warnings;
    }

    /** Until another one has gone well: what did not come back once is not known to come back since. */
    private void addFailedDrill(List<String> warnings, String database, Messages messages) {
        Optional<Job> last = proofs.lastDrill(database);
        last.map(JobJson::fault)
                .ifPresent(fault -> warnings.add(messages.text(
                        "WARNING_DRILL", String.valueOf(last.get().recordId()), messages.message(fault))));
    }

    private void addBackupWarnings(List<String> warnings, String database, Messages messages) {
        List<String> told = records.newestGood(database).map(BackupRecord::warnings).orElse(List.of()).stream()
                .map(messages::message)
                .toList();
        add(warnings, messages, "WARNING_BACKUP", told);
    }

    private void addStrays(List<String> warnings, String database, Messages messages) {
        List<String> files =
                strays.withoutRecord(database).stream().map(Path::toString).toList();
        add(warnings, messages, "WARNING_FILES_WITHOUT_RECORD", files);
        List<String> lost =
                strays.withoutFile(database).stream().map(String::valueOf).toList();
        add(warnings, messages, "WARNING_RECORDS_WITHOUT_FILE", lost);
    }

    /** While a job works on the database, one of its own may not have its mark yet. */
    private List<String> strayDatabases(String database) {
        DatabaseEngine engine = databases.all().get(database);
        boolean busy = jobs.active().stream().anyMatch(job -> job.database().equals(database));
        try {
            return engine == null || busy ? List.of() : engine.strays(place -> jobs.hasPlace(database, place));
        } catch (Fault e) {
            LOG.log(Level.DEBUG, "the databases beside " + database + " cannot be seen", e);
            return List.of();
        }
    }

    private boolean isDegraded(String database) {
        DatabaseEngine engine = databases.all().get(database);
        try {
            return engine != null && engine.dumpKind() == ScriptKind.JSON;
        } catch (Fault e) {
            // Out of reach: that is told where somebody looks at the database itself.
            return false;
        }
    }

    private static void addIds(List<String> warnings, Messages messages, String key, List<Long> ids) {
        add(warnings, messages, key, ids.stream().map(String::valueOf).toList());
    }

    private static void add(List<String> warnings, Messages messages, String key, List<String> names) {
        if (!names.isEmpty()) {
            String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
            warnings.add(messages.text(key, names.size(), names.size() > MOST_NAMED ? shown + ", ..." : shown));
        }
    }
}
