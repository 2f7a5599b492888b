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
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * A full-text index over the rows of another table ({@code content=}, https://sqlite.org/fts5.html#external_content_tables), which the
 * application keeps in step by triggers: these did not run.
 */
final class StaleIndex {
    private StaleIndex() {}

    static List<Warning> warnings(List<Part> plan, Session session) {
        Set<String> named = plan.stream()
                .filter(part -> part.live().isPresent())
                .map(part -> SqlNames.folded(part.target()))
                .collect(Collectors.toSet());
        return Schema.of(session).objects().stream()
                .filter(SchemaObject::virtual)
                .filter(index -> named.contains(SqlNames.folded(content(index.sql()))))
                .map(index -> Warning.of(
                        WarningCode.FULLTEXT_STALE, RawText.shown(index.name()), RawText.shown(content(index.sql()))))
                .toList();
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
