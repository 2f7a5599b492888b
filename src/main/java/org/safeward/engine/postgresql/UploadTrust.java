package org.safeward.engine.postgresql;

import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Whether the role may run scripts that came from outside. A script can do whatever its role can, so that one from outside must
 * not run with a role that can leave the database: a superuser, or one that may run programs or read and write files there.
 */
final class UploadTrust {
    private static final String MIGHT = """
            SELECT CASE WHEN rolname = current_user THEN 'superuser' ELSE 'member of ' || rolname END
            FROM pg_catalog.pg_roles
            WHERE (rolsuper OR rolname IN
                ('pg_execute_server_program', 'pg_read_server_files', 'pg_write_server_files'))
              AND (rolname = current_user OR pg_catalog.pg_has_role(oid, 'MEMBER'))
            ORDER BY rolname <> current_user, rolname""";

    private UploadTrust() {}

    /** @throws Fault UPLOAD_NOT_TRUSTED */
    static void require(Session session) {
        List<String> might = session.strings(MIGHT);
        if (!might.isEmpty()) {
            throw new Fault(ErrorCode.UPLOAD_NOT_TRUSTED, session.address().user(), String.join(", ", might));
        }
    }
}
