package org.safeward.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.safeward.archive.content.Manifest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The tables of a live database that a file would take away and bring nothing for: it lacks them, or brings them without any row where
 * there are rows now. That is what a dump of one table does, one of the schema only, one that a filter has emptied, and one that was
 * cut short where nothing shows it.
 *
 * <p>Names are compared as the engine gives them. Fewer rows than now are no loss by themselves: every older backup has fewer.
 *
 * @param tables in the live database's order; behind the name of an emptied one, how many rows it has now
 */
public record Loss(List<String> tables) {
    private static final int MOST_NAMED = 20;

    public static Loss of(List<Manifest.Table> live, List<Manifest.Table> brought) {
        Map<String, Long> rows = new HashMap<>();
        brought.forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
        List<String> lost = new ArrayList<>();
        for (Manifest.Table table : live) {
            Long then = rows.get(table.name());
            if (then == null) {
                lost.add(table.name());
            } else if (then == 0 && table.rows() > 0) {
                lost.add(table.name() + " (" + table.rows() + " → 0)");
            }
        }
        return new Loss(List.copyOf(lost));
    }

    public boolean isNone() {
        return tables.isEmpty();
    }

    /** @throws Fault SCRIPT_LACKS_TABLES when anything would be lost */
    public static void refuse(List<Manifest.Table> live, List<Manifest.Table> brought) {
        Loss loss = of(live, brought);
        if (!loss.isNone()) {
            throw new Fault(ErrorCode.SCRIPT_LACKS_TABLES, loss.named());
        }
    }

    /** For messages, in any language. */
    public String named() {
        String names = String.join(", ", tables.subList(0, Math.min(MOST_NAMED, tables.size())));
        return tables.size() > MOST_NAMED ? names + ", … +" + (tables.size() - MOST_NAMED) : names;
    }
}
