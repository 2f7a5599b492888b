package org.safeward.backup;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RecordFilter;
import org.safeward.catalog.RunState;
import org.safeward.rest.json.FieldFaults;

/** The query of {@code GET list}, checked as a whole. */
record RecordQuery(int page, RecordFilter filter) {
    private static final int MOST_PAGE = 1_000_000;
    private static final int MOST_PAGE_SIZE = 100;

    /** @throws org.safeward.fault.Fault BAD_FIELD naming every wrong parameter */
    static RecordQuery of(MultivaluedMap<String, String> parameters, FieldFaults faults) {
        int page = number(parameters, "page", 1, MOST_PAGE, faults);
        int size = number(parameters, "page_size", 20, MOST_PAGE_SIZE, faults);
        List<BackupOrigin> origins = origins(parameters, faults);
        Optional<RunState> status = status(parameters, faults);
        faults.check();
        Optional<String> database = value(parameters, "database");
        return new RecordQuery(page, new RecordFilter(database, status, origins, (page - 1) * size, size));
    }

    private static int number(
            MultivaluedMap<String, String> parameters, String name, int otherwise, int most, FieldFaults faults) {
        return value(parameters, name)
                .map(text -> (int) faults.wholeNumber(name, text, 1, most))
                .orElse(otherwise);
    }

    private static List<BackupOrigin> origins(MultivaluedMap<String, String> parameters, FieldFaults faults) {
        return switch (value(parameters, "type").orElse("all")) {
            case "all" -> List.of();
            case "auto" -> List.of(BackupOrigin.SCHEDULE);
            case "manual" -> List.of(BackupOrigin.REQUEST, BackupOrigin.SAFETY, BackupOrigin.MAINTENANCE);
            default -> {
                faults.add("FIELD_ONE_OF", "type", "all, manual, auto");
                yield List.of();
            }
        };
    }

    private static Optional<RunState> status(MultivaluedMap<String, String> parameters, FieldFaults faults) {
        try {
            return value(parameters, "status").map(RunState::of);
        } catch (IllegalArgumentException e) {
            faults.add("FIELD_ONE_OF", "status", "pending, running, completed, failed, cancelled, timeout");
            return Optional.empty();
        }
    }

    private static Optional<String> value(MultivaluedMap<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }
}
