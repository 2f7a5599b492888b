package org.safeward.engine.postgresql.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Which roles run no scripts from outside. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class UploadTrustTest {
    private static final List<String> ROLES = List.of("upload_role", "upload_group", "upload_far");

    private final PostgresServer server;

    UploadTrustTest(PostgresServer server) {
        this.server = server;
    }

    @AfterEach
    void noRoles() {
        ROLES.forEach(role -> server.sql("postgres", "DROP ROLE IF EXISTS " + role));
    }

    @ParameterizedTest
    @CsvSource({
        "CREATEROLE, CREATEROLE",
        "REPLICATION, REPLICATION",
        "SUPERUSER, superuser",
        "CREATEROLE NOINHERIT, CREATEROLE"
    })
    void ownAttributes(String attributes, String why) {
        roles(server, attributes, "", "");
        assertTrue(might(server).contains(why), might(server).toString());
        var fault = assertThrows(Fault.class, () -> UploadTrust.require(session(server)));
        assertEquals(ErrorCode.UPLOAD_NOT_TRUSTED, fault.code());
    }

    /** They are not inherited, but SET ROLE reaches them. */
    @ParameterizedTest
    @ValueSource(strings = {"CREATEROLE", "REPLICATION", "SUPERUSER"})
    void thoseOfRolesThatItCanBecome(String attribute) {
        roles(server, "NOINHERIT", "NOINHERIT", attribute);
        var might = might(server);
        assertEquals(
                1,
                might.stream()
                        .filter(why -> why.startsWith("member of upload_far ("))
                        .count(),
                might.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"pg_execute_server_program", "pg_read_server_files", "pg_write_server_files"})
    void predefinedRoles(String role) {
        roles(server, "", "", "");
        server.sql("postgres", "GRANT " + role + " TO upload_far");
        assertEquals(List.of("member of " + role), might(server));
    }

    @Test
    void grantsOnParameters() {
        roles(server, "", "", "");
        server.sql(
                "postgres",
                "GRANT ALTER SYSTEM ON PARAMETER work_mem TO upload_far",
                "GRANT SET ON PARAMETER session_preload_libraries TO upload_role",
                "GRANT SET ON PARAMETER log_min_messages TO upload_role");
        try {
            assertEquals(List.of("may set session_preload_libraries", "may set work_mem"), might(server));
        } finally {
            ROLES.forEach(role -> server.sql("postgres", "DROP OWNED BY " + role));
        }
    }

    @Test
    void whatReachesNoFurtherThanTheDatabaseIsLetBe() {
        roles(server, "BYPASSRLS CREATEDB", "", "");
        server.sql(
                "postgres", "GRANT pg_read_all_data, pg_write_all_data, pg_signal_backend, pg_monitor TO upload_role");
        assertEquals(List.of(), might(server));
    }

    /** From version 16 on it is ADMIN OPTION that counts. */
    @Test
    void theNewestServer() {
        try (var newest = PostgresServer.started("newest")) {
            roles(newest, "CREATEROLE", "", "");
            assertEquals(List.of(), might(newest));
            newest.sql("postgres", "GRANT pg_execute_server_program TO upload_far");
            newest.sql("postgres", "REVOKE upload_group FROM upload_role");
            assertEquals(List.of(), might(newest));
            newest.sql("postgres", "GRANT upload_group TO upload_role WITH ADMIN TRUE, INHERIT FALSE, SET FALSE");
            assertEquals(List.of("member of pg_execute_server_program"), might(newest));
            newest.sql("postgres", "REVOKE pg_execute_server_program FROM upload_far");
            newest.sql("postgres", "GRANT pg_create_subscription TO upload_far");
            assertEquals(List.of("member of pg_create_subscription"), might(newest));
            assertFalse(might(newest).isEmpty());
        }
    }

    /** The first is a member of the second, and that one of the third. */
    private static void roles(PostgresServer server, String... attributes) {
        for (int i = 0; i < ROLES.size(); i++) {
            server.role(ROLES.get(i), "LOGIN " + attributes[i]);
        }
        server.sql("postgres", "GRANT upload_group TO upload_role", "GRANT upload_far TO upload_group");
    }

    private static List<String> might(PostgresServer server) {
        try (var session = session(server)) {
            return UploadTrust.might(session);
        }
    }

    private static Session session(PostgresServer server) {
        return Session.open(server.address("postgres", "upload_role"), "test", Work.UNWATCHED);
    }
}
