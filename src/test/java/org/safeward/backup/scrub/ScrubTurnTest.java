package org.safeward.backup.scrub;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.CopyPlace;

/** Which copies are read when, and by whom. */
class ScrubTurnTest extends TwoCopies {
    /** The clock was ahead when it was read. */
    @Test
    void whatWasReadInTheFutureIsReadNow() throws IOException {
        records().change(id, row -> row.foundGood(CopyPlace.FIRST, Instant.now().plus(Duration.ofDays(900))));
        spoil(first);
        scrub();
        assertHealed(first, CopyPlace.FIRST);
    }

    /** A large file is read slowly: the turn has to last for one only. */
    @Test
    void whoHasLostTheTurnReadsNoFurtherRecord() throws IOException {
        Path third = first.resolveSibling("other.sql");
        Files.writeString(third, CONTENT);
        long other = record(third, null);
        beans.with(
                SlowReading.class,
                new Reading(
                        1,
                        () -> new CatalogFile(folder.resolve("home"))
                                .change("UPDATE scrub_turn SET node = 'another', until_at = until_at + 1")));
        scrub();
        assertTrue(isFresh(CopyPlace.FIRST));
        assertTrue(row(other).check(CopyPlace.FIRST).goodAt().isEmpty());
    }

    @Test
    void whereReadingCostsADayHasItsBudget() throws IOException {
        Path third = first.resolveSibling("other.sql");
        Path fourth = second.resolveSibling("other.sql");
        Files.writeString(third, CONTENT);
        Files.writeString(fourth, CONTENT);
        long other = record(third, fourth);
        openAgain(Map.of("safeward.scrub.second-budget", String.valueOf(CONTENT.length() + 1)));
        scrub();
        assertTrue(isFresh(CopyPlace.SECOND));
        assertTrue(row(other).check(CopyPlace.FIRST).goodAt().isPresent(), "the first directory has no budget");
        assertTrue(row(other).check(CopyPlace.SECOND).goodAt().isEmpty());

        new CatalogFile(folder.resolve("home")).change("UPDATE scrub_turn SET spent_day = spent_day - 1");
        scrub();
        assertTrue(row(other).check(CopyPlace.SECOND).goodAt().isPresent(), "the next day");
    }

    @Test
    void nothingIsReadWhenItIsTurnedOffOrAnothersTurn() throws IOException {
        spoil(first);
        openAgain(Map.of("safeward.scrub.age", "0"));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());

        openAgain(Map.of("safeward.scrub.second-directory", "false"));
        assertTrue(beans.get(ScrubTurn.class).take("another node"));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());
        beans.get(ScrubTurn.class).end("another node");
        scrub();
        assertHealed(first, CopyPlace.FIRST);
        assertTrue(row().check(CopyPlace.SECOND).goodAt().isEmpty());
    }

    @Test
    void nothingBeginsWhileAJobRuns() throws IOException {
        spoil(first);
        beans.with(SlowReading.class, new Reading(0, () -> {}));
        scrub();
        assertFalse(row().check(CopyPlace.FIRST).isDamaged());
    }
}
