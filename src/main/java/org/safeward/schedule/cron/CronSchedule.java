package org.safeward.schedule.cron;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.schedule.cron.CronProblem.Kind;

/**
 * A cron expression that was understood. The package tells what it takes and what clock changes do to it.
 *
 * <p>Immutable; two are equal when their fields are written alike.
 */
public final class CronSchedule {
    /** Room for every value of every field; what is longer is no schedule, and its problems would fill an answer. */
    private static final int LONGEST_EXPRESSION = 500;

    private static final LocalDateTime ANY_TIME = LocalDateTime.of(2000, 1, 1, 0, 0);
    /** One cycle of the Gregorian calendar: a schedule that no such stretch of a zone holds is never due there. */
    private static final Duration CALENDAR_CYCLE = Duration.ofDays(146_097);

    private final CronCalendar calendar;

    private CronSchedule(CronCalendar calendar) {
        this.calendar = calendar;
    }

    /**
     * Reads an expression. One that never fires is read too: ask {@link #neverFires()}.
     *
     * @throws Fault {@code BAD_FIELD} with all syntax errors in English; {@link #problems} has them in the caller's language
     */
    public static CronSchedule parse(String expression) {
        List<CronProblem> problems = new ArrayList<>();
        return read(expression, problems)
                .orElseThrow(() -> new Fault(
                        ErrorCode.BAD_FIELD,
                        problems.stream()
                                .map(problem -> problem.text(Locale.ENGLISH))
                                .collect(Collectors.joining("; "))));
    }

    /** Everything that is wrong with an expression, in the order of its fields, never firing included; empty if it will do. */
    public static List<CronProblem> problems(String expression) {
        List<CronProblem> problems = new ArrayList<>();
        read(expression, problems)
                .filter(CronSchedule::neverFires)
                .ifPresent(schedule -> problems.add(ofWhole(Kind.NEVER_FIRES, schedule.toString())));
        return List.copyOf(problems);
    }

    private static Optional<CronSchedule> read(String expression, List<CronProblem> problems) {
        String trimmed = expression.strip();
        String[] words = trimmed.split("[ \\t]+");
        if (trimmed.length() > LONGEST_EXPRESSION) {
            problems.add(ofWhole(Kind.TOO_LONG, String.valueOf(LONGEST_EXPRESSION)));
        } else if (trimmed.startsWith("@")) {
            problems.add(ofWhole(Kind.NICKNAME, trimmed));
        } else if (words.length != CronPart.values().length) {
            problems.add(ofWhole(Kind.FIELD_COUNT, trimmed));
        } else {
            return readFields(words, problems);
        }
        return Optional.empty();
    }

    private static Optional<CronSchedule> readFields(String[] words, List<CronProblem> problems) {
        List<CronField> fields = new ArrayList<>();
        for (CronPart part : CronPart.values()) {
            FieldReader reader = new FieldReader(part);
            fields.add(reader.read(words[part.ordinal()]));
            problems.addAll(reader.problems());
        }
        return problems.isEmpty()
                ? Optional.of(new CronSchedule(
                        new CronCalendar(fields.get(0), fields.get(1), fields.get(2), fields.get(3), fields.get(4))))
                : Optional.empty();
    }

    private static CronProblem ofWhole(Kind kind, String found) {
        return new CronProblem(Optional.empty(), kind, found);
    }

    /** Whether there is no date that it names, in any year: 31 February, for one. */
    public boolean neverFires() {
        return calendar.from(ANY_TIME).isEmpty();
    }

    /**
     * When it is due next, strictly after the moment, in the moment's zone. Empty if it never is: because no date fits, or because
     * real time in that zone always leaves out the times it names.
     */
    public Optional<ZonedDateTime> nextAfter(ZonedDateTime moment) {
        ZoneRules rules = moment.getZone().getRules();
        Optional<Instant> next = calendar.hours().startsWithStar()
                ? nextInRealTime(moment.toInstant(), rules)
                : nextOfLocalDay(moment.toInstant(), rules);
        return next.map(instant -> instant.atZone(moment.getZone()));
    }

    private Optional<Instant> nextOfLocalDay(Instant moment, ZoneRules rules) {
        Optional<LocalDateTime> local =
                calendar.from(wholeMinute(LocalDateTime.ofInstant(moment, rules.getOffset(moment))));
        // Times in the second pass of an overlap, or in a gap that has just ended, were due before the moment: go past
        // them.
        while (local.isPresent()) {
            Instant due = firstOccurrence(local.get(), rules);
            if (due.isAfter(moment)) {
                return Optional.of(due);
            }
            local = calendar.from(local.get().plusMinutes(1));
        }
        return Optional.empty();
    }

    private static Instant firstOccurrence(LocalDateTime local, ZoneRules rules) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant();
        }
        // In an overlap ZoneRules gives the offset before it, which is the first pass.
        return local.toInstant(rules.getOffset(local));
    }

    private Optional<Instant> nextInRealTime(Instant moment, ZoneRules rules) {
        Instant stretch = moment;
        ZoneOffset offset = rules.getOffset(moment);
        LocalDateTime earliest =
                wholeMinute(LocalDateTime.ofInstant(moment, offset)).plusMinutes(1);
        Instant giveUp = moment.plus(CALENDAR_CYCLE);
        // Between two clock changes local time and real time run alike: search one such stretch after the other.
        while (stretch.isBefore(giveUp)) {
            Optional<Instant> due = calendar.from(earliest).map(atOffset(offset));
            ZoneOffsetTransition change = rules.nextTransition(stretch);
            if (due.isEmpty() || change == null || due.get().isBefore(change.getInstant())) {
                return due;
            }
            stretch = change.getInstant();
            offset = change.getOffsetAfter();
            earliest = wholeMinuteFrom(change.getDateTimeAfter());
        }
        return Optional.empty();
    }

    private static Function<LocalDateTime, Instant> atOffset(ZoneOffset offset) {
        return local -> local.toInstant(offset);
    }

    private static LocalDateTime wholeMinute(LocalDateTime local) {
        return local.truncatedTo(ChronoUnit.MINUTES);
    }

    private static LocalDateTime wholeMinuteFrom(LocalDateTime local) {
        LocalDateTime minute = wholeMinute(local);
        return minute.equals(local) ? minute : minute.plusMinutes(1);
    }

    /** A sentence that says when it is due: Chinese for a Chinese locale, else English. */
    public String describe(Locale locale) {
        return new CronSentence(calendar, CronTexts.in(locale)).say();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronSchedule schedule && calendar.equals(schedule.calendar);
    }

    @Override
    public int hashCode() {
        return calendar.hashCode();
    }

    /** The expression, its fields separated by one space. */
    @Override
    public String toString() {
        return String.join(
                " ",
                calendar.minutes().text(),
                calendar.hours().text(),
                calendar.days().text(),
                calendar.months().text(),
                calendar.weekdays().text());
    }
}
