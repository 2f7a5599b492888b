package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqliteAddressTest {
    @ParameterizedTest
    @CsvSource({
        "/data/shop.db, /data/shop.db",
        "/data/shop.db?journal_mode=WAL&busy_timeout=5, /data/shop.db",
        "/data/what?.db, /data/what?.db",
        "/data/what?.db?busy_timeout=5, /data/what?.db",
        "/data/a%20b.db, /data/a%20b.db",
        "file:/data/a%20b%3Fc=d.db?mode=ro, /data/a b?c=d.db",
        "file:///data/shop.db, /data/shop.db",
    })
    void theNameIsTakenAsItWasMeant(String place, String file) {
        assertEquals(Path.of(file), SqliteAddress.file("jdbc:sqlite:" + place));
    }

    @Test
    void aRelativeNameStaysOne() {
        Path here = Path.of("").toAbsolutePath();
        assertEquals(here.resolve("shop.db"), SqliteAddress.file("jdbc:sqlite:shop.db?busy_timeout=5"));
        assertEquals(here.resolve("shop?.db"), SqliteAddress.file("jdbc:sqlite:file:shop%3F.db?mode=ro"));
    }

    @Test
    void aFileThatIsThereIsTheOne(@TempDir Path directory) throws Exception {
        Path odd = Files.createFile(directory.resolve("odd?a=b"));
        assertEquals(odd, SqliteAddress.file("jdbc:sqlite:" + odd));
    }

    @Test
    void theAddressOfAFileLeadsToIt(@TempDir Path directory) {
        for (String name : new String[] {"plain.db", "what?.db", "odd?a=b 100%.db"}) {
            Path file = directory.resolve(name);
            assertEquals(file, SqliteAddress.file(SqliteAddress.url(file)));
        }
    }

    @Test
    void aUriThatIsNoneIsNamed() {
        assertFalse(SqliteAddress.isReadable("jdbc:sqlite:file:/a b.db"));
    }
}
