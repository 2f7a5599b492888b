package org.safeward.schedule.cron;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.stream.Stream;

/** The texts of this package in one language, from {@code cron_zh.properties} and {@code cron_en.properties} beside it. */
enum CronTexts {
    CHINESE(Locale.CHINESE),
    ENGLISH(Locale.ENGLISH);

    private final Locale locale;
    private final ResourceBundle bundle;

    CronTexts(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "org.safeward.schedule.cron",
                locale,
                CronTexts.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    static CronTexts in(Locale locale) {
        return locale.getLanguage().equals("zh") ? CHINESE : ENGLISH;
    }

    String text(String key, Object... arguments) {
        // As words: MessageFormat must not put grouping marks into numbers.
        Object[] words = Stream.of(arguments).map(String::valueOf).toArray();
        return new MessageFormat(bundle.getString(key), locale).format(words);
    }

    /** A value that holds several words: the names of months and weekdays. */
    List<String> words(String key) {
        return List.of(bundle.getString(key).split(","));
    }
}
