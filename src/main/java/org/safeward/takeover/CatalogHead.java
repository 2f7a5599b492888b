package org.safeward.takeover;

import com.google.gson.JsonObject;
import java.time.Instant;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The first line of a catalog's backup.
 *
 * @param schema version of the catalog's tables
 * @param product that has written it
 * @param moment whose state it holds
 * @param lastAudit the highest id in the audit
 */
record CatalogHead(int schema, String product, Instant moment, long lastAudit) {
    /** The version of the lines that this program writes, and the newest that it reads. */
    private static final int FORMAT = 1;

    JsonObject json() {
        JsonObject json = new JsonObject();
        json.addProperty("safeward_catalog", FORMAT);
        json.addProperty("schema", schema);
        json.addProperty("product", product);
        json.addProperty("created_at", moment.toString());
        json.addProperty("last_audit", lastAudit);
        return json;
    }

    /**
     * @param ours version of the tables here
     * @throws Fault BACKUP_TOO_NEW when a later version wrote it
     */
    static CatalogHead of(JsonObject json, int ours) {
        int format = json.get("safeward_catalog").getAsInt();
        int schema = json.get("schema").getAsInt();
        if (format > FORMAT || schema > ours) {
            throw new Fault(
                    ErrorCode.BACKUP_TOO_NEW, format > FORMAT ? format : schema, format > FORMAT ? FORMAT : ours);
        }
        return new CatalogHead(
                schema,
                json.get("product").getAsString(),
                Instant.parse(json.get("created_at").getAsString()),
                json.get("last_audit").getAsLong());
    }
}
