package org.safeward.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final List<String> ALL = List.of("sqlite", "postgresql", "inserts", "drill", "offsite");

    @Test
    void withoutAVerbEverythingIsMeasured() {
        assertEquals(new Arguments(Size.WHOLE, ALL), Arguments.of(List.of()));
        assertEquals(new Arguments(Size.QUICK, ALL), Arguments.of(List.of("--quick")));
    }

    @Test
    void verbsAreMeasuredOnceAndInTheOrderInWhichTheyAreNamed() {
        assertEquals(
                new Arguments(Size.TINY, List.of("inserts", "sqlite")),
                Arguments.of(List.of("inserts", "--tiny", "sqlite", "inserts")));
    }

    @Test
    void whatIsNotKnownIsNamed() {
        for (String word : List.of("oracle", "--large", "", "--QUICK", "SQLITE")) {
            IllegalArgumentException fault =
                    assertThrows(IllegalArgumentException.class, () -> Arguments.of(List.of("--quick", word)));
            assertTrue(fault.getMessage().endsWith(": " + word), fault.getMessage());
        }
    }

    @Test
    void everyVerbIsThere() {
        Verb.NAMES.forEach(name -> assertNotNull(Verb.named(name)));
    }

    @Test
    void aSizeIsAShareOfAllData() {
        assertEquals("10", Size.WHOLE.units(10));
        assertEquals("1", Size.QUICK.units(10));
        assertEquals("0.1", Size.QUICK.units(1));
        assertEquals("0.4", Size.TINY.units(40));
    }
}
