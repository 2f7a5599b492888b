package org.safeward.engine.postgresql.parts;

import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What somebody has asked for, before any database was looked at. */
public final class Request {
    private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9_]{1,30}");

    private Request() {}

    /** @throws Fault PARTS_INVALID */
    public static void require(Destination.Parts parts) {
        if (parts.tables().isEmpty()) {
            throw new Fault(ErrorCode.PARTS_INVALID, "there is none");
        }
        var seen = new HashSet<String>();
        for (String table : parts.tables()) {
            if (!seen.add(table)) {
                throw new Fault(ErrorCode.PARTS_INVALID, table + " twice");
            }
        }
        parts.into().filter(ending -> !ENDING.matcher(ending).matches()).ifPresent(ending -> {
            throw new Fault(ErrorCode.PARTS_INVALID, "the ending " + ending);
        });
    }

    /**
     * The tables in the staged database.
     *
     * @throws Fault PARTS_UNKNOWN, PARTS_INVALID when one holds another
     */
    static List<PartTable> staged(Session staged, Destination.Parts parts) {
        var there = new PartTables(staged);
        var tables = parts.tables().stream()
                .map(name -> there.find(name).orElseThrow(() -> new Fault(ErrorCode.PARTS_UNKNOWN, name)))
                .toList();
        requireApart(tables);
        return tables;
    }

    /** @throws Fault PARTS_INVALID when one holds another */
    static void requireApart(List<PartTable> tables) {
        var seen = new HashSet<Long>();
        for (var table : tables) {
            for (var relation : table.tree()) {
                if (!seen.add(relation.oid())) {
                    throw new Fault(ErrorCode.PARTS_INVALID, relation.name() + " alone and as a part of another");
                }
            }
        }
    }
}
