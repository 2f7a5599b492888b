package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.backup.fetch.GoneFiles;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.fault.Messages;

/** Backups as clients see them, with all the places where they lie. */
@ApplicationScoped
public class ShowRecords {
    @Inject
    private BackupCopies copies;

    @Inject
    private Destinations destinations;

    @Inject
    private GoneFiles gone;

    public JsonObject of(BackupRecord record, Messages messages) {
        return of(record, gone.of(List.of(record)), copies.ofRecord(record.id()), messages);
    }

    /** With one question to the catalog for all. */
    public JsonArrayBuilder of(List<BackupRecord> records, Messages messages) {
        Map<Long, List<BackupCopy>> all =
                copies.ofRecords(records.stream().map(BackupRecord::id).toList());
        Map<Long, Set<CopyPlace>> absent = gone.of(records);
        JsonArrayBuilder list = Json.createArrayBuilder();
        records.forEach(record -> list.add(of(record, absent, all.getOrDefault(record.id(), List.of()), messages)));
        return list;
    }

    private JsonObject of(
            BackupRecord record, Map<Long, Set<CopyPlace>> absent, List<BackupCopy> known, Messages messages) {
        boolean offSite = known.stream().anyMatch(copy -> copy.state() == CopyState.GOOD);
        return RecordJson.of(
                record,
                offSite,
                CopiesJson.of(record, absent.getOrDefault(record.id(), Set.of()), known, destinations, messages),
                messages);
    }
}
