package org.safeward.schedule;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.safeward.fixture.Waiting;
import org.safeward.server.Api;

/** What tests of automatic backups tell a server and ask it. */
public final class Schedules {
    private Schedules() {}

    /** The contract's five fields and the database, switched on. */
    public static JsonObjectBuilder config(String database, String cron) {
        return Json.createObjectBuilder()
                .add("database", database)
                .add("backup_enabled", 1)
                .add("backup_cron", cron)
                .add("backup_retention", 7)
                .add("backup_max_count", 10)
                .add("backup_compress", 1);
    }

    /** The first whole minute that leaves at least this much time. */
    static Instant minuteIn(Duration atLeast) {
        return Instant.now().plus(atLeast).plusSeconds(60).truncatedTo(ChronoUnit.MINUTES);
    }

    /** Daily at the moment's time of day, in the server's zone, which is this machine's. */
    static String dailyAt(Instant moment) {
        ZonedDateTime local = moment.atZone(ZoneId.systemDefault());
        return local.getMinute() + " " + local.getHour() + " * * *";
    }

    static void sleepUntil(Instant moment) {
        Duration left = Duration.between(Instant.now(), moment);
        if (!left.isNegative()) {
            Waiting.sleep(left);
        }
    }

    /** The automatic backups of a database, newest first. */
    public static List<JsonObject> automatic(Api api, String database) {
        return api.get("backup/list?page_size=100&type=auto&database=" + database)
                .data()
                .getJsonArray("list")
                .getValuesAs(JsonObject.class);
    }

    /** Waits until there are so many automatic backups, and the newest has come to an end. */
    public static List<JsonObject> awaitAutomatic(Api api, String database, int number, Instant limit) {
        Duration left = Duration.between(Instant.now(), limit);
        boolean there = Waiting.until(left, () -> {
            Waiting.sleep(Duration.ofMillis(200));
            List<JsonObject> records = automatic(api, database);
            return records.size() >= number && records.get(0).getInt("completed_at") > 0;
        });
        if (!there) {
            throw new AssertionError(number + " automatic backups of " + database + " expected by " + limit
                    + ", there are " + automatic(api, database));
        }
        return automatic(api, database);
    }

    public static JsonObject status(Api api, String database) {
        return api.get("backup/status?database=" + database).data();
    }

    /** Epoch seconds; null when there is no next run. */
    static Long nextRun(Api api, String database) {
        JsonValue next = status(api, database).get("next_run_at");
        return JsonValue.NULL.equals(next) ? null : Long.valueOf(next.toString());
    }
}
