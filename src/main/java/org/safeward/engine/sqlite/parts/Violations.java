package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
 * unless it is told to: a row that broke the same one with the same values before, by its row id or its key, is no new violation.
 *
 * <p>Asked by our own query, since SQLite's ({@code foreign_key_check}) does not name a row of a table WITHOUT ROWID, and refuses a
 * table of which one foreign key has no unique parent key. That one nobody can enforce, and it is left out.
 */
final class Violations {
    /** Not on the heap: there may be as many as there are rows. */
    private static final String BEFORE = "temp.safeward_violations";

    private final Session session;
    private final Map<ForeignKey, String> queries = new LinkedHashMap<>();

    /** Notes what is broken now. */
    Violations(List<Part> plan, Session session) {
        this.session = session;
        Set<String> named =
                plan.stream().map(part -> SqlNames.folded(part.target())).collect(Collectors.toSet());
        List<ForeignKey> touched = ForeignKey.all(session).stream()
                .filter(key -> key.touches(named))
                .toList();
        if (!touched.isEmpty()) {
            ParentKeys parents = new ParentKeys(session);
            for (ForeignKey key : touched) {
                parents.of(key).ifPresent(columns -> queries.put(key, query(key, columns, parents.table(key.child()))));
            }
        }
        session.execute("CREATE TEMP TABLE safeward_violations(child, fk, row, refers, n)");
        session.execute("CREATE INDEX temp.safeward_violations_by_row ON safeward_violations(child, fk, row, refers)");
        queries.forEach((key, query) -> session.execute("INSERT INTO " + BEFORE + " SELECT "
                + TextLiterals.literal(key.child()) + "," + key.id() + ",* FROM (" + query + ")"));
    }

    /**
     * To be called once.
     *
     * @throws Fault PARTS_VIOLATED
     */
    void requireNoNew() {
        queries.forEach((key, query) -> {
            session.checkpoint();
            session.rows(
                            "SELECT a.row, a.refers FROM (" + query + ") AS a LEFT JOIN " + BEFORE
                                    + " AS b ON b.child=" + TextLiterals.literal(key.child()) + " AND b.fk=" + key.id()
                                    + " AND b.row IS a.row AND b.refers=a.refers WHERE a.n>ifnull(b.n,0) LIMIT 1",
                            row -> RawText.shown(session.name(row, 1) + " refers to " + key.parent() + " ("
                                    + session.name(row, 2) + "), which is not there"))
                    .forEach(words -> {
                        throw new Fault(
                                ErrorCode.PARTS_VIOLATED,
                                RawText.shown("FOREIGN KEY (" + String.join(", ", key.from()) + ")"),
                                RawText.shown(key.child()),
                                words);
                    });
        });
        // A trigger on a table of the same name, made again, would become one of this.
        session.execute("DROP TABLE " + BEFORE);
    }

    /**
     * The rows that break it: by what they are called, what they refer to, and how many of them. A child's value is compared by the affinity and the
     * collation of the parent's column, as SQLite does (https://sqlite.org/foreignkeys.html): so it must have none of its own.
     *
     * @param to the parent's columns; empty when there is no such table, so that everything refers to nothing
     */
    private static String query(ForeignKey key, List<String> to, TableDeclaration child) {
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
                                " AND NOT EXISTS (SELECT 1 FROM main." + SqlNames.identifier(key.parent())
                                        + " AS p WHERE ",
                                ")"));
        return "SELECT " + row + " AS row," + refers + " AS refers,count(*) AS n FROM main." + child.identifier()
                + " AS c NOT INDEXED WHERE " + given + absent + " GROUP BY 1,2";
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
