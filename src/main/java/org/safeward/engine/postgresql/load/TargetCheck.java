package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Finds what the script needs and the server lacks, before anything is touched, and names all of it at once. */
final class TargetCheck {
    private final Session session;

    TargetCheck(Session session) {
        this.session = session;
    }

    /** @throws Fault TARGET_LACKS, RIGHTS_LACKING */
    void require(Set<String> roles, Set<String> owners, Set<String> extensions) {
        var lacking = new ArrayList<String>();
        name(lacking, "roles", without(roles, session.strings("SELECT rolname FROM pg_catalog.pg_roles")));
        name(
                lacking,
                "extensions",
                without(extensions, session.strings("SELECT name FROM pg_catalog.pg_available_extensions")));
        if (!lacking.isEmpty()) {
            throw new Fault(ErrorCode.TARGET_LACKS, String.join("; ", lacking));
        }
        if (!session.is("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")) {
            requireRights(owners, extensions);
        }
    }

    private void requireRights(Set<String> owners, Set<String> extensions) {
        var lacking = new ArrayList<String>();
        var memberOf = session.strings("SELECT rolname FROM pg_catalog.pg_roles"
                + " WHERE pg_catalog.pg_has_role(oid, 'MEMBER') OR rolname = 'pg_database_owner'");
        name(lacking, "to be a member of", without(owners, memberOf));
        var creatable = session.strings("SELECT name FROM pg_catalog.pg_available_extension_versions e"
                + " WHERE NOT superuser OR pg_catalog.to_jsonb(e) ->> 'trusted' = 'true'");
        name(lacking, "to create the extensions", without(extensions, creatable));
        if (!lacking.isEmpty()) {
            throw new Fault(ErrorCode.RIGHTS_LACKING, String.join("; ", lacking));
        }
    }

    private static List<String> without(Collection<String> wanted, Collection<String> there) {
        var missing = new TreeSet<>(wanted);
        there.forEach(missing::remove);
        return List.copyOf(missing);
    }

    private static void name(List<String> lacking, String what, List<String> names) {
        if (!names.isEmpty()) {
            lacking.add(what + " " + String.join(", ", names));
        }
    }
}
