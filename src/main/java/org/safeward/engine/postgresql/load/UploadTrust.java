package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Whether the role may run scripts that came from outside. A script can do whatever its role can, so that one from outside must
 * not run with a role that can leave the database. Counted is every role that ours can become, with or without inheriting its rights: an
 * ADMIN OPTION is a membership too.
 *
 * <ul>
 *   <li>Superusers; members of the predefined roles that run programs, and read or write files, on the server.
 *   <li>CREATEROLE before version 16: it may grant itself any of these. From 16 on only what it has ADMIN on, which is counted anyhow.
 *   <li>REPLICATION: slots that nobody reads fill the disk of the whole server, and a slot's output plugin is any library there.
 *   <li>{@code pg_create_subscription}: the server connects to wherever the script says.
 *   <li>ALTER SYSTEM on any parameter (15), and SET on those that load libraries.
 * </ul>
 *
 * <p>Weighed and let be: BYPASSRLS, {@code pg_read_all_data} and {@code pg_write_all_data} reach no further than the database that the
 * script runs in; {@code pg_signal_backend} and CREATEDB disturb others and read nothing of theirs.
 */
public final class UploadTrust {
    private static final int CREATEROLE_IS_TAMED = 16;
    private static final int FIRST_WITH_PARAMETER_GRANTS = 15;

    private static final String MIGHT = """
            SELECT CASE WHEN m.rolname = current_user THEN m.why
                WHEN m.why = m.rolname THEN 'member of ' || m.rolname
                ELSE 'member of ' || m.rolname || ' (' || m.why || ')' END
            FROM (SELECT r.oid, r.rolname, CASE WHEN r.rolsuper THEN 'superuser'
                    WHEN r.rolreplication THEN 'REPLICATION'
                    WHEN r.rolcreaterole AND %b THEN 'CREATEROLE'
                    WHEN r.rolname IN ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files',
                        'pg_create_subscription') THEN r.rolname END AS why
                FROM pg_catalog.pg_roles r) m
            WHERE m.why IS NOT NULL AND (m.rolname = current_user OR pg_catalog.pg_has_role(m.oid, 'MEMBER'))
            ORDER BY m.rolname <> current_user, m.rolname""";

    private static final String PARAMETERS = """
            SELECT 'may set ' || parname FROM pg_catalog.pg_parameter_acl
            WHERE pg_catalog.has_parameter_privilege(parname, 'ALTER SYSTEM')
              OR pg_catalog.has_parameter_privilege(parname, 'SET') AND parname IN ('dynamic_library_path',
                'extension_control_path', 'jit_provider', 'local_preload_libraries', 'session_preload_libraries')
            ORDER BY parname""";

    private UploadTrust() {}

    /** What the role can do beyond a database, in words; empty when nothing. */
    public static List<String> might(Session session) {
        int version = session.version().major();
        var might = new ArrayList<>(session.strings(MIGHT.formatted(version < CREATEROLE_IS_TAMED)));
        if (version >= FIRST_WITH_PARAMETER_GRANTS) {
            might.addAll(session.strings(PARAMETERS));
        }
        return might;
    }

    /** @throws Fault UPLOAD_NOT_TRUSTED */
    static void require(Session session) {
        List<String> might = might(session);
        if (!might.isEmpty()) {
            throw new Fault(ErrorCode.UPLOAD_NOT_TRUSTED, session.address().user(), String.join(", ", might));
        }
    }
}
