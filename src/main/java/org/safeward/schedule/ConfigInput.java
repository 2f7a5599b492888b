package org.safeward.schedule;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.safeward.catalog.BackupConfig;
import org.safeward.fault.Messages;
import org.safeward.rest.json.FieldFaults;
import org.safeward.rest.json.JsonBody;
import org.safeward.schedule.cron.CronProblem;
import org.safeward.schedule.cron.CronSchedule;

/** A config as a client sends it, checked field by field; every wrong one is named at once. */
record ConfigInput(
        boolean enabled,
        String cron,
        int days,
        int most,
        boolean compress,
        Optional<String> path,
        Optional<String> zone,
        Optional<String> drills) {

    private static final int MOST_TEXT = 500;

    /**
     * @param roots the directories that a path must lie in
     * @throws org.safeward.fault.Fault BAD_FIELD naming every wrong field
     */
    static ConfigInput of(JsonBody json, List<Path> roots, Messages messages) {
        Optional<Long> enabled = json.required("backup_enabled", json.wholeNumber("backup_enabled", 0, 1));
        Optional<String> cron = json.required("backup_cron", json.text("backup_cron", MOST_TEXT));
        Optional<Long> days =
                json.required("backup_retention", json.wholeNumber("backup_retention", 1, BackupConfig.MOST_DAYS));
        Optional<Long> most =
                json.required("backup_max_count", json.wholeNumber("backup_max_count", 1, BackupConfig.MOST_COUNT));
        Optional<Long> compress = json.required("backup_compress", json.wholeNumber("backup_compress", 0, 1));
        Optional<String> path = json.text("backup_path", 4000);
        Optional<String> zone = json.text("backup_timezone", MOST_TEXT);
        Optional<ZoneId> known = zone("backup_timezone", zone.orElse(""), json.faults());
        cron.ifPresent(expression -> checkCron("backup_cron", expression, known, messages.locale(), json.faults()));
        Optional<String> drills = json.text("drill_cron", MOST_TEXT).map(String::strip);
        drills.filter(text -> !text.isEmpty() && !text.equals(BackupConfig.DRILLS_BY_SETTINGS))
                .ifPresent(expression -> checkCron("drill_cron", expression, known, messages.locale(), json.faults()));
        Optional<String> directory = path.map(text -> directory(text, roots, json.faults()));
        json.check();
        return new ConfigInput(
                enabled.orElseThrow() == 1,
                cron.orElseThrow().strip(),
                days.orElseThrow().intValue(),
                most.orElseThrow().intValue(),
                compress.orElseThrow() == 1,
                directory,
                zone,
                drills);
    }

    /** The zone of that IANA name, the server's for an empty one; notes an unknown one. */
    static Optional<ZoneId> zone(String field, String name, FieldFaults faults) {
        if (name.isEmpty()) {
            return Optional.of(ZoneId.systemDefault());
        }
        if (!ZoneId.getAvailableZoneIds().contains(name)) {
            faults.add("FIELD_TIME_ZONE", field, name);
            return Optional.empty();
        }
        return Optional.of(ZoneId.of(name));
    }

    /** Notes what is wrong with an expression, also that it would never fire, at all or in this zone. */
    static void checkCron(String field, String expression, Optional<ZoneId> zone, Locale locale, FieldFaults faults) {
        List<CronProblem> problems = CronSchedule.problems(expression);
        problems.forEach(problem -> faults.addText(field + ": " + problem.text(locale)));
        boolean never = problems.isEmpty()
                && zone.isPresent()
                && CronSchedule.parse(expression)
                        .nextAfter(Instant.now().atZone(zone.get()))
                        .isEmpty();
        if (never) {
            faults.add("FIELD_CRON_NEVER", field);
        }
    }

    /** As it will be stored: empty for the directory of the settings. */
    private static String directory(String text, List<Path> roots, FieldFaults faults) {
        if (text.isEmpty()) {
            return text;
        }
        Optional<Path> directory = ConfigPath.within(roots, text);
        if (directory.isEmpty()) {
            faults.add("FIELD_PATH", "backup_path", roots);
        }
        return directory.map(Path::toString).orElse("");
    }

    /** Whether backups become due at other times than they do now. */
    boolean changesTimes(BackupConfig config) {
        return enabled != config.enabled()
                || !cron.equals(config.cron())
                || zone.filter(name -> !name.equals(config.timeZone())).isPresent();
    }

    /** What was not sent stays as it is. */
    void applyTo(BackupConfig config, Instant now) {
        config.change(
                enabled, cron, path.orElse(config.path()), zone.orElse(config.timeZone()), days, most, compress, now);
        drills.ifPresent(config::drillBy);
    }
}
