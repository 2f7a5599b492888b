package org.safeward.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.safeward.settings.HealthSettings;

/** What health depends on of the copies beyond this machine, when that is asked for. */
class HealthReportTest {
    private static final Instant NOW = Instant.parse("2026-03-15T12:00:00Z");

    private static DatabaseHealth database(List<Optional<Instant>> copied) {
        return new DatabaseHealth(
                "default", Path.of("/backups"), true, true, 10, 1, Optional.of(NOW), Optional.of(NOW), copied, NOW);
    }

    private static HealthReport report(DatabaseHealth... databases) {
        HealthSettings limits = new HealthSettings(
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofHours(2)), Duration.ofDays(1));
        return new HealthReport(true, List.of(databases), limits);
    }

    private static Optional<Instant> hoursAgo(int hours) {
        return Optional.of(NOW.minus(Duration.ofHours(hours)));
    }

    @Test
    void isNoMatterWhenItIsNotAskedFor() {
        HealthReport report =
                new HealthReport(true, List.of(database(List.of(Optional.empty()))), HealthSettings.undemanding());

        assertTrue(report.up());
        assertFalse(report.parts().containsKey(HealthReport.Part.LAST_COPY));
    }

    @Test
    void eachDestinationHasToHaveANewOne() {
        assertTrue(report(database(List.of(hoursAgo(1), hoursAgo(2)))).up(), "two hours are not more than two");
        assertEquals(
                List.of("last_copy"),
                report(database(List.of(hoursAgo(1), hoursAgo(3)))).down());
        assertEquals(
                List.of("last_copy"),
                report(database(List.of(hoursAgo(1), Optional.empty()))).down());
    }

    @Test
    void aDatabaseThatGoesNowhereIsNotHeldAgainstTheOthers() {
        assertTrue(report(database(List.of()), database(List.of(hoursAgo(1)))).up());
        assertFalse(
                report(database(List.of()), database(List.of(Optional.empty()))).up());
    }

    @Test
    void whatIsToldIsTheOneThatIsFurthestBehind() {
        assertEquals(hoursAgo(5), database(List.of(hoursAgo(1), hoursAgo(5))).lastCopied());
        assertEquals(
                Optional.empty(),
                database(List.of(hoursAgo(1), Optional.empty())).lastCopied());
        assertEquals(Optional.empty(), database(List.of()).lastCopied());
    }
}
