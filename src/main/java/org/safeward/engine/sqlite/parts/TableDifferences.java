package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.safeward.engine.sqlite.parts.TableDeclaration.Declared;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/**
 * What stands against storing the rows of a table in another one. The order of the columns is no difference, nor is what a constraint says, since that is asked
 * of each row.
 */
final class TableDifferences {
    private final TableDeclaration backedUp;
    private final TableDeclaration live;
    private final List<Reason> found = new ArrayList<>();

    private TableDifferences(TableDeclaration backedUp, TableDeclaration live) {
        this.backedUp = backedUp;
        this.live = live;
    }

    /** Empty when nothing does. Both are ordinary tables. */
    static List<Reason> between(TableDeclaration backedUp, TableDeclaration live) {
        TableDifferences differences = new TableDifferences(backedUp, live);
        differences.compareColumns();
        differences.compare("STRICT", backedUp.strict(), live.strict());
        differences.compare("WITHOUT ROWID", backedUp.withoutRowid(), live.withoutRowid());
        differences.compareKeys();
        return differences.found;
    }

    private void compareColumns() {
        Map<String, Declared> here = backedUp.byName();
        Map<String, Declared> there = live.byName();
        TreeSet<String> names = new TreeSet<>(here.keySet());
        names.addAll(there.keySet());
        for (String name : names) {
            if (!there.containsKey(name)) {
                found.add(Reason.of(ReasonCode.WHY_NO_COLUMN, shown(here.get(name))));
            } else if (!here.containsKey(name)) {
                found.add(Reason.of(ReasonCode.WHY_NEW_COLUMN, shown(there.get(name))));
            } else {
                difference(here.get(name), there.get(name)).ifPresent(found::add);
            }
        }
    }

    private Optional<Reason> difference(Declared here, Declared there) {
        if (here.column().kind() != there.column().kind()) {
            return Optional.of(Reason.of(ReasonCode.WHY_OTHER_GENERATION, shown(there)));
        }
        boolean sameType = backedUp.strict() && live.strict()
                ? here.column().strictType().equals(there.column().strictType())
                : here.column().affinity() == there.column().affinity();
        return sameType
                ? Optional.empty()
                : Optional.of(Reason.of(ReasonCode.WHY_OTHER_COLUMN, shown(there), typeOf(there), typeOf(here)));
    }

    private static Object typeOf(Declared column) {
        return column.type().isEmpty() ? Reason.of(ReasonCode.WHY_UNTYPED) : RawText.shown(column.type());
    }

    private void compare(String what, boolean here, boolean there) {
        if (here != there) {
            found.add(Reason.of(there ? ReasonCode.WHY_IS_NOW : ReasonCode.WHY_IS_NO_MORE, what));
        }
    }

    private void compareKeys() {
        if (!backedUp.keyNames().equals(live.keyNames())) {
            found.add(Reason.of(ReasonCode.WHY_PRIMARY_KEY));
        } else if (!backedUp.alias().equals(live.alias())) {
            found.add(Reason.of(ReasonCode.WHY_ROW_ID));
        }
    }

    private static String shown(Declared column) {
        return RawText.shown(column.column().name());
    }
}
