package org.safeward.engine.sqlite.dump;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.script.TextLiterals;

/**
 * Proof that a query answers with what an index holds, and computes nothing of it: by the query's program
 * (https://sqlite.org/opcode.html). Each register of its result has to be filled by one {@code Column} of the index's cursor, or with the
 * row id, and nothing may work on it. A program that is not understood proves nothing.
 */
final class IndexRead {
    private record Operation(String name, int p1, int p2, int p3) {
        /** The register that it fills, as far as it is one of those that read. */
        int target() {
            return switch (name) {
                case "Column" -> p3;
                case "IdxRowid", "Rowid" -> p2;
                default -> -1;
            };
        }
    }

    private IndexRead() {}

    static boolean isProven(String select, TableIndex index, Session session) {
        long root = session.number("SELECT rootpage FROM main.sqlite_schema WHERE type = 'index' AND name = "
                + TextLiterals.literal(index.name()));
        List<Operation> program = session.rows(
                "EXPLAIN " + select,
                row -> new Operation(row.getString(2), row.getInt(3), row.getInt(4), row.getInt(5)));
        Set<Integer> cursors = new HashSet<>();
        program.stream()
                .filter(op -> op.name().equals("OpenRead") && op.p2() == root)
                .forEach(op -> cursors.add(op.p1()));
        List<Operation> results =
                program.stream().filter(op -> op.name().equals("ResultRow")).toList();
        return cursors.size() == 1 && results.size() == 1 && reads(program, results.get(0), cursors);
    }

    private static boolean reads(List<Operation> program, Operation result, Set<Integer> cursors) {
        for (int register = result.p1(); register < result.p1() + result.p2(); register++) {
            int wanted = register;
            List<Operation> fills =
                    program.stream().filter(op -> op.target() == wanted).toList();
            boolean stored = fills.size() == 1
                    && (!fills.get(0).name().equals("Column")
                            || cursors.contains(fills.get(0).p1()));
            boolean changed = program.stream().anyMatch(op -> op.name().equals("Cast") && op.p1() == wanted);
            if (!stored || changed) {
                return false;
            }
        }
        return true;
    }
}
