package org.safeward.engine.sqlite.parts;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.Tokens;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * A full-text index over the rows of another table ({@code content=}, https://sqlite.org/fts5.html#external_content_tables), which the
 * application keeps in step by triggers: these did not run.
 */
final class StaleIndex {
    private static final System.Logger LOG = System.getLogger(StaleIndex.class.getName());

    private StaleIndex() {}

    static List<Warning> warnings(List<Part> plan, Session session) {
        Set<String> named = plan.stream()
                .filter(part -> part.live().isPresent())
                .map(part -> SqlNames.folded(part.target()))
                .collect(Collectors.toSet());
        return Schema.of(session).objects().stream()
                .filter(SchemaObject::virtual)
                .filter(index -> reads(content(index.sql()), named, session))
                .map(index -> Warning.of(
                        WarningCode.FULLTEXT_STALE, RawText.shown(index.name()), RawText.shown(content(index.sql()))))
                .toList();
    }

    /**
     * A view by what SQLite would open for it, as EXPLAIN tells. One that cannot be read has no index that anybody could use.
     *
     * @param content a table or view; may be empty, and need not exist
     */
    private static boolean reads(String content, Set<String> tables, Session session) {
        if (content.isEmpty() || tables.contains(SqlNames.folded(content))) {
            return !content.isEmpty();
        }
        try {
            return session
                    .rows(
                            "EXPLAIN SELECT * FROM main." + SqlNames.identifier(content),
                            row -> row.getString(2).equals("OpenRead") ? row.getLong(4) : 0)
                    .stream()
                    .filter(page -> page > 0)
                    .distinct()
                    .flatMap(page -> session
                            .rows(
                                    "SELECT tbl_name FROM main.sqlite_schema WHERE rootpage=" + page,
                                    row -> SqlNames.folded(session.name(row, 1)))
                            .stream())
                    .anyMatch(tables::contains);
        } catch (Fault e) {
            LOG.log(System.Logger.Level.INFO, RawText.shown(content) + " cannot be read", e);
            return false;
        }
    }

    /** The table whose rows it indexes, empty for all other virtual tables. */
    private static String content(String sql) {
        Tokens tokens = new Tokens(RawText.bytes(sql));
        boolean option = false;
        boolean equals = false;
        while (tokens.next() != Tokens.Kind.END) {
            if (equals && !tokens.isSymbol(',')) {
                return tokens.name();
            }
            equals = option && tokens.isSymbol('=');
            option = tokens.keyword().equals("CONTENT");
        }
        return "";
    }
}
