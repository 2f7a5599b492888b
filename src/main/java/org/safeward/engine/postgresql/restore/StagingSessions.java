package org.safeward.engine.postgresql.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Opens the sessions that build a database.
 *
 * @param own under which settings its content was written
 */
record StagingSessions(PostgresSettings settings, String job, OwnSettings own) {

    /** One at least; fewer than wished for where the server has no more. */
    List<Session> open(int wished, Work watched) {
        var sessions = new ArrayList<Session>();
        try {
            while (sessions.size() < wished) {
                sessions.add(open(watched));
            }
        } catch (Fault e) {
            if (sessions.isEmpty() || e.code() != ErrorCode.SERVER_LIMIT) {
                sessions.forEach(Session::close);
                throw e;
            }
        }
        return sessions;
    }

    Session open(Work watched) {
        String staging = new RestoreNames(settings.address().database()).staging(job);
        var session = Session.open(settings.address().in(staging), RestoreNames.session(job), watched);
        // Nobody needs this database if the server dies while it is built; once it is, it has to outlive that.
        session.execute("SET synchronous_commit = off");
        session.workUnder(own, Map.of());
        return session;
    }
}
