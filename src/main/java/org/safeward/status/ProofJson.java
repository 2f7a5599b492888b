package org.safeward.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.drill.Proofs;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.jobs.http.JobJson;
import org.safeward.jobs.record.Job;

/** When it was last proven that a database's backups come back, and what the last drill came to. */
@ApplicationScoped
class ProofJson {
    @Inject
    private Proofs proofs;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    void addTo(JsonObjectBuilder json, String database, Messages messages) {
        Optional<Proofs.Proof> last = proofs.last(database);
        Optional<BackupRecord> backup = last.flatMap(Proofs.Proof::backup);
        json.add("last_proven_at", value(last.map(Proofs.Proof::at).map(Instant::getEpochSecond)))
                .add("last_proven_record_id", value(backup.map(BackupRecord::id)))
                .add("last_proven_from", text(backup.map(BackupRecord::provenFrom)))
                .add("drill_obstacle", obstacle(database))
                .add(
                        "last_drill",
                        proofs.lastDrill(database)
                                .<JsonValue>map(drill -> json(drill, messages).build())
                                .orElse(JsonValue.NULL));
    }

    /** Encrypted backups are drilled only where the operator has named an identity. */
    private JsonValue obstacle(String database) {
        return text(records.newestGood(database).filter(keys::isOutOfReach).map(newest -> "encrypted"));
    }

    private static JsonObjectBuilder json(Job drill, Messages messages) {
        Optional<Fault> fault = Optional.ofNullable(JobJson.fault(drill));
        return Json.createObjectBuilder()
                .add("job_id", drill.id())
                .add("record_id", value(Optional.ofNullable(drill.recordId())))
                .add("state", drill.state().text())
                .add("refutes", Proofs.refutes(drill))
                .add("ended_at", drill.endedAt().getEpochSecond())
                .add("error", text(fault.map(reason -> reason.code().name())))
                .add("message", text(fault.map(messages::message)))
                .add("hint", text(fault.map(messages::hint)));
    }

    private static JsonValue value(Optional<Long> number) {
        return number.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }
}
