package org.safeward.engine.sqlite.script;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Tells whether a semicolon ends a statement. All do, except those inside {@code CREATE TRIGGER}, which ends only at a semicolon
 * after the word END that itself stands after a semicolon.
 */
final class TriggerBody {
    private enum State {
        /** Nothing but EXPLAIN and its words so far. */
        START,
        /** After CREATE, or CREATE TEMP. */
        CREATE,
        /** A statement that is no CREATE TRIGGER. */
        PLAIN,
        /** In a trigger. */
        TRIGGER,
        /** In a trigger, after a semicolon. */
        TRIGGER_SEMICOLON,
        /** In a trigger, after a semicolon and END. */
        TRIGGER_END
    }

    private State state = State.START;
    private boolean explain;

    void begin() {
        state = State.START;
        explain = false;
    }

    /** A word of {@code length} bytes; long ones are no keywords. */
    void word(byte[] bytes, int start, int length) {
        if (state == State.PLAIN) {
            return;
        }
        String word = length > 9
                ? ""
                : new String(bytes, start, length, StandardCharsets.ISO_8859_1).toUpperCase(Locale.ROOT);
        state = switch (state) {
            case START -> afterStart(word);
            case CREATE ->
                switch (word) {
                    case "TEMP", "TEMPORARY" -> State.CREATE;
                    case "TRIGGER" -> State.TRIGGER;
                    default -> State.PLAIN;
                };
            case TRIGGER_SEMICOLON -> word.equals("END") ? State.TRIGGER_END : State.TRIGGER;
            default -> State.TRIGGER;
        };
    }

    private State afterStart(String word) {
        if (word.equals("EXPLAIN")) {
            explain = true;
            return State.START;
        }
        if (explain && (word.equals("QUERY") || word.equals("PLAN"))) {
            return State.START;
        }
        return word.equals("CREATE") ? State.CREATE : State.PLAIN;
    }

    /** Anything that is neither word, space nor semicolon. */
    void other() {
        state = switch (state) {
            case START, CREATE, PLAIN -> State.PLAIN;
            default -> State.TRIGGER;
        };
    }

    /** Whether it is known that this statement is no trigger, so that nothing up to its semicolon matters. */
    boolean isNone() {
        return state == State.PLAIN;
    }

    boolean endsAtSemicolon() {
        if (state == State.TRIGGER || state == State.TRIGGER_SEMICOLON) {
            state = State.TRIGGER_SEMICOLON;
            return false;
        }
        return true;
    }
}
