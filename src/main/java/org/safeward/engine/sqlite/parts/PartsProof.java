package org.safeward.engine.sqlite.parts;

import java.util.List;
import java.util.Map;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.dump.TableDigest;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Looks at the live database as another connection sees it, before and after a commit. What the application writes in between is told
 * from what did not arrive by {@code PRAGMA data_version}: on the connection that has committed it moves by commits of others only.
 */
final class PartsProof implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private static final System.Logger LOG = System.getLogger(PartsProof.class.getName());

    private final Session writer;
    private final Session reader;
    private final Map<String, TableDigest> wanted;
    private long readerBefore;
    private long writerBefore;

    /** @param wanted what each table has to hold, by its name in the backup */
    PartsProof(Session writer, Map<String, TableDigest> wanted) {
        this.writer = writer;
        this.wanted = wanted;
        // A stop comes too late for it: what it proves is done.
        this.reader = Session.read(writer.file(), PATIENCE_MILLIS, Work.UNWATCHED);
    }

    /** When the write lock is held and nothing is written yet. */
    void begin() {
        readerBefore = version(reader);
        writerBefore = version(writer);
    }

    /**
     * When it is committed. What cannot be looked at any more is believed: SQLite has said that it is done, and to call it failed or stopped
     * would be wrong.
     */
    void prove(List<Part> plan) {
        writer.waitForLocks(PATIENCE_MILLIS);
        try {
            reader.beginReading();
            if (version(reader) == readerBefore) {
                throw new Fault(ErrorCode.SWAP_NOT_PROVEN, "another connection sees no commit");
            }
            for (Part part : plan) {
                if (!arrived(part) && version(writer) == writerBefore) {
                    throw new Fault(ErrorCode.SWAP_NOT_PROVEN, part.shown() + " has not the rows of the backup");
                }
            }
        } catch (WorkStopped e) {
            LOG.log(System.Logger.Level.INFO, "stopped when it was committed already", e);
        } catch (Fault e) {
            if (e.code() != ErrorCode.DATABASE_LOCKED) {
                throw e;
            }
            LOG.log(System.Logger.Level.WARNING, "what was restored into " + writer.file() + " is locked by others", e);
        }
    }

    private boolean arrived(Part part) {
        try {
            return TableDigest.of(part.compared(), part.targetTable(), reader)
                    .equals(wanted.get(part.backedUp().name()));
        } catch (Fault e) {
            // The application may have dropped it already.
            LOG.log(System.Logger.Level.INFO, part.shown() + " cannot be read any more", e);
            return false;
        }
    }

    private static long version(Session session) {
        return session.number("PRAGMA data_version");
    }

    @Override
    public void close() {
        reader.close();
    }
}
