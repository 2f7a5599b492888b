package org.safeward.schedule.cron;

import java.util.Locale;
import java.util.Optional;

/**
 * One thing that is wrong with a cron expression.
 *
 * @param part the field, or empty if it is about the expression as a whole
 * @param found the piece of the expression that is wrong
 */
public record CronProblem(Optional<CronPart> part, Kind kind, String found) {
    /** What is wrong. The names are keys of the texts. */
    public enum Kind {
        TOO_LONG,
        NICKNAME,
        FIELD_COUNT,
        EMPTY_ITEM,
        UNREADABLE,
        OUT_OF_RANGE,
        BACKWARDS,
        STEP_WITHOUT_RANGE,
        BAD_STEP,
        NEVER_FIRES
    }

    /** A sentence that names the field and what is allowed there: Chinese for a Chinese locale, else English. */
    public String text(Locale locale) {
        CronTexts texts = CronTexts.in(locale);
        String what = texts.text("problem." + kind, found);
        return part.map(p -> texts.text("problem.in", texts.text("part." + p), what, texts.text("allowed." + p)))
                .orElse(what);
    }
}
