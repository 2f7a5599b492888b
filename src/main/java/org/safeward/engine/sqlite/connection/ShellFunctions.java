package org.safeward.engine.sqlite.connection;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.Collation;
import org.sqlite.Function;
import org.sqlite.SQLiteConnection;

/**
 * What the sqlite3 shell brings along and the driver's SQLite lacks, so that a schema that uses it can be made again: REGEXP, soundex()
 * and the collation UINT as the shell has them. Its other functions (decimal, ieee754, sha3, ...) are there by name only: a CHECK or a
 * stored column over them can be declared, and comes back with what is stored; whoever computes with one gets an error.
 */
final class ShellFunctions {
    private static final int ANY_NUMBER = -1;

    /** SQLITE_INNOCUOUS: none of them has effects, so that a schema may use them that is not trusted. */
    private static final int INNOCUOUS = 0x200000;

    private static final List<String> BY_NAME = List.of(
            "decimal",
            "decimal_add",
            "decimal_cmp",
            "decimal_mul",
            "decimal_sub",
            "ieee754",
            "ieee754_exponent",
            "ieee754_from_blob",
            "ieee754_mantissa",
            "ieee754_to_blob",
            "sha3",
            "shell_escape_crnl",
            "shell_idquote",
            "shell_int32",
            "sqlar_compress",
            "sqlar_uncompress");

    private ShellFunctions() {}

    static void giveTo(SQLiteConnection connection) throws SQLException {
        create(connection, "regexp", new Regexp(false), 2);
        create(connection, "regexpi", new Regexp(true), 2);
        create(connection, "soundex", new Soundex(), 1);
        for (String name : BY_NAME) {
            create(connection, name, new Lacking(name), ANY_NUMBER);
        }
        Collation.create(connection, "uint", new UintCollation());
    }

    private static void create(SQLiteConnection connection, String name, Function function, int arguments)
            throws SQLException {
        Function.create(connection, name, function, arguments, Function.FLAG_DETERMINISTIC | INNOCUOUS);
    }

    /** {@code X REGEXP Y} is {@code regexp(Y, X)}. */
    private static final class Regexp extends Function {
        private final boolean foldCase;
        private String pattern;
        private RegularExpression expression;

        Regexp(boolean foldCase) {
            this.foldCase = foldCase;
        }

        @Override
        protected void xFunc() throws SQLException {
            String wanted = value_text(0);
            String text = value_text(1);
            if (wanted == null || text == null) {
                result();
                return;
            }
            try {
                if (!wanted.equals(pattern)) {
                    expression = RegularExpressionParser.parse(wanted, foldCase);
                    pattern = wanted;
                }
                result(expression.matches(text) ? 1 : 0);
            } catch (IllegalArgumentException e) {
                error(e.getMessage());
            }
        }
    }

    /** As https://sqlite.org/lang_corefunc.html#soundex says: {@code ?000} where no ASCII letter is. */
    private static final class Soundex extends Function {
        private static final String CODES = "01230120022455012623010202";

        private static boolean isLetter(int c) {
            return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }

        @Override
        protected void xFunc() throws SQLException {
            String text = value_text(0);
            StringBuilder code = new StringBuilder();
            char before = 0;
            for (byte b : (text == null ? "" : text).getBytes(StandardCharsets.UTF_8)) {
                if (!code.isEmpty() || isLetter(b)) {
                    // Of bytes that are no ASCII the shell looks at the lower bits, except at the beginning.
                    int low = b & 0x7f;
                    char digit = isLetter(low) ? CODES.charAt((low | 0x20) - 'a') : '0';
                    if (code.isEmpty()) {
                        code.append((char) (b & ~0x20));
                    } else if (digit != '0' && digit != before && code.length() < 4) {
                        code.append(digit);
                    }
                    before = digit;
                }
            }
            result(code.isEmpty() ? "?000" : (code + "000").substring(0, 4));
        }
    }

    private static final class Lacking extends Function {
        private final String name;

        Lacking(String name) {
            this.name = name;
        }

        @Override
        protected void xFunc() throws SQLException {
            error(name + "() is not computed here");
        }
    }
}
