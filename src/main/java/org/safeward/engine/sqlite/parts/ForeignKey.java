package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.SqlNames;

/**
 * A foreign key as SQLite's catalog has it, which knows no name of it.
 *
 * @param id its number in its table
 * @param parent need not exist
 * @param from its columns
 * @param to those of the parent; empty when it is the primary key
 */
record ForeignKey(String child, int id, String parent, List<String> from, List<String> to) {

    /** Of all tables. */
    static List<ForeignKey> all(Session session) {
        return all("main", session);
    }

    /** @param schema as SQLite calls it on this connection: {@code main}, ... */
    static List<ForeignKey> all(String schema, Session session) {
        Map<String, ForeignKey> keys = new LinkedHashMap<>();
        session.rows(
                "SELECT t.name, f.id, f.\"table\", f.\"from\", f.\"to\" FROM pragma_table_list AS t,"
                        + " pragma_foreign_key_list(t.name, '" + schema + "') AS f"
                        + " WHERE t.schema = '" + schema
                        + "' AND t.type IN ('table', 'shadow') ORDER BY t.name, f.id, f.seq",
                row -> {
                    String child = session.name(row, 1);
                    int id = row.getInt(2);
                    String parent = session.name(row, 3);
                    ForeignKey found = keys.computeIfAbsent(
                            id + " " + child,
                            key -> new ForeignKey(child, id, parent, new ArrayList<>(), new ArrayList<>()));
                    found.from().add(session.name(row, 4));
                    String to = session.name(row, 5);
                    return to == null || found.to().add(to);
                });
        return List.copyOf(keys.values());
    }

    /** Whether it says the same, wherever it stands among the others of its table. */
    boolean isSame(ForeignKey other) {
        return SqlNames.folded(child).equals(SqlNames.folded(other.child))
                && SqlNames.folded(parent).equals(SqlNames.folded(other.parent))
                && folded(from).equals(folded(other.from))
                && folded(to).equals(folded(other.to));
    }

    private static List<String> folded(List<String> names) {
        return names.stream().map(SqlNames::folded).toList();
    }

    /** @param tables by their names as SQLite compares them */
    boolean touches(Set<String> tables) {
        return tables.contains(SqlNames.folded(child)) || tables.contains(SqlNames.folded(parent));
    }
}
