package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.ejb.EJBException;
import jakarta.persistence.EntityExistsException;
import jakarta.persistence.NoResultException;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.access.token.SigningKey;
import org.safeward.access.token.SigningKeys;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.fault.ErrorCode;

/** What is made of a failure of the catalog: only one that is out of reach is called that. */
class FaultsTest {
    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({
        "08006, CATALOG_UNREACHABLE",
        "08001, CATALOG_UNREACHABLE",
        "28P01, CATALOG_UNREACHABLE",
        "3D000, CATALOG_UNREACHABLE",
        "53300, CATALOG_UNREACHABLE",
        "57P01, CATALOG_UNREACHABLE",
        "57P03, CATALOG_UNREACHABLE",
        ", CATALOG_UNREACHABLE",
        "53100, DISK_FULL",
        "23505, INTERNAL",
        "23502, INTERNAL",
        "42P01, INTERNAL",
        "22001, INTERNAL",
        "40P01, INTERNAL"
    })
    void ofPostgresqlByItsState(String state, ErrorCode expected) {
        SQLException failure = new SQLException("as the server says", state);

        assertEquals(
                expected,
                Faults.of(new EJBException(new PersistenceException(failure))).code());
    }

    @Test
    void whatTheCatalogRefusesIsAMistakeOfOurs() {
        try (Beans beans = Beans.in(home, Map.of())) {
            SigningKeys keys = beans.get(SigningKeys.class);
            keys.add(new SigningKey("same", "{}", Instant.now()));
            assertInternal(
                    assertThrows(RuntimeException.class, () -> keys.add(new SigningKey("same", "{}", Instant.now()))));
            BackupRecords records = beans.get(BackupRecords.class);
            assertInternal(assertThrows(
                    RuntimeException.class,
                    () -> records.add(new BackupRecord(null, BackupOrigin.REQUEST, "", true, Instant.now()))));
        }
    }

    @Test
    void soIsWhatOnlyThePersistenceLayerKnows() {
        List.of(new OptimisticLockException(), new NoResultException(), new EntityExistsException())
                .forEach(FaultsTest::assertInternal);
    }

    @Test
    void aCatalogThatIsNoneIsOutOfReach() throws Exception {
        try (Beans beans = Beans.in(home, Map.of())) {
            BackupRecords records = beans.get(BackupRecords.class);
            Files.list(home).forEach(file -> {
                try {
                    Files.writeString(
                            file, "this is no database any more, and long enough to be read as one of them".repeat(9));
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });

            Throwable thrown = assertThrows(RuntimeException.class, () -> records.ofJob(1));

            assertEquals(ErrorCode.CATALOG_UNREACHABLE, Faults.of(thrown).code());
        }
    }

    private static void assertInternal(Throwable thrown) {
        assertEquals(ErrorCode.INTERNAL, Faults.of(thrown).code());
    }
}
