package org.safeward.engine.postgresql.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class PostgresAddressTest {

    @Test
    void readsPercentEncodedUrls() {
        assertEquals(
                new PostgresAddress(
                        "db.example", 6432, "my db", "us:er", "p@ss+w/rd%", Map.of("sslmode", "verify-full")),
                PostgresAddress.parse(
                        "postgresql://us%3Aer:p%40ss+w%2Frd%25@db.example:6432/my%20db?sslmode=verify-full",
                        null, null));
    }

    @Test
    void readsJdbcUrls() {
        assertEquals(
                new PostgresAddress("h", 5432, "d", "u", "p", Map.of()),
                PostgresAddress.parse("jdbc:postgresql://h/d?user=u&password=p", null, null));
        assertEquals(
                new PostgresAddress("::1", 5432, "d", "mine", "secret", Map.of()),
                PostgresAddress.parse("jdbc:postgresql://[::1]/d?user=u&password=p", "mine", "secret"));
    }

    @Test
    void readsHostsOfContainers() {
        assertEquals(
                new PostgresAddress("shop_db", 5433, "d", "u", "p", Map.of()),
                PostgresAddress.parse("postgresql://u:p@shop_db:5433/d", null, null));
        assertEquals(
                new PostgresAddress("shop_db", 5432, "d", "u", "", Map.of()),
                PostgresAddress.parse("jdbc:postgresql://shop_db/d", "u", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://u:p@h:port/d",
                "postgresql://h1,h2/d",
                "postgresql:///d",
                "postgresql://u:50%@h/d",
                "postgresql:d",
                "//h/d"
            })
    void refusesWhatIsNoAddress(String url) {
        var fault = assertThrows(Fault.class, () -> PostgresAddress.parse(url, null, null));
        assertEquals(ErrorCode.BAD_FIELD, fault.code());
    }

    @Test
    void neverShowsThePassword() {
        var address = PostgresAddress.parse("postgres://u:hidden@h/d", null, null);
        assertEquals("postgresql://h:5432/d", address.toString());
        assertFalse(PostgresSettings.of(address).toString().contains("hidden"));
        var fault = assertThrows(Fault.class, () -> PostgresAddress.parse("postgresql://u:hid den@h/d", null, null));
        assertEquals(ErrorCode.BAD_FIELD, fault.code());
        assertFalse(fault.getMessage().contains("hid den"));
        assertThrows(Fault.class, () -> PostgresAddress.parse("mysql://h/d", null, null));
    }
}
