package org.safeward.engine.postgresql.load;

import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * A grant that somebody else has given on is written by pg_dump behind SET SESSION AUTHORIZATION, which only superusers may. Whoever is a
 * member of that role may SET ROLE, and the grant is the same: PostgreSQL notes the current role as the one who gave it.
 */
final class AsRole {
    private Boolean superuser;

    /** The statement that does what this one means, with the rights of the target's session. */
    ScriptStatement of(ScriptStatement statement, ScriptTarget target) {
        if (!statement.firstWord().equals("set")) {
            return statement;
        }
        var tokens = statement.tokens();
        boolean names = tokens.accept("set", "session", "authorization") && tokens.next() && !tokens.is("default");
        if (!names || isSuperuser(target)) {
            return statement;
        }
        return new ScriptStatement(
                "SET ROLE " + TableName.quote(tokens.text()),
                statement.line(),
                statement.number(),
                false,
                statement.backslashes());
    }

    private boolean isSuperuser(ScriptTarget target) {
        if (superuser == null) {
            superuser = target.session()
                    .is("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname OPERATOR(pg_catalog.=) session_user");
        }
        return superuser;
    }
}
