package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** Which table of the backup goes where, and whether it can. */
final class PartsPlan {
    private static final Pattern ENDING = Pattern.compile("[A-Za-z0-9_]{1,30}");

    private PartsPlan() {}

    /**
     * What can be said of the names alone.
     *
     * @throws Fault PARTS_INVALID
     */
    static void requireValid(Destination.Parts parts) {
        if (parts.tables().isEmpty()) {
            throw new Fault(ErrorCode.PARTS_INVALID, "tables is empty");
        }
        Set<String> seen = new HashSet<>();
        for (String table : parts.tables()) {
            if (!seen.add(SqlNames.folded(table))) {
                throw new Fault(ErrorCode.PARTS_INVALID, table + " is there twice");
            }
        }
        parts.into().filter(into -> !ENDING.matcher(into).matches()).ifPresent(into -> {
            throw new Fault(ErrorCode.PARTS_INVALID, "into = " + into);
        });
    }

    /** @throws Fault PARTS_INVALID, PARTS_UNKNOWN, PARTS_IMPOSSIBLE, PARTS_DIFFER, PARTS_TAKEN */
    static List<Part> of(Map<String, TableDeclaration> staged, Session live, Destination.Parts parts) {
        requireValid(parts);
        LiveDamage.requireOwnPages(live);
        Map<String, TableDeclaration> liveTables = TableDeclaration.all(live);
        Set<String> taken = namesOf(live);
        List<Part> plan = new ArrayList<>();
        for (String table : parts.tables()) {
            TableDeclaration backedUp = backedUp(table, staged);
            plan.add(
                    parts.into().isPresent()
                            ? copy(backedUp, parts.into().get(), taken)
                            : replacement(backedUp, liveTables));
        }
        return plan;
    }

    /** A manifest has names as they are shown to people. */
    static Optional<TableDeclaration> find(String table, Map<String, TableDeclaration> tables) {
        String wanted = SqlNames.folded(table);
        List<TableDeclaration> found = tables.values().stream()
                .filter(candidate ->
                        SqlNames.folded(RawText.shown(candidate.name())).equals(wanted))
                .toList();
        if (found.size() > 1) {
            throw new Fault(ErrorCode.PARTS_INVALID, table + " may be one of several tables");
        }
        return found.stream().findFirst();
    }

    /** @throws Fault PARTS_UNKNOWN, PARTS_IMPOSSIBLE */
    static TableDeclaration backedUp(String table, Map<String, TableDeclaration> staged) {
        TableDeclaration found = find(table, staged)
                .filter(candidate -> !SqlNames.isInternal(candidate.name())
                        && !candidate.type().equals("view"))
                .orElseThrow(() -> new Fault(ErrorCode.PARTS_UNKNOWN, table));
        if (!found.isOrdinary()) {
            throw PartsImpossible.of(whyNot(found), table);
        }
        return found;
    }

    /** Of a table that is no ordinary one; its argument is the table. */
    static ReasonCode whyNot(TableDeclaration other) {
        return switch (other.type()) {
            case "shadow" -> ReasonCode.WHY_SHADOW_TABLE;
            case "virtual" -> ReasonCode.WHY_VIRTUAL_TABLE;
            case "view" -> ReasonCode.WHY_VIEW;
            default -> ReasonCode.WHY_UNREADABLE_TABLE;
        };
    }

    private static Part replacement(TableDeclaration backedUp, Map<String, TableDeclaration> live) {
        String shown = RawText.shown(backedUp.name());
        TableDeclaration there = live.get(SqlNames.folded(backedUp.name()));
        if (there == null) {
            throw new Fault(ErrorCode.PARTS_DIFFER, shown, Reason.of(ReasonCode.WHY_NO_SUCH_TABLE));
        }
        List<Reason> differences = there.isOrdinary()
                ? TableDifferences.between(backedUp, there)
                : List.of(Reason.of(whyNot(there), shown));
        Reason.all(differences).ifPresent(how -> {
            throw new Fault(ErrorCode.PARTS_DIFFER, shown, how);
        });
        return new Part(backedUp, Optional.of(there), there.name());
    }

    private static Part copy(TableDeclaration backedUp, String into, Set<String> taken) {
        String target = backedUp.name() + into;
        requireFree(target, taken);
        return new Part(backedUp, Optional.empty(), target);
    }

    /** @throws Fault PARTS_TAKEN, PARTS_INVALID */
    static void requireFree(String target, Set<String> taken) {
        if (SqlNames.isInternal(target)) {
            throw new Fault(ErrorCode.PARTS_INVALID, RawText.shown(target) + " is a name of SQLite's own");
        }
        if (taken.contains(SqlNames.folded(target))) {
            throw new Fault(ErrorCode.PARTS_TAKEN, RawText.shown(target));
        }
    }

    /** All names of tables, views, indexes and triggers, as SQLite compares them. */
    static Set<String> namesOf(Session session) {
        return new HashSet<>(
                session.rows("SELECT name FROM main.sqlite_schema", row -> SqlNames.folded(session.name(row, 1))));
    }
}
