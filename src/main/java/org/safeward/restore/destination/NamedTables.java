package org.safeward.restore.destination;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The tables that a restore names, beside those of its backup. */
public final class NamedTables {
    private static final int MOST_NAMED = 20;

    private NamedTables() {}

    /**
     * Names are taken as the manifest has them, letter by letter.
     *
     * @param there all that the manifest names
     * @throws Fault PARTS_UNKNOWN
     */
    public static void require(Destination destination, List<Manifest.Table> there) {
        if (destination instanceof Destination.Parts parts) {
            Set<String> names = there.stream().map(Manifest.Table::name).collect(Collectors.toSet());
            for (String table : parts.tables()) {
                if (!names.contains(table)) {
                    throw new Fault(ErrorCode.PARTS_UNKNOWN, table);
                }
            }
        }
    }

    /** For messages, in any language: each with its rows. */
    public static String withRows(List<Manifest.Table> tables) {
        String names = tables.stream()
                .limit(MOST_NAMED)
                .map(table -> table.name() + " (" + table.rows() + ")")
                .collect(Collectors.joining(", "));
        return tables.size() > MOST_NAMED ? names + ", … +" + (tables.size() - MOST_NAMED) : names;
    }

    /** Of a list of tables those that a restore would bring. */
    public static List<Manifest.Table> of(Destination destination, List<Manifest.Table> tables) {
        return destination instanceof Destination.Parts parts
                ? tables.stream()
                        .filter(table -> parts.tables().contains(table.name()))
                        .toList()
                : tables;
    }
}
