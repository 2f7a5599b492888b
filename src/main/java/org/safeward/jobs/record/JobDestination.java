package org.safeward.jobs.record;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.WordsColumn;
import org.safeward.engine.Destination;

/** Where a restore goes, as its job keeps it: over the live database, into a new one, or some tables only. */
@Embeddable
public class JobDestination {
    private String target;

    @Column(name = "part_tables")
    @Convert(converter = WordsColumn.class)
    private List<String> tables = List.of();

    @Column(name = "part_ending")
    private String ending;

    protected JobDestination() {}

    static JobDestination of(Destination destination) {
        JobDestination kept = new JobDestination();
        if (destination instanceof Destination.NewDatabase beside) {
            kept.target = beside.name();
        } else if (destination instanceof Destination.Parts parts) {
            kept.tables = parts.tables();
            kept.ending = parts.into().orElse(null);
        }
        return kept;
    }

    static JobDestination copy(String place) {
        JobDestination kept = new JobDestination();
        kept.target = place;
        return kept;
    }

    /** Where an undo of this restore puts back what was there: the same tables and no other. */
    public Destination asOfUndo() {
        return tables.isEmpty() ? new Destination.Live() : new Destination.Parts(tables, Optional.empty());
    }

    /** The name of the new database; null for the live one. Of a copy, the name of the place that it goes to. */
    public String target() {
        return target;
    }

    /** The tables that alone are restored; empty for all that the backup holds. */
    public List<String> tables() {
        return tables;
    }

    /** What the names of copies end with that are made beside the live tables; null where no copies are made. */
    public String into() {
        return ending;
    }
}
