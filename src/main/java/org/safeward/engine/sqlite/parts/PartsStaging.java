package org.safeward.engine.sqlite.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.restore.BuiltFile;
import org.safeward.engine.sqlite.restore.StagedFile;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A backup that is staged whole, of which some tables are to go into the live database. */
public final class PartsStaging implements Staging {
    private static final int BUSY_MILLIS = 10_000;

    private final StagedFile whole;
    private final BuiltFile built;
    private final Path live;
    private final Destination.Parts parts;

    /**
     * @param whole closed by {@link #close}
     * @param built its file
     */
    public PartsStaging(StagedFile whole, BuiltFile built, Path live, Destination.Parts parts) {
        this.whole = whole;
        this.built = built;
        this.live = live;
        this.parts = parts;
    }

    /**
     * What can be said before anything is staged.
     *
     * @throws Fault PARTS_INVALID; PARTS_IMPOSSIBLE when there is no live database that can be read
     */
    public static void requirePossible(Path live, Destination.Parts parts, int busyMillis, Work work) {
        PartsPlan.requireValid(parts);
        try (Session session = Session.read(live, busyMillis, work)) {
            session.number("SELECT count(*) FROM main.sqlite_schema");
        } catch (Fault e) {
            throw impossible(e);
        }
    }

    /** A live database that is missing or damaged takes no tables. */
    static Fault impossible(Fault e) {
        return switch (e.code()) {
            case DATABASE_MISSING -> new Fault(e, ErrorCode.PARTS_IMPOSSIBLE, "there is no live database");
            case DATABASE_DAMAGED -> new Fault(e, ErrorCode.PARTS_IMPOSSIBLE, "the live database is damaged");
            default -> e;
        };
    }

    @Override
    public DatabaseFacts check(Work work) {
        DatabaseFacts facts = whole.check(work);
        try (Session session = Session.read(live, BUSY_MILLIS, work)) {
            session.beginReading();
            PartsPlan.of(declared(session, work), session, parts);
        } catch (Fault e) {
            throw impossible(e);
        }
        return facts;
    }

    /** @throws Fault PARTS_IMPOSSIBLE when its text is in another encoding than the live database's, since it would be converted */
    private Map<String, TableDeclaration> declared(Session liveSession, Work work) {
        built.requireUntouched();
        try (Session staged = Session.read(built.path(), 0, work)) {
            String wanted = staged.text("PRAGMA encoding");
            String found = liveSession.text("PRAGMA encoding");
            if (!wanted.equals(found)) {
                throw new Fault(
                        ErrorCode.PARTS_IMPOSSIBLE, "the live database is in " + found + ", the backup in " + wanted);
            }
            return TableDeclaration.all(staged);
        }
    }

    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        return whole.dump(sql, work);
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) throws IOException {
        built.requireUntouched();
        Map<String, TableDeclaration> declared;
        try (Session session = Session.read(live, BUSY_MILLIS, work)) {
            declared = declared(session, work);
        } catch (Fault e) {
            throw impossible(e);
        }
        Fence last = () -> {
            built.requireUntouched();
            fence.pass();
        };
        try (PartsSwap swap = new PartsSwap(live, built.path(), last, work)) {
            swap.run(declared, parts, lockTimeout);
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
