package org.safeward.engine.postgresql.dump;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names in the text of a function in SQL or PL/pgSQL: what it calls, what it reads and which types it uses.
 *
 * <p>A heuristic: the text is not parsed. It misses names inside strings (EXECUTE) and in other languages; it takes a name for a
 * table's that is only spelt like one.
 */
final class FunctionBody {
    private static final Pattern TOKEN = Pattern.compile(
            "--[^\\n]*+|/\\*.*?\\*/|'[^']*+'|\\$(\\w*)\\$.*?\\$\\1\\$|\"[^\"]*+\"|[\\p{L}_][\\p{L}\\p{N}_$]*+|::|[^\\s\\p{L}_]",
            Pattern.DOTALL);
    private static final Set<String> BEFORE_TABLES = Set.of("from", "join", "update", "only", "table");
    private static final Set<String> BEHIND_TYPES = Set.of(";", ":", "=", "[", "default", "not");

    /** What a name stands for. */
    enum Use {
        FUNCTION,
        TABLE,
        TYPE
    }

    /** @param schema empty for a bare name */
    record Mention(Use use, String schema, String name) {}

    private final List<String> tokens = new ArrayList<>();
    private boolean declaring;

    private FunctionBody(String text) {
        var found = TOKEN.matcher(text);
        while (found.find()) {
            String token = found.group();
            if (!token.startsWith("--") && !token.startsWith("/*")) {
                tokens.add(token.startsWith("\"") ? token : token.toLowerCase(Locale.ROOT));
            }
        }
    }

    static Set<Mention> mentions(String text) {
        return new FunctionBody(text).mentions();
    }

    private Set<Mention> mentions() {
        var local = new HashSet<String>();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (isName(i) && tokens.get(i + 1).equals("as") && tokens.get(i + 2).equals("(")) {
                local.add(name(i));
            }
        }
        var mentions = new HashSet<Mention>();
        for (int i = 0; i < tokens.size(); i++) {
            declaring = at(i).equals("declare") || declaring && !at(i).equals("begin");
            if (!isName(i) || at(i + 1).equals(".")) {
                continue;
            }
            boolean qualified = at(i - 1).equals(".");
            int first = qualified ? i - 2 : i;
            String schema = qualified && first >= 0 && isName(first) ? name(first) : "";
            if (!qualified || !schema.isEmpty()) {
                add(mentions, first, i, schema, local);
            }
        }
        return mentions;
    }

    private void add(Set<Mention> mentions, int first, int last, String schema, Set<String> local) {
        String before = at(first - 1);
        String behind = at(last + 1);
        String name = name(last);
        if (behind.equals("(")) {
            mentions.add(new Mention(Use.FUNCTION, schema, name));
        }
        boolean inserts = before.equals("into") && at(first - 2).equals("insert");
        if ((BEFORE_TABLES.contains(before) || inserts) && !(schema.isEmpty() && local.contains(name))) {
            mentions.add(new Mention(Use.TABLE, schema, name));
        }
        boolean declared = declaring && first > 0 && isName(first - 1) && BEHIND_TYPES.contains(behind);
        if (before.equals("::") || declared) {
            mentions.add(new Mention(Use.TYPE, schema, name));
        }
    }

    private String at(int index) {
        return index < 0 || index >= tokens.size() ? "" : tokens.get(index);
    }

    private boolean isName(int index) {
        char c = tokens.get(index).charAt(0);
        return c == '"' || c == '_' || Character.isLetter(c);
    }

    private String name(int index) {
        return tokens.get(index).replace("\"", "");
    }
}
