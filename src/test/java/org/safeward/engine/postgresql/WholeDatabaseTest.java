package org.safeward.engine.postgresql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The comparison that the other tests lean on sees every difference, those that pg_dump does not write included. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class WholeDatabaseTest {
    private static final String DATABASE = "whole_seen";

    private final PostgresServer server;

    WholeDatabaseTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void everything() {
        EverythingDatabase.create(server, DATABASE);
    }

    @AfterEach
    void nothing() {
        server.drop(DATABASE);
    }

    @Test
    void isTheSameWhenNothingHasChanged() {
        assertEquals(WholeDatabase.of(server, DATABASE), WholeDatabase.of(server, DATABASE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE pg_largeobject SET data = 'x' WHERE loid = 4242",
                "REFRESH MATERIALIZED VIEW app.empty_matview",
                "UPDATE app.parted SET v = v || '!' WHERE k = 7",
                "ALTER TABLE app.parted_rest RENAME TO parted_other",
                "SELECT nextval('app.untouched')",
                "ALTER DATABASE whole_seen SET work_mem = '6MB'",
                "ALTER ROLE reader IN DATABASE whole_seen RESET datestyle",
                "ALTER DATABASE whole_seen CONNECTION LIMIT 78",
                "ALTER DATABASE whole_seen OWNER TO writer",
                "REVOKE CONNECT ON DATABASE whole_seen FROM reader CASCADE",
                "COMMENT ON DATABASE whole_seen IS 'other'",
                "REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(float8) FROM PUBLIC",
                "ALTER FUNCTION app.atomic(int) OWNER TO writer",
                "ALTER EVENT TRIGGER watcher DISABLE",
                "GRANT SELECT (b) ON app.types TO writer",
                "ALTER DEFAULT PRIVILEGES FOR ROLE writer REVOKE EXECUTE ON FUNCTIONS FROM reader",
                "GRANT UPDATE ON LARGE OBJECT 4243 TO reader",
            })
    void seesEveryChange(String change) {
        var before = WholeDatabase.of(server, DATABASE);
        server.sql(DATABASE, change.split("; "));
        assertNotEquals(before, WholeDatabase.of(server, DATABASE));
    }
}
