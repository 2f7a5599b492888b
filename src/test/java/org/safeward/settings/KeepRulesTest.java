package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.settings.KeepRules.Period;

class KeepRulesTest {
    @Test
    void readsEachPartInAnyOrderWithBlanks() {
        assertEquals(
                Map.of(Period.DAILY, 7, Period.WEEKLY, 4, Period.MONTHLY, 12, Period.YEARLY, 3),
                KeepRules.ofPeriods(" yearly=3, daily = 7 ,monthly=12,weekly=4").periods());
        assertEquals(
                new KeepRules(Optional.of(30), Optional.of(50), Map.of(Period.WEEKLY, 4)),
                KeepRules.of("days=30,weekly=4,count=50"));
    }

    @Test
    void periodsAreWrittenAsTheyAreRead() {
        String text = "daily=7,weekly=4,monthly=12,yearly=3";
        assertEquals(text, KeepRules.text(KeepRules.ofPeriods(text).periods()));
        assertEquals("", KeepRules.text(Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "daily",
                "daily=",
                "=7",
                "daily=x",
                "daily=0",
                "daily=-1",
                "daily=3651",
                "daily=7,",
                ",daily=7",
                "daily=7;weekly=4",
                "daily=7,daily=7",
                "hourly=24",
                "Daily=7",
                "days=30",
                "count=5",
                "daily=7=8",
                "daily=99999999999"
            })
    void whatCannotBeReadIsRefusedSayingWhatIsWanted(String text) {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> KeepRules.ofPeriods(text));
        assertTrue(refused.getMessage().startsWith("periods such as daily=7,weekly=4"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"days=0", "days=3651", "count=1001", "count=0", "days=3,days=4", "size=3"})
    void norAreRulesOfAPlace(String text) {
        Exception refused = assertThrows(IllegalArgumentException.class, () -> KeepRules.of(text));
        assertTrue(refused.getMessage().startsWith("rules such as days=30,count=50"), refused.getMessage());
    }
}
