package org.safeward.restore.destination;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The tables that a restore names, beside those of its backup. */
public final class NamedTables {
    private static final int MOST_NAMED = 20;

    private NamedTables() {}

    /**
     * Names are taken as the manifest has them, letter by letter. One that gathers the rows of others is in no manifest: the restore finds out
     * whether the backup has it.
     *
     * @param there all that the manifest names
     * @throws Fault PARTS_UNKNOWN; DATABASE_UNREACHABLE, ... when that cannot be told
     */
    public static void require(Destination destination, List<Manifest.Table> there, DatabaseEngine engine) {
        require(destination, there, table -> engine.gathers(table, Work.UNWATCHED));
    }

    static void require(Destination destination, List<Manifest.Table> there, Predicate<String> gathers) {
        if (destination instanceof Destination.Parts parts) {
            Set<String> names = there.stream().map(Manifest.Table::name).collect(Collectors.toSet());
            for (String table : parts.tables()) {
                if (!names.contains(table) && !gathers.test(table)) {
                    throw new Fault(ErrorCode.PARTS_UNKNOWN, table);
                }
            }
        }
    }

    /** For messages, in any language: each with its rows, where they were counted under its name. */
    public static String withRows(Destination.Parts parts, List<Manifest.Table> counted) {
        return listed(parts.tables().stream()
                .map(name -> matching(name, counted).stream()
                        .findFirst()
                        .map(table -> table.name() + " (" + table.rows() + ")")
                        .orElse(name))
                .toList());
    }

    /** In any language; of many the first. */
    public static String listed(List<String> names) {
        String named = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? named + ", … +" + (names.size() - MOST_NAMED) : named;
    }

    /** Of a list of tables those that a restore would bring. */
    public static List<Manifest.Table> of(Destination destination, List<Manifest.Table> tables) {
        return destination instanceof Destination.Parts parts
                ? parts.tables().stream()
                        .flatMap(name -> matching(name, tables).stream())
                        .toList()
                : tables;
    }

    /** Where none has the very name, one in other letters of it: SQLite takes that for the same. */
    private static List<Manifest.Table> matching(String name, List<Manifest.Table> tables) {
        List<Manifest.Table> same =
                tables.stream().filter(table -> table.name().equals(name)).toList();
        return same.isEmpty()
                ? tables.stream()
                        .filter(table -> table.name().equalsIgnoreCase(name))
                        .toList()
                : same;
    }
}
