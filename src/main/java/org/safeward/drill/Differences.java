package org.safeward.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.ContentComparison.State;

/**
 * What of a restored content is not what was backed up.
 *
 * @param schemaCounts whether another text of the schema is a difference
 */
record Differences(ContentComparison compared, boolean schemaCounts) {
    private static final int SHOWN = 10;
    static final String SCHEMA = "schema";

    boolean any() {
        return !words().isEmpty();
    }

    /** The first of them, by table, as messages have them: names and numbers. */
    String text() {
        List<String> words = words();
        String more = words.size() > SHOWN ? ", +" + (words.size() - SHOWN) : "";
        return String.join(", ", words.subList(0, Math.min(SHOWN, words.size()))) + more;
    }

    private List<String> words() {
        List<String> words = new ArrayList<>();
        compared.contradicting().forEach(table -> words.add(word(table)));
        for (Map.Entry<String, State> other : compared.others().entrySet()) {
            boolean counts = schemaCounts || !other.getKey().equals(SCHEMA);
            if (other.getValue() != State.SAME && counts) {
                words.add(other.getKey() + " (" + other.getValue().name().toLowerCase(java.util.Locale.ROOT) + ")");
            }
        }
        return words;
    }

    private static String word(ContentComparison.Table table) {
        return switch (table.state()) {
            case MISSING -> table.name() + " (missing)";
            case ADDED -> table.name() + " (added)";
            case CHANGED -> table.name() + " (changed)";
            default -> table.name() + " (" + table.before() + " -> " + table.after() + ")";
        };
    }
}
