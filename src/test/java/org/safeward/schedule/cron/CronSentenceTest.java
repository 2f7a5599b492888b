package org.safeward.schedule.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import java.util.ResourceBundle;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronSentenceTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            * * * * *           | Every minute                                          | 每分钟
            */5 * * * *         | Every 5 minutes                                       | 每5分钟
            0-59/15 * * * *     | Every 15 minutes                                      | 每15分钟
            */7 * * * *         | Every hour at minute 0, 7, 14, 21, 28, 35, 42, 49 and 56 | 每小时的第0、7、14、21、28、35、42、49和56分钟
            15 * * * *          | Every hour at minute 15                               | 每小时的第15分钟
            0 * * * *           | Every hour at minute 0                                | 每小时的第0分钟
            0 */6 * * *         | Every 6 hours                                         | 每6小时
            20 */6 * * *        | Every 6 hours, at minute 20                           | 每6小时（第20分钟）
            0 */7 * * *         | Every day at 00:00, 07:00, 14:00 and 21:00            | 每天 00:00、07:00、14:00和21:00
            0 */24 * * *        | Every day at 00:00                                    | 每天 00:00
            0 3 * * *           | Every day at 03:00                                    | 每天 03:00
            0,30 3,15 * * *     | Every day at 03:00, 03:30, 15:00 and 15:30            | 每天 03:00、03:30、15:00和15:30
            30 4 * * 1-5        | Every Monday to Friday at 04:30                       | 每周一至周五 04:30
            0 0 * * 0           | Every Sunday at 00:00                                 | 每周日 00:00
            0 0 * * 7           | Every Sunday at 00:00                                 | 每周日 00:00
            0 0 * * sat,sun     | Every Saturday and Sunday at 00:00                    | 每周六和周日 00:00
            0 2 1 * *           | On day 1 of every month at 02:00                      | 每月1日 02:00
            0 2 1,15 * *        | On day 1 and 15 of every month at 02:00               | 每月1和15日 02:00
            0 2 1 jan *         | On day 1 of January at 02:00                          | 每年1月的1日 02:00
            0 2 * jan-mar *     | Every day in January to March at 02:00                | 1月至3月的每天 02:00
            0 2 * jan,jul mon   | Every Monday in January and July at 02:00             | 1月和7月的每周一 02:00
            0 0 13 * 5          | On day 13 of every month and every Friday at 00:00    | 每月13日以及每周五 00:00
            0 0 13 6 5          | On day 13 and every Friday in June at 00:00           | 6月的13日以及每周五 00:00
            0 0 */10 * 1        | On day 1, 11, 21 and 31 of every month if it is a Monday at 00:00 | 每月1、11、21和31日（仅限周一） 00:00
            0 0 */10 2 1        | On day 1, 11, 21 and 31 of February if it is a Monday at 00:00 | 2月的1、11、21和31日（仅限周一） 00:00
            0 0 1-31 * 1        | Every day at 00:00                                    | 每天 00:00
            */15 8-18 * * 1-5   | At minute 0, 15, 30 and 45 of hour 8 to 18, every Monday to Friday | 每周一至周五，8至18点的第0、15、30和45分钟
            */10 * * * 1        | Every 10 minutes, every Monday                        | 每周一，每10分钟
            """)
    void saysWhenItIsDue(String expression, String english, String chinese) {
        CronSchedule schedule = CronSchedule.parse(expression);

        assertEquals(english, schedule.describe(Locale.UK));
        assertEquals(chinese, schedule.describe(Locale.SIMPLIFIED_CHINESE));
    }

    @Test
    void languagesOtherThanChineseGetEnglish() {
        assertEquals("Every minute", CronSchedule.parse("* * * * *").describe(Locale.FRENCH));
    }

    @Test
    void bothLanguagesHaveTheSameTextsWithTheSamePlaceholders() {
        assertEquals(placeholders(Locale.ENGLISH), placeholders(Locale.CHINESE));
        assertEquals(12, CronTexts.CHINESE.words("months").size());
        assertEquals(12, CronTexts.ENGLISH.words("months").size());
        assertEquals(7, CronTexts.CHINESE.words("weekdays").size());
        assertEquals(7, CronTexts.ENGLISH.words("weekdays").size());
    }

    private static TreeSet<String> placeholders(Locale locale) {
        ResourceBundle bundle = ResourceBundle.getBundle(
                "org.safeward.schedule.cron",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        TreeSet<String> found = new TreeSet<>();
        for (String key : bundle.keySet()) {
            StringBuilder numbers = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                numbers.append(bundle.getString(key).contains("{" + i + "}") ? i : "");
            }
            found.add(key + " " + numbers);
        }
        return found;
    }
}
