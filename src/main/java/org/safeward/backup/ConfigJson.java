package org.safeward.backup;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.safeward.catalog.BackupConfig;

/** A config as clients see it: the contract's fields, the time zone, and the schedule of drills. */
public final class ConfigJson {
    private ConfigJson() {}

    public static JsonObject of(BackupConfig config) {
        return Json.createObjectBuilder()
                .add("id", config.id())
                .add("created_at", config.createdAt().getEpochSecond())
                .add("updated_at", config.updatedAt().getEpochSecond())
                .add("backup_enabled", config.enabled() ? 1 : 0)
                .add("backup_cron", config.cron())
                .add("backup_path", config.path())
                .add("backup_retention", config.retentionDays())
                .add("backup_max_count", config.maxCount())
                .add("backup_compress", config.compress() ? 1 : 0)
                .add("backup_timezone", config.timeZone())
                .add("drill_cron", config.drillCron())
                .build();
    }
}
