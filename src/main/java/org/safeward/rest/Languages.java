package org.safeward.rest;

import java.util.Locale;
import org.safeward.fault.Messages;

/** Which of our languages a request prefers. */
final class Languages {
    /** Longer ones are nobody's wish, and the JDK takes a time that grows with the square of their number. */
    private static final int MOST_CHARACTERS = 1000;

    private Languages() {}

    /** @param accepted the header {@code Accept-Language}, null when there is none */
    static Messages preferred(String accepted, Messages otherwise) {
        if (accepted == null || accepted.length() > MOST_CHARACTERS) {
            return otherwise;
        }
        try {
            for (Locale.LanguageRange range : Locale.LanguageRange.parse(accepted)) {
                String language = range.getRange().split("-", 2)[0];
                for (Messages messages : Messages.values()) {
                    if (range.getWeight() > 0 && messages.locale().getLanguage().equals(language)) {
                        return messages;
                    }
                }
            }
            return otherwise;
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            return otherwise;
        }
    }
}
