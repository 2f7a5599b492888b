package org.safeward.backup;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyCheck;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** Where a backup lies, as clients see it: its own file, the one in the second directory, then the destinations. */
final class CopiesJson {
    private CopiesJson() {}

    /** @param gone those on disks that are not there at this moment */
    static JsonArrayBuilder of(
            BackupRecord record,
            Set<CopyPlace> gone,
            List<BackupCopy> copies,
            Destinations destinations,
            Messages messages) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (CopyPlace place : CopyPlace.values()) {
            record.copyIn(place)
                    .ifPresent(path -> list.add(onDisk(record, place, path, gone.contains(place), messages)));
        }
        copies.stream()
                .filter(copy -> copy.state() != CopyState.EXPIRED)
                .forEach(copy -> list.add(elsewhere(copy, path(copy, destinations), messages)));
        return list;
    }

    /** Of one that was not read again since, the file's own verification is the last look. */
    private static JsonObjectBuilder onDisk(
            BackupRecord record, CopyPlace place, Path path, boolean gone, Messages messages) {
        CopyCheck known = record.check(place);
        CopyCheck check = gone ? known.orDamaged(Instant.now()) : known;
        Instant first = place == CopyPlace.FIRST ? record.verifiedAt() : null;
        CopyState state = check.isDamaged() ? CopyState.DAMAGED : CopyState.GOOD;
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("place", place.text())
                .add("path", path.toString())
                .add("verified_at", orNull(check.goodAt().or(() -> Optional.ofNullable(first))))
                .add("damaged_at", orNull(check.damagedAt()))
                .add("state", state.text())
                .add("encrypted", false)
                .add("size", record.fileSize())
                .add("sha256", record.sha256())
                .add("next_try_at", JsonValue.NULL)
                .add("locked_until", JsonValue.NULL)
                .add("lock_mode", JsonValue.NULL)
                .add("lock_error", JsonValue.NULL)
                .add("signed_by", JsonValue.NULL);
        return error(json, gone ? new Fault(ErrorCode.BACKUP_FILE_MISSING, path) : null, messages);
    }

    private static JsonObjectBuilder elsewhere(BackupCopy copy, String path, Messages messages) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("place", copy.destination())
                .add("path", path)
                .add("verified_at", orNull(copy.verifiedAt()))
                .add("damaged_at", orNull(copy.damagedAt()))
                .add("state", copy.state().text())
                .add("encrypted", copy.encrypted())
                .add("size", copy.fileSize())
                .add("sha256", copy.sha256().orElse(""))
                .add("next_try_at", orNull(copy.nextTryAt()))
                .add("locked_until", orNull(copy.lockedUntil()))
                .add("lock_mode", word(copy.lockMode().map(mode -> mode.name().toLowerCase(Locale.ROOT))))
                .add("lock_error", word(copy.lockFault().map(messages::message)))
                .add("signed_by", word(copy.signedBy()));
        return error(
                json, copy.errorCode() == null ? null : Fault.kept(copy.errorCode(), copy.errorArguments()), messages);
    }

    private static JsonObjectBuilder error(JsonObjectBuilder json, Fault fault, Messages messages) {
        if (fault == null) {
            return json.add("error", JsonValue.NULL).add("message", JsonValue.NULL);
        }
        return json.add("error", fault.code().name()).add("message", messages.message(fault));
    }

    /** Empty until a name is decided; without the address of a place that is not configured any more. */
    private static String path(BackupCopy copy, Destinations destinations) {
        String address = destinations.all().stream()
                .filter(destination -> destination.name().equals(copy.destination()))
                .map(destination -> destination.address() + "/")
                .findFirst()
                .orElse("");
        return copy.name().map(name -> address + name).orElse("");
    }

    private static JsonValue word(Optional<String> word) {
        return word.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonValue orNull(Optional<Instant> moment) {
        return moment.<JsonValue>map(at -> Json.createValue(at.getEpochSecond()))
                .orElse(JsonValue.NULL);
    }
}
