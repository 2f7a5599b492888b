package org.safeward.engine.postgresql.load;

import java.util.List;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.script.EarlyIndexes;
import org.safeward.engine.postgresql.script.IndexesOfLargeTables;
import org.safeward.engine.postgresql.script.StatementLocks;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;

/**
 * Runs a script over several sessions in a database that is nobody's yet: the rows of a COPY go down all of them in pieces, and
 * indexes and constraints are built side by side as far as their tables allow ({@link StatementLocks}), those of {@link EarlyIndexes}
 * as soon as their table's rows are there. All else waits for what came before, and what comes next waits for it. Every statement
 * commits by itself, so this is only for a database that is thrown away when anything fails.
 *
 * <p>Rows of a large table ({@link IndexesOfLargeTables#BYTES}) come to lie in its file nearly in their order, but not exactly.
 */
public final class ParallelLoad implements ScriptTarget, AutoCloseable {
    private final RowsTaken taken = new RowsTaken();
    private static final int LONGEST_WAITING = 1 << 16;

    private final List<LoadSession> lanes;
    private final Workers workers;
    private final EarlyIndexes ahead;

    private boolean copying;
    private boolean finished = true;

    /** @param sessions at least one, all in the same database; closed with this */
    public ParallelLoad(List<Session> sessions, EarlyIndexes ahead) {
        lanes = sessions.stream()
                .map(session -> new LoadSession(session, taken))
                .toList();
        workers = new Workers("safeward-load", sessions.size(), this::endCopy);
        this.ahead = ahead;
    }

    @Override
    public Session session() {
        finish();
        return lanes.get(0).session();
    }

    @Override
    public void encoding(ContentEncoding encoding) {
        finish();
        lanes.forEach(lane -> lane.session().encoding().content(encoding));
    }

    @Override
    public void execute(ScriptStatement statement) {
        if (ahead.meet(statement)) {
            return;
        }
        var footprint = StatementLocks.of(statement);
        // Of what may wait there are many, and so they have to be small.
        var reach = statement.sql().length() > LONGEST_WAITING && footprint.reach() != StatementLocks.Reach.SESSIONS
                ? StatementLocks.Reach.ANYWHERE
                : footprint.reach();
        switch (reach) {
            case SESSIONS -> {
                finish();
                lanes.forEach(lane -> lane.execute(statement));
            }
            case ANYWHERE -> {
                finish();
                lanes.get(0).execute(statement);
            }
            case TABLES_SHARED, TABLES_ALONE -> {
                if (copying) {
                    endCopies();
                    copying = false;
                }
                plan(statement, footprint);
            }
        }
    }

    private void plan(ScriptStatement statement, StatementLocks footprint) {
        finished = false;
        workers.plan(footprint, lane -> lanes.get(lane).execute(statement));
    }

    @Override
    public Rows copy(ScriptStatement statement) {
        if (!copying) {
            finish();
            copying = true;
        }
        finished = false;
        return new RowPieces(new Distribution(statement));
    }

    /**
     * Sends each piece to whoever has least to do: the first ones of a table all to the same, so that only the rows of large tables
     * change their order, and the rest of a row behind its beginning.
     */
    private final class Distribution implements RowPieces.Taker {
        private final ScriptStatement statement;
        private int lane = -1;
        private long bytesSent;
        private boolean rowGoesOn;

        Distribution(ScriptStatement statement) {
            this.statement = statement;
        }

        @Override
        public void take(byte[] bytes, int length) {
            if (lane < 0 || bytesSent >= IndexesOfLargeTables.BYTES && !rowGoesOn) {
                lane = workers.hold();
            }
            bytesSent += length;
            rowGoesOn = length > 0 && bytes[length - 1] != '\n';
            var target = lanes.get(lane);
            workers.give(lane, () -> target.rows(statement, bytes, length));
        }

        @Override
        public void end() {
            workers.release();
            var indexes = ahead.take(statement.copiedTable(""));
            if (!indexes.isEmpty()) {
                endCopies();
                indexes.forEach(index -> plan(index, StatementLocks.of(index)));
            }
        }
    }

    /** The rows of every COPY are there afterwards. */
    private void endCopies() {
        workers.giveAll(this::endCopy);
    }

    private void endCopy(int lane) {
        lanes.get(lane).endCopy();
    }

    @Override
    public RowsTaken taken() {
        return taken;
    }

    @Override
    public void finish() {
        workers.awaitIdle();
        lanes.forEach(LoadSession::endCopy);
        copying = false;
        finished = true;
    }

    @Override
    public void close() {
        if (!finished) {
            lanes.forEach(LoadSession::breakOff);
        }
        workers.close();
        lanes.forEach(LoadSession::close);
    }
}
