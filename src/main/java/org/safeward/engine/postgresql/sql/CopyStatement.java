package org.safeward.engine.postgresql.sql;

import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Writes a {@code COPY ... FROM stdin} anew from its table, columns and options. The driver sends it by the simple protocol, which runs
 * whatever stands in the text, so that the text of a script never goes that way.
 */
public final class CopyStatement {
    private final ScriptStatement statement;
    private final SqlTokens tokens;
    private final StringJoiner options = new StringJoiner(", ", " WITH (", ")").setEmptyValue("");
    private boolean saysEncoding;

    private CopyStatement(ScriptStatement statement) {
        this.statement = statement;
        this.tokens = statement.tokens();
    }

    /** @throws Fault SCRIPT_FAILED for what is no COPY of rows as text, and for one with a WHERE */
    public static String rewritten(ScriptStatement statement) {
        return rewritten(statement, Optional.empty());
    }

    /** @param encoding of the rows, unless the statement says it itself; empty for the session's */
    public static String rewritten(ScriptStatement statement, Optional<String> encoding) {
        return new CopyStatement(statement).sql(encoding);
    }

    private String sql(Optional<String> encoding) {
        require(tokens.accept("copy"));
        String table = name();
        String columns = tokens.acceptSymbol('(') ? " (" + names(")") + ")" : "";
        require(tokens.accept("from", "stdin"));
        if (tokens.accept("using", "delimiters")) {
            option("delimiter", string());
        }
        tokens.accept("with");
        if (tokens.acceptSymbol('(')) {
            listed();
        } else {
            old();
        }
        require(!tokens.next());
        if (!saysEncoding) {
            encoding.ifPresent(name -> option("encoding", TableName.literal(name)));
        }
        return "COPY " + table + columns + " FROM STDIN" + options;
    }

    private String name() {
        var parts = new StringJoiner(".");
        do {
            parts.add(identifier());
        } while (tokens.acceptSymbol('.'));
        return parts.toString();
    }

    private String names(String end) {
        var names = new StringJoiner(", ");
        do {
            names.add(identifier());
        } while (tokens.acceptSymbol(','));
        require(end.isEmpty() || tokens.acceptSymbol(end.charAt(0)));
        return names.toString();
    }

    private String identifier() {
        require(tokens.next() && tokens.isIdentifier());
        return TableName.quote(tokens.text());
    }

    /** As it has been since PostgreSQL 9.0: {@code (FORMAT csv, FORCE_NULL (a, b), ...)}. */
    private void listed() {
        do {
            require(tokens.next() && tokens.isIdentifier());
            String option = TableName.quote(tokens.text());
            if (tokens.acceptSymbol('(')) {
                option(option, "(" + names(")") + ")");
            } else if (tokens.acceptSymbol('*')) {
                option(option, "*");
            } else {
                option(option, value());
            }
        } while (tokens.acceptSymbol(','));
        require(tokens.acceptSymbol(')'));
    }

    /** Empty when the option stands alone. */
    private String value() {
        if (tokens.nextIsSymbol(',') || tokens.nextIsSymbol(')')) {
            return "";
        }
        require(tokens.next() && tokens.kind() != SqlTokens.Kind.SYMBOL);
        boolean number = tokens.kind() == SqlTokens.Kind.WORD && tokens.text().matches("\\d+");
        return number ? tokens.text() : TableName.literal(tokens.text());
    }

    /** As older scripts have it: {@code WITH DELIMITER AS '|' CSV HEADER FORCE NOT NULL a, b}. */
    private void old() {
        var known = List.of("delimiter", "null", "quote", "escape", "encoding");
        while (true) {
            if (tokens.accept("csv")) {
                option("format", "'csv'");
            } else if (tokens.accept("header") || tokens.accept("freeze")) {
                option(tokens.text(), "");
            } else if (tokens.accept("force", "not", "null")) {
                forced("force_not_null");
            } else if (tokens.accept("force", "null")) {
                forced("force_null");
            } else {
                var option = known.stream().filter(word -> tokens.accept(word)).findFirst();
                if (option.isEmpty()) {
                    return;
                }
                tokens.accept("as");
                option(option.get(), string());
            }
        }
    }

    private void forced(String option) {
        option(option, tokens.acceptSymbol('*') ? "*" : "(" + names("") + ")");
    }

    private String string() {
        require(tokens.next() && tokens.kind() == SqlTokens.Kind.STRING);
        return TableName.literal(tokens.text());
    }

    private void option(String name, String value) {
        saysEncoding |= name.replace("\"", "").equals("encoding");
        options.add(value.isEmpty() ? name : name + " " + value);
    }

    private void require(boolean condition) {
        if (!condition) {
            throw new Fault(
                    ErrorCode.SCRIPT_FAILED,
                    statement.number(),
                    "this COPY is not understood (line " + statement.line() + ": " + statement.excerpt() + ")");
        }
    }
}
