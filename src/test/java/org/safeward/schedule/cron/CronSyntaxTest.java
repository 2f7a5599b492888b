package org.safeward.schedule.cron;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.schedule.cron.CronProblem.Kind;

class CronSyntaxTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            60 0 * * *       | MINUTE       | OUT_OF_RANGE
            -1 0 * * *       | MINUTE       | UNREADABLE
            5/15 0 * * *     | MINUTE       | STEP_WITHOUT_RANGE
            */0 0 * * *      | MINUTE       | BAD_STEP
            */x 0 * * *      | MINUTE       | BAD_STEP
            */ 0 * * *       | MINUTE       | UNREADABLE
            1,,2 0 * * *     | MINUTE       | EMPTY_ITEM
            1, 0 * * *       | MINUTE       | EMPTY_ITEM
            *5 0 * * *       | MINUTE       | UNREADABLE
            1-5-9 0 * * *    | MINUTE       | UNREADABLE
            mon 0 * * *      | MINUTE       | UNREADABLE
            9999999999 0 * * * | MINUTE     | UNREADABLE
            0 24 * * *       | HOUR         | OUT_OF_RANGE
            0 22-2 * * *     | HOUR         | BACKWARDS
            0 5-64/30 * * *  | HOUR         | OUT_OF_RANGE
            0 0 0 * *        | DAY_OF_MONTH | OUT_OF_RANGE
            0 0 32 * *       | DAY_OF_MONTH | OUT_OF_RANGE
            0 0 L * *        | DAY_OF_MONTH | UNREADABLE
            0 0 ? * *        | DAY_OF_MONTH | UNREADABLE
            0 0 1W * *       | DAY_OF_MONTH | UNREADABLE
            0 0 * 0 *        | MONTH        | OUT_OF_RANGE
            0 0 * 13 *       | MONTH        | OUT_OF_RANGE
            0 0 * january *  | MONTH        | UNREADABLE
            0 0 * * 8        | DAY_OF_WEEK  | OUT_OF_RANGE
            0 0 * * fri-sun  | DAY_OF_WEEK  | BACKWARDS
            0 0 * * 1#2      | DAY_OF_WEEK  | UNREADABLE
            0 0 * * ١        | DAY_OF_WEEK  | UNREADABLE
            """)
    void refusesAndNamesTheField(String expression, CronPart part, Kind kind) {
        CronProblem problem = CronSchedule.problems(expression).get(0);

        assertEquals(Optional.of(part), problem.part());
        assertEquals(kind, problem.kind());
        assertEquals(1, CronSchedule.problems(expression).size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "* * * *", "0 * * * * *", "0 0 3 * * ? 2030", "0,\u00a00 * * *"})
    void refusesWhatHasNotFiveFields(String expression) {
        assertEquals(
                List.of(Kind.FIELD_COUNT),
                CronSchedule.problems(expression).stream()
                        .map(CronProblem::kind)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"@daily", "@hourly", "@reboot", "@every 5m", " @weekly"})
    void refusesNicknamesAndSaysWhatToWrite(String expression) {
        List<CronProblem> problems = CronSchedule.problems(expression);

        assertEquals(1, problems.size());
        assertEquals(Kind.NICKNAME, problems.get(0).kind());
        assertTrue(problems.get(0).text(Locale.ENGLISH).contains("0 0 * * * (daily)"));
    }

    @Test
    void takesEveryValueWrittenOutAndRefusesWhatIsLonger() {
        String all = Stream.of(CronPart.values())
                .map(part -> IntStream.rangeClosed(part.low(), part.high())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(",")))
                .collect(Collectors.joining(" "));

        assertEquals(List.of(), CronSchedule.problems(all));
        assertEquals(
                "a cron expression has at most 500 characters",
                CronSchedule.problems("x,".repeat(300)).get(0).text(Locale.ENGLISH));
    }

    @Test
    void everyProblemHasATextInBothLanguages() {
        for (Kind kind : Kind.values()) {
            CronProblem problem = new CronProblem(Optional.of(CronPart.HOUR), kind, "7x7");
            assertFalse(problem.text(Locale.CHINESE).contains("{"));
            assertFalse(problem.text(Locale.ENGLISH).contains("{"));
        }
    }

    @Test
    void namesAllWrongFieldsAtOnceInBothLanguages() {
        List<CronProblem> problems = CronSchedule.problems("60 24,5/2 32 13 8");

        assertEquals(
                """
                minute: "60" is out of range; allowed: 0-59, *, ranges (10-20), lists (0,30), steps (*/15)
                hour: "24" is out of range; allowed: 0-23, *, ranges (8-18), lists (3,15), steps (*/6)
                hour: "5/2" has a step without a range; allowed: 0-23, *, ranges (8-18), lists (3,15), steps (*/6)
                day of month: "32" is out of range; allowed: 1-31, *, ranges (1-7), lists (1,15), steps (*/2)
                month: "13" is out of range; allowed: 1-12 or JAN-DEC, *, ranges (1-6), lists (1,7), steps (*/3)
                day of week: "8" is out of range; allowed: 0-7 (0 and 7 are Sunday) or SUN-SAT, *, ranges (1-5), lists (1,4), steps (*/2)""",
                String.join(
                        "\n",
                        problems.stream()
                                .map(problem -> problem.text(Locale.ENGLISH))
                                .toList()));
        assertEquals(
                "分：“60”超出范围；允许：0-59、*、范围（10-20）、列表（0,30）、步长（*/15）",
                problems.get(0).text(Locale.CHINA));
    }

    @Test
    void parsingAWrongExpressionIsAFaultWithAllOfIt() {
        Fault fault = assertThrows(Fault.class, () -> CronSchedule.parse("60 24 * * *"));

        assertEquals(ErrorCode.BAD_FIELD, fault.code());
        assertTrue(fault.getMessage().contains("minute: \"60\""), fault.getMessage());
        assertTrue(fault.getMessage().contains("hour: \"24\""), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 31 2 *", "* * 30-31 feb *", "0 0 31 4,6,9,11 */7", "0 0 31 2 */2"})
    void knowsWhatNeverFires(String expression) {
        assertTrue(CronSchedule.parse(expression).neverFires());
        assertEquals(
                List.of(Kind.NEVER_FIRES),
                CronSchedule.problems(expression).stream()
                        .map(CronProblem::kind)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 0 29 2 *",
                "0 0 29 2 1",
                "0 0 29 2 */7",
                "0 0 31 2 1",
                "0 0 31 */2 *",
                "0 0 * * 0,7",
                "*/90 */99 */40 */13 */8",
                "\t0  3 \t* * * ",
                "0 0 1 JAN,feb-Mar SUN,mon-Fri"
            })
    void takesWhatFiresAtLeastOnceInTheCalendar(String expression) {
        assertEquals(List.of(), CronSchedule.problems(expression));
        assertFalse(CronSchedule.parse(expression).neverFires());
    }

    @Test
    void equalWhenWrittenAlike() {
        CronSchedule schedule = CronSchedule.parse(" 0\t3 * *  * ");

        assertEquals("0 3 * * *", schedule.toString());
        assertEquals(CronSchedule.parse("0 3 * * *"), schedule);
        assertEquals(CronSchedule.parse("0 3 * * *").hashCode(), schedule.hashCode());
        assertNotEquals(CronSchedule.parse("0 4 * * *"), schedule);
    }
}
