package org.safeward.restore.destination;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.rest.json.FieldFaults;

/**
 * Where a request wants a restore to go, by its fields as they came. Whoever names no table by mistake, with a list that is empty, must not
 * get the whole database replaced: what is there counts, also when it is empty.
 */
public record AskedDestination(Optional<String> target, Optional<List<String>> tables, Optional<String> into) {
    /** Whoever wants more than these wants the whole database. */
    public static final int MOST_TABLES = 1000;

    /** Characters of a table's name, with its schema. */
    public static final int LONGEST_TABLE = 500;

    private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9_]{1,30}");

    /** Notes which fields do not go together, and names that no catalog could keep. */
    public void check(FieldFaults faults) {
        if (tables.isPresent() && target.isPresent()) {
            faults.add("FIELD_NOT_WITH", "tables", "target");
        }
        if (tables.isEmpty() && into.isPresent()) {
            faults.add("FIELD_ONLY_WITH", "into", "tables");
        }
        List<String> names = tables.orElse(List.of());
        if (names.size() > MOST_TABLES || names.stream().anyMatch(name -> name.length() > LONGEST_TABLE)) {
            faults.add("FIELD_TEXTS", "tables", MOST_TABLES, LONGEST_TABLE);
        }
        if (!names.stream().allMatch(FieldFaults::isStorable)) {
            faults.add("FIELD_CHARACTERS", "tables");
        }
    }

    /**
     * To be asked when {@link #check} found nothing.
     *
     * @throws Fault PARTS_INVALID
     */
    public Destination destination() {
        if (tables.isEmpty()) {
            return target.<Destination>map(Destination.NewDatabase::new).orElseGet(Destination.Live::new);
        }
        Set<String> seen = new HashSet<>();
        for (String table : tables.get()) {
            if (table.isBlank() || !seen.add(table)) {
                throw invalid("tables: '" + table + "'");
            }
        }
        if (seen.isEmpty()) {
            throw invalid("tables: []");
        }
        into.filter(ending -> !ENDING.matcher(ending).matches()).ifPresent(ending -> {
            throw invalid("into: '" + ending + "'");
        });
        return new Destination.Parts(tables.get(), into);
    }

    private static Fault invalid(String what) {
        return new Fault(ErrorCode.PARTS_INVALID, what);
    }
}
