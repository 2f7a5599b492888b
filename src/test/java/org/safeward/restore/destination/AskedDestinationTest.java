package org.safeward.restore.destination;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.json.FieldFaults;

/** What the fields of a request say of where a restore goes. */
class AskedDestinationTest {
    private static final Optional<String> NO = Optional.empty();

    @Test
    void withoutTablesTheWholeDatabaseIsMeant() {
        assertEquals(new Destination.Live(), asked(NO, null, NO).destination());
        assertEquals(
                new Destination.NewDatabase("look"),
                asked(Optional.of("look"), null, NO).destination());
    }

    @Test
    void tablesAreTakenAsTheyAreNamed() {
        assertEquals(
                new Destination.Parts(List.of("b", "a", "A"), NO),
                asked(NO, List.of("b", "a", "A"), NO).destination());
        assertEquals(
                new Destination.Parts(List.of("a"), Optional.of("_old")),
                asked(NO, List.of("a"), Optional.of("_old")).destination());
    }

    @Test
    void anEmptyListIsNotTheWholeDatabase() {
        assertInvalid("[]", List.of(), NO);
        assertInvalid("''", List.of(""), NO);
        assertInvalid("' '", List.of("a", " "), NO);
    }

    @Test
    void aTableIsNamedOnce() {
        assertInvalid("'a'", List.of("a", "b", "a"), NO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "_旧", "a b", "\"", "_old\n", "'; --", "0123456789012345678901234567890"})
    void anEndingHasFewPlainCharacters(String ending) {
        assertInvalid("into", List.of("a"), Optional.of(ending));
    }

    @ParameterizedTest
    @ValueSource(strings = {"_", "1", "_old", "012345678901234567890123456789"})
    void othersAreEndings(String ending) {
        assertDoesNotThrow(() -> asked(NO, List.of("a"), Optional.of(ending)).destination());
    }

    @Test
    void fieldsThatDoNotGoTogetherAreNamed() {
        assertFaults("tables", "target", asked(Optional.of("look"), List.of("a"), NO));
        assertFaults("into", "tables", asked(NO, null, Optional.of("_old")));
        assertFaults("into", "tables", asked(Optional.of("look"), null, Optional.of("_old")));
        assertDoesNotThrow(() -> check(asked(NO, List.of("a"), Optional.of("_old"))));
    }

    @Test
    void whatNoCatalogCouldKeepIsRefused() {
        assertFaults("tables", "NUL", asked(NO, List.of("a\0"), NO));
        assertFaults("tables", "1000", asked(NO, Collections.nCopies(1001, "a"), NO));
        assertFaults("tables", "500", asked(NO, List.of("a".repeat(501)), NO));
    }

    private static AskedDestination asked(Optional<String> target, List<String> tables, Optional<String> into) {
        return new AskedDestination(target, Optional.ofNullable(tables), into);
    }

    private static void assertInvalid(String named, List<String> tables, Optional<String> into) {
        AskedDestination asked = asked(NO, tables, into);
        assertDoesNotThrow(() -> check(asked));
        Fault fault = assertThrows(Fault.class, asked::destination);
        assertEquals(ErrorCode.PARTS_INVALID, fault.code());
        assertTrue(fault.arguments().get(0).contains(named), fault.toString());
    }

    private static void assertFaults(String one, String other, AskedDestination asked) {
        Fault fault = assertThrows(Fault.class, () -> check(asked));
        assertEquals(ErrorCode.BAD_FIELD, fault.code());
        String told = fault.arguments().get(0);
        assertTrue(told.contains(one) && told.contains(other), told);
    }

    private static void check(AskedDestination asked) {
        FieldFaults faults = new FieldFaults(Messages.ENGLISH);
        asked.check(faults);
        faults.check();
    }
}
