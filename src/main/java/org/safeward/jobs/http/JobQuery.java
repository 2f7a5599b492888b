package org.safeward.jobs.http;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Optional;
import java.util.function.Function;
import org.safeward.catalog.RunState;
import org.safeward.jobs.record.JobFilter;
import org.safeward.jobs.record.JobKind;
import org.safeward.rest.json.FieldFaults;

/** The query of {@code GET jobs}, checked as a whole. */
record JobQuery(int page, JobFilter filter) {
    private static final int MOST_PAGE = 1_000_000;
    private static final int MOST_PAGE_SIZE = 100;

    /** @throws org.safeward.fault.Fault BAD_FIELD naming every wrong parameter */
    static JobQuery of(MultivaluedMap<String, String> parameters, FieldFaults faults) {
        int page = number(parameters, "page", 1, MOST_PAGE, faults);
        int size = number(parameters, "page_size", 20, MOST_PAGE_SIZE, faults);
        Optional<JobKind> kind = one(parameters, "kind", JobKind::of, "backup, restore, undo", faults);
        Optional<RunState> state = one(
                parameters, "state", RunState::of, "pending, running, completed, failed, cancelled, timeout", faults);
        faults.check();
        JobFilter filter = new JobFilter(value(parameters, "database"), kind, state, (page - 1) * size, size);
        return new JobQuery(page, filter);
    }

    private static int number(
            MultivaluedMap<String, String> parameters, String name, int otherwise, int most, FieldFaults faults) {
        return value(parameters, name)
                .map(text -> (int) faults.wholeNumber(name, text, 1, most))
                .orElse(otherwise);
    }

    private static <T> Optional<T> one(
            MultivaluedMap<String, String> parameters,
            String name,
            Function<String, T> read,
            String all,
            FieldFaults faults) {
        try {
            return value(parameters, name).map(read);
        } catch (IllegalArgumentException e) {
            faults.add("FIELD_ONE_OF", name, all);
            return Optional.empty();
        }
    }

    private static Optional<String> value(MultivaluedMap<String, String> parameters, String name) {
        return Optional.ofNullable(parameters.getFirst(name)).filter(text -> !text.isEmpty());
    }
}
