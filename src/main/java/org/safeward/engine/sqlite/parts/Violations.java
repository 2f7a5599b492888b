package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Rows that break a foreign key from or to a named table. A database may have some already, since SQLite does not enforce foreign keys
 * unless it is told to: a row that broke the same one with the same values before, by its row id or its key, is no new violation. Nor is
 * one that did so in the backup: it comes back as it was, else what was replaced by other rows could not be brought back by an undo.
 *
 * <p>Asked by our own query, since SQLite's ({@code foreign_key_check}) does not name a row of a table WITHOUT ROWID, and refuses a
 * table of which one foreign key has no unique parent key. That one nobody can enforce, and it is left out.
 */
final class Violations {
    /** Not on the heap: there may be as many as there are rows. */
    private static final String BEFORE = "temp.safeward_violations";

    private final Session session;
    private final Map<String, TableDeclaration> staged;
    private final Map<ForeignKey, String> queries = new LinkedHashMap<>();
    private final Map<ForeignKey, String> inBackup = new HashMap<>();

    /**
     * Notes what is broken now.
     *
     * @param staged the tables of the backup
     */
    Violations(List<Part> plan, Map<String, TableDeclaration> staged, Session session) {
        this.session = session;
        this.staged = staged;
        Set<String> named =
                plan.stream().map(part -> SqlNames.folded(part.target())).collect(Collectors.toSet());
        List<ForeignKey> touched = ForeignKey.all(session).stream()
                .filter(key -> key.touches(named))
                .toList();
        if (!touched.isEmpty()) {
            ParentKeys parents = new ParentKeys(session);
            List<ForeignKey> backedUp = ForeignKey.all(Part.STAGED, session);
            for (ForeignKey key : touched) {
                TableDeclaration child = parents.table(key.child());
                parents.of(key).ifPresent(columns -> {
                    queries.put(key, query("main", key, columns, child));
                    if (backedUp.stream().anyMatch(key::isSame)) {
                        queryOfBackup(key, child).ifPresent(query -> inBackup.put(key, query));
                    }
                });
            }
        }
        session.execute("CREATE TEMP TABLE safeward_violations(child, fk, row, refers, n)");
        session.execute("CREATE INDEX temp.safeward_violations_by_row ON safeward_violations(child, fk, row, refers)");
        queries.forEach(this::note);
    }

    private void note(ForeignKey key, String query) {
        session.execute("INSERT INTO " + BEFORE + " SELECT " + TextLiterals.literal(key.child()) + "," + key.id()
                + ",* FROM (" + query + ")");
    }

    /** Empty when the backup calls its rows otherwise, or its parent has other columns. */
    private Optional<String> queryOfBackup(ForeignKey key, TableDeclaration live) {
        TableDeclaration child = staged.get(SqlNames.folded(key.child()));
        if (!child.isOrdinary() || !named(child).equals(named(live))) {
            return Optional.empty();
        }
        TableDeclaration parent = staged.get(SqlNames.folded(key.parent()));
        if (parent == null) {
            return Optional.of(query(Part.STAGED, key, List.of(), child));
        }
        Set<String> there = parent.columns().stream()
                .map(column -> SqlNames.folded(column.column().name()))
                .collect(Collectors.toSet());
        List<String> to = key.to().isEmpty()
                ? parent.key().stream().map(column -> column.column().name()).toList()
                : key.to();
        boolean fits = to.size() == key.from().size()
                && to.stream().map(SqlNames::folded).allMatch(there::contains);
        return fits ? Optional.of(query(Part.STAGED, key, to, child)) : Optional.empty();
    }

    /**
     * To be called once.
     *
     * @throws Fault PARTS_VIOLATED
     */
    void requireNoNew() {
        queries.forEach((key, query) -> {
            session.checkpoint();
            List<String> found = found(key, query);
            if (!found.isEmpty() && inBackup.containsKey(key)) {
                // Only now, since it reads as much again.
                note(key, inBackup.get(key));
                found = found(key, query);
            }
            if (!found.isEmpty()) {
                throw new Fault(
                        ErrorCode.PARTS_VIOLATED,
                        RawText.shown("FOREIGN KEY (" + String.join(", ", key.from()) + ")"),
                        RawText.shown(key.child()),
                        found.get(0));
            }
        });
        // A trigger on a table of the same name, made again, would become one of this.
        session.execute("DROP TABLE " + BEFORE);
    }

    /** One row, in words, that breaks it and was not noted; empty when there is none. */
    private List<String> found(ForeignKey key, String query) {
        return session.rows(
                "SELECT a.row, a.refers FROM (" + query + ") AS a WHERE a.n>ifnull((SELECT max(b.n) FROM " + BEFORE
                        + " AS b WHERE b.child=" + TextLiterals.literal(key.child()) + " AND b.fk=" + key.id()
                        + " AND b.row IS a.row AND b.refers=a.refers),0) LIMIT 1",
                row -> RawText.shown(session.name(row, 1) + " refers to " + key.parent() + " (" + session.name(row, 2)
                        + "), which is not there"));
    }

    /**
     * The rows that break it: by what they are called, what they refer to, and how many of them. A child's value is compared by the affinity and the
     * collation of the parent's column, as SQLite does (https://sqlite.org/foreignkeys.html): so it must have none of its own.
     *
     * @param schema where they are: {@code main}, {@code staged}
     * @param to the parent's columns; empty when there is no such table, so that everything refers to nothing
     */
    private static String query(String schema, ForeignKey key, List<String> to, TableDeclaration child) {
        List<String> from = key.from().stream()
                .map(column -> "c." + SqlNames.identifier(column))
                .toList();
        String row = joined(named(child));
        String refers =
                joined(from.stream().map(column -> "quote(" + column + ")").toList());
        String given = from.stream().map(column -> column + " IS NOT NULL").collect(Collectors.joining(" AND "));
        String absent = to.isEmpty()
                ? ""
                : IntStream.range(0, to.size())
                        .mapToObj(i -> "p." + SqlNames.identifier(to.get(i)) + "=+" + from.get(i))
                        .collect(Collectors.joining(
                                " AND ",
                                " AND NOT EXISTS (SELECT 1 FROM " + schema + "." + SqlNames.identifier(key.parent())
                                        + " AS p WHERE ",
                                ")"));
        return "SELECT " + row + " AS row," + refers + " AS refers,count(*) AS n FROM " + schema + "."
                + child.identifier() + " AS c NOT INDEXED WHERE " + given + absent + " GROUP BY 1,2";
    }

    /** Expressions for what tells a row from others, with its name. */
    private static List<String> named(TableDeclaration child) {
        TableShape shape = child.shape().orElseThrow();
        List<String> columns = new ArrayList<>();
        if (child.withoutRowid()) {
            child.key().forEach(column -> columns.add(column.column().name()));
        } else {
            shape.alias().map(Column::name).or(shape::rowid).ifPresent(columns::add);
        }
        return columns.isEmpty()
                ? List.of("'a row'")
                : columns.stream()
                        .map(column ->
                                TextLiterals.literal(column + "=") + "||quote(c." + SqlNames.identifier(column) + ")")
                        .toList();
    }

    private static String joined(List<String> expressions) {
        return "(" + String.join("||', '||", expressions) + ")";
    }
}
