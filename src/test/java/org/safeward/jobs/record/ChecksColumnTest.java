package org.safeward.jobs.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.safeward.fault.Messages;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

class ChecksColumnTest {
    private final ChecksColumn column = new ChecksColumn();

    @Test
    void comesBackAsItWasWritten() {
        List<CheckMade> checks = List.of(
                CheckMade.of("CHECK_SWAPPED"), CheckMade.of("CHECK_TARGET", "a\u001fb"), CheckMade.of("X", "", 7, ""));
        assertEquals(checks, column.convertToEntityAttribute(column.convertToDatabaseColumn(checks)));
    }

    @Test
    void isJsonAllTheWay() {
        assertEquals(
                "[{\"key\":\"CHECK_TARGET\",\"arguments\":[\"shop\"]}]",
                column.convertToDatabaseColumn(List.of(CheckMade.of("CHECK_TARGET", "shop"))));
    }

    /** As such a row stands in a catalog: what was between them is escaped by JSON. */
    @Test
    void whatAnOlderVersionWroteIsUnderstood() {
        String row = "[\"CHECK_SWAPPED\",\"CHECK_TARGET\\u001fshop\",\"X\\u001f\\u001f7\\u001f\"]";
        assertEquals(
                List.of(
                        CheckMade.of("CHECK_SWAPPED"),
                        CheckMade.of("CHECK_TARGET", "shop"),
                        CheckMade.of("X", "", "7", "")),
                column.convertToEntityAttribute(row));
    }

    @Test
    void aReasonIsInTheLanguageOfWhoeverReadsIt() {
        CheckMade made = CheckMade.of("CHECK_MODE_IN_PLACE_SINCE", Reason.of(ReasonCode.WHY_PREPARED_TRANSACTION, "x"));
        CheckMade read = column.convertToEntityAttribute(column.convertToDatabaseColumn(List.of(made)))
                .get(0);
        assertTrue(read.text(Messages.ENGLISH).endsWith(": prepared transaction x"), read.text(Messages.ENGLISH));
        assertTrue(read.text(Messages.CHINESE).endsWith("：存在预备事务 x"), read.text(Messages.CHINESE));
    }

    @Test
    void aJobWithoutChecksHasNone() {
        assertEquals(List.of(), column.convertToEntityAttribute(null));
        assertEquals(List.of(), column.convertToEntityAttribute(column.convertToDatabaseColumn(null)));
    }

    @Test
    void aKeyOfALaterVersionIsShownAsItIs() {
        assertEquals(
                "SOME_LATER_CHECK a b",
                CheckMade.of("SOME_LATER_CHECK", "a", "b").text(Messages.ENGLISH));
    }
}
