package org.safeward.restore.preview;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.FileKeys;
import org.safeward.backup.fetch.NearestLook;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.FieldFaults;
import org.safeward.restore.destination.AskedDestination;
import org.safeward.restore.preview.PreviewRestore.Preview;
import org.safeward.restore.source.HeldUpload;
import org.safeward.restore.source.HeldUploads;
import org.safeward.restore.source.RestoreSource;

/** What a restore would change, table by table, and whether it can. */
@Path("/backup/restore/preview")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PreviewResource {
    @Inject
    private PreviewRestore previews;

    @Inject
    private BackupRecords records;

    @Inject
    private SinceNewest sinceNewest;

    @Inject
    private HeldUploads uploads;

    @Inject
    private FileKeys keys;

    @Inject
    private NearestLook look;

    @Inject
    private ShownFunctions shown;

    @Inject
    private Caller caller;

    /** Of a backup, or of a file that was uploaded; into the live database, or into a new one that is named {@code target}. */
    @GET
    @RolesAllowed("ADMIN")
    public Response preview(
            @QueryParam("record_id") String recordId,
            @QueryParam("upload_id") String uploadId,
            @QueryParam("database") String database,
            @QueryParam("target") String target,
            @QueryParam("tables") List<String> tables,
            @QueryParam("into") String into) {
        Destination destination = destination(target, tables, into);
        String name;
        RestoreSource source;
        boolean identityNeeded = false;
        Optional<SinceNewest.Found> since = Optional.empty();
        if (uploadId != null) {
            HeldUpload upload = uploads.get(uploadId);
            name = upload.database();
            source = RestoreSource.of(upload);
        } else {
            BackupRecord record = restorable(records.get(caller.id(recordId == null ? "" : recordId)));
            name = record.database();
            source = RestoreSource.of(record);
            identityNeeded = keys.isOutOfReach(record) || keys.hasNoIdentity() && look.isSealed(record);
            boolean overItsOwn = target == null && (database == null || database.equals(name));
            since = overItsOwn ? sinceNewest.of(record) : Optional.empty();
        }
        String chosen = database == null ? name : database;
        Preview preview = previews.of(source, chosen, destination, caller.messages());
        preview.code().ifPresent(code -> shown.note(caller.name(), code));
        JsonObjectBuilder json = json(source, uploadId != null, chosen, destination, preview, since);
        return Envelope.success(
                caller.messages(), json.add("identity_needed", identityNeeded).build());
    }

    private Destination destination(String target, List<String> tables, String into) {
        AskedDestination asked = new AskedDestination(
                Optional.ofNullable(target),
                tables.isEmpty() ? Optional.empty() : Optional.of(tables),
                Optional.ofNullable(into));
        FieldFaults faults = caller.fieldFaults();
        asked.check(faults);
        faults.check();
        return asked.destination();
    }

    private static BackupRecord restorable(BackupRecord record) {
        if (record.status() != RunState.COMPLETED || record.manifestJson() == null) {
            throw new Fault(
                    ErrorCode.RECORD_NOT_RESTORABLE,
                    record.id(),
                    record.status().text());
        }
        return record;
    }

    private static JsonObjectBuilder json(
            RestoreSource source,
            boolean upload,
            String database,
            Destination destination,
            Preview preview,
            Optional<SinceNewest.Found> since) {
        return PartsJson.add(Json.createObjectBuilder(), destination, preview.parts())
                .add("database", database)
                .add("address", preview.address())
                .add("moment", seconds(source.moment()))
                .add(
                        "rows",
                        preview.backedUp().stream()
                                .mapToLong(Manifest.Table::rows)
                                .sum())
                .add("checks", checks(preview.checks()))
                .add("tables", tables(preview, since))
                .add("compared_with", comparedWith(since))
                .add("functions", functions(preview.code()))
                .add("functions_seen", upload ? JsonValue.NULL : seen(preview.code()));
    }

    /** Null where the backup does not say. */
    private static JsonValue functions(Optional<LoadedCode> code) {
        return code.map(LoadedCode::functions)
                .orElse(Optional.of(List.of()))
                .<JsonValue>map(names -> Json.createArrayBuilder(names).build())
                .orElse(JsonValue.NULL);
    }

    /** Null where a restore needs none; an upload is run with such rights only where the settings trust uploads. */
    private static JsonValue seen(Optional<LoadedCode> code) {
        return code.<JsonValue>map(known -> Json.createValue(known.digest())).orElse(JsonValue.NULL);
    }

    private static JsonArrayBuilder checks(List<RestoreCheck> checks) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (RestoreCheck check : checks) {
            list.add(Json.createObjectBuilder()
                    .add("name", check.name())
                    .add("outcome", check.outcome().name().toLowerCase(Locale.ROOT))
                    .add("override", check.override())
                    .add("text", check.text()));
        }
        return list;
    }

    /** Null where nothing newer tells whether rows have changed. */
    private static JsonValue comparedWith(Optional<SinceNewest.Found> since) {
        return since.<JsonValue>map(found -> Json.createObjectBuilder()
                        .add("record_id", found.record())
                        .add("moment", found.moment().getEpochSecond())
                        .build())
                .orElse(JsonValue.NULL);
    }

    /** Every table of either side; {@code now} or {@code then} is null where there is none, {@code since} where the newest backup has none. */
    private static JsonArrayBuilder tables(Preview preview, Optional<SinceNewest.Found> since) {
        Map<String, ContentComparison.State> changed =
                since.map(SinceNewest.Found::tables).orElse(Map.of());
        Map<String, Long> then = rows(preview.backedUp());
        Map<String, Long> now = rows(preview.live().map(DatabaseFacts::tables).orElse(List.of()));
        Map<String, Long> names = new TreeMap<>(then);
        names.putAll(now);
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (String name : names.keySet()) {
            list.add(Json.createObjectBuilder()
                    .add("name", name)
                    .add("now", number(now.get(name)))
                    .add("then", number(then.get(name)))
                    .add("since", state(changed.get(name))));
        }
        return list;
    }

    private static Map<String, Long> rows(List<Manifest.Table> tables) {
        Map<String, Long> rows = new TreeMap<>();
        tables.forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
        return rows;
    }

    private static JsonValue number(Long value) {
        return value == null ? JsonValue.NULL : Json.createValue(value);
    }

    private static JsonValue state(ContentComparison.State state) {
        return state == null ? JsonValue.NULL : Json.createValue(state.name().toLowerCase(Locale.ROOT));
    }

    private static JsonValue seconds(Optional<Instant> moment) {
        return moment.<JsonValue>map(known -> Json.createValue(known.getEpochSecond()))
                .orElse(JsonValue.NULL);
    }
}
