package org.safeward.restore.destination;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Tables that a restore names, beside those that are there. */
class NamedTablesTest {
    private static final List<Manifest.Table> THERE =
            List.of(new Manifest.Table("a", 1), new Manifest.Table("B", 20), new Manifest.Table("b", 3));

    @Test
    void eachNameIsThatOfTheManifest() {
        assertDoesNotThrow(() -> NamedTables.require(parts("a", "b"), THERE, name -> false));
        assertDoesNotThrow(() -> NamedTables.require(new Destination.Live(), List.of(), name -> false));
        for (String unknown : List.of("A", "c", "")) {
            Fault fault =
                    assertThrows(Fault.class, () -> NamedTables.require(parts("b", unknown), THERE, "all"::equals));
            assertEquals(ErrorCode.PARTS_UNKNOWN, fault.code());
            assertEquals(unknown, fault.arguments().get(0));
        }
    }

    @Test
    void aTableThatGathersOthersIsInNoManifest() {
        assertDoesNotThrow(() -> NamedTables.require(parts("b", "all"), THERE, "all"::equals));
    }

    @Test
    void othersAreLeftOut() {
        assertEquals(THERE, NamedTables.of(new Destination.Live(), THERE));
        assertEquals(List.of(THERE.get(2)), NamedTables.of(parts("b", "c"), THERE));
        assertEquals(List.of(THERE.get(0)), NamedTables.of(parts("A"), THERE));
    }

    @Test
    void theyAreToldWithTheirRows() {
        assertEquals("b (3), a (1), c", NamedTables.withRows(parts("b", "A", "c"), THERE));
        String[] many = IntStream.range(0, 25).mapToObj(i -> "t" + i).toArray(String[]::new);
        assertEquals("… +5", NamedTables.withRows(parts(many), THERE).replaceFirst(".*, (?=…)", ""));
    }

    private static Destination.Parts parts(String... tables) {
        return new Destination.Parts(List.of(tables), Optional.empty());
    }
}
