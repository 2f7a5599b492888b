package org.safeward.backup.offsite.http;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.Optional;
import org.safeward.backup.offsite.lock.LockStanding;
import org.safeward.fault.Messages;
import org.safeward.store.remote.FileLock;

/** How it stands with the locks of a destination, as clients see it; null where none are wanted and none are known. */
final class LockJson {
    private LockJson() {}

    static JsonValue of(LockStanding.Standing standing, Messages messages) {
        if (standing.wanted().isEmpty() && standing.trial().isEmpty()) {
            return JsonValue.NULL;
        }
        return Json.createObjectBuilder()
                .add(
                        "days",
                        standing.wanted()
                                .<JsonValue>map(lock -> Json.createValue(lock.days()))
                                .orElse(JsonValue.NULL))
                .add(
                        "mode",
                        text(standing.wanted().map(lock -> lock.mode().name().toLowerCase(Locale.ROOT))))
                .add("unlocked", standing.unlocked())
                .add("error", text(standing.fault().map(reason -> reason.code().name())))
                .add("message", text(standing.fault().map(messages::message)))
                .add("hint", text(standing.fault().map(messages::hint)))
                .add(
                        "trial_locked_until",
                        standing.trial()
                                .flatMap(FileLock::until)
                                .<JsonValue>map(until -> Json.createValue(until.getEpochSecond()))
                                .orElse(JsonValue.NULL))
                .build();
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }
}
