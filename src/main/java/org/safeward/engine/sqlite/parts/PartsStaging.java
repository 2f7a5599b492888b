package org.safeward.engine.sqlite.parts;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.dump.TableDigest;
import org.safeward.engine.sqlite.restore.BuiltFile;
import org.safeward.engine.sqlite.restore.StagedFile;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/** A backup that is staged whole, of which some tables are to go into the live database. */
public final class PartsStaging implements Staging {
    private static final int BUSY_MILLIS = 250;

    private static final Duration READ_PATIENCE = Duration.ofSeconds(30);

    private final StagedFile whole;
    private final BuiltFile built;
    private final Path live;
    private final Optional<Long> diskReserve;
    private final Destination.Parts parts;

    /**
     * @param whole closed by {@link #close}
     * @param built its file
     * @param diskReserve as {@link Room} takes it
     */
    public PartsStaging(
            StagedFile whole, BuiltFile built, Path live, Optional<Long> diskReserve, Destination.Parts parts) {
        this.whole = whole;
        this.built = built;
        this.live = live;
        this.diskReserve = diskReserve;
        this.parts = parts;
    }

    /**
     * What can be said before anything is staged.
     *
     * @throws Fault PARTS_INVALID; PARTS_IMPOSSIBLE when there is no live database that can be read
     */
    public static void requirePossible(Path live, Destination.Parts parts, Work work) {
        PartsPlan.requireValid(parts);
        reading(live, work, session -> session.number("SELECT count(*) FROM pragma_table_list"));
    }

    /** As {@link org.safeward.engine.DatabaseEngine#outlook}. */
    public static PartsOutlook outlook(Path live, Destination.Parts parts, Work work) {
        PartsPlan.requireValid(parts);
        return reading(live, work, session -> new Outlook(parts, session).look());
    }

    /** Looks at one moment of the live database. One that is missing or damaged takes no tables. */
    private static <T> T reading(Path live, Work work, Function<Session, T> look) {
        try (Session session = Session.read(live, BUSY_MILLIS, work)) {
            new Locks(session, work, READ_PATIENCE).waitFor(Locks.READ);
            session.beginReading();
            return look.apply(session);
        } catch (Fault e) {
            throw impossible(e);
        }
    }

    private static Fault impossible(Fault e) {
        return switch (e.code()) {
            case DATABASE_MISSING -> PartsImpossible.since(e, ReasonCode.WHY_NO_LIVE_DATABASE);
            case DATABASE_DAMAGED -> PartsImpossible.since(e, ReasonCode.WHY_LIVE_DAMAGED);
            default -> e;
        };
    }

    @Override
    public DatabaseFacts check(Work work) {
        DatabaseFacts facts = whole.check(work);
        try (Session staged = Session.read(built.path(), 0, work)) {
            built.requireSame();
            Map<String, TableDeclaration> declared = TableDeclaration.all(staged);
            String encoding = staged.text("PRAGMA encoding");
            reading(live, work, session -> {
                requireSame(encoding, session.text("PRAGMA encoding"));
                LiveDamage.requireSoundTrees(session);
                List<Part> plan = PartsPlan.of(declared, session, parts);
                plan.stream()
                        .flatMap(part -> part.live().stream())
                        .forEach(table -> BrokenRows.requireReturnable(table.name(), session));
                return plan;
            });
        }
        return facts;
    }

    /** SQLite reads no two databases of different encodings together; converted, not all text would be what it was. */
    private static void requireSame(String backedUp, String live) {
        if (!backedUp.equals(live)) {
            throw PartsImpossible.of(ReasonCode.WHY_OTHER_ENCODING, live, backedUp);
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
        Map<String, TableDigest> wanted = new HashMap<>();
        try (Session staged = Session.read(built.path(), 0, work)) {
            built.requireSame();
            declared = TableDeclaration.all(staged);
            for (String table : parts.tables()) {
                TableDeclaration part = PartsPlan.backedUp(table, declared);
                TableShape compared = part.shape().orElseThrow().undeclared();
                wanted.put(part.name(), TableDigest.of(compared, "main." + part.identifier(), staged));
            }
        }
        Fence last = () -> {
            built.requireUntouched();
            fence.pass();
        };
        try (PartsSwap swap = new PartsSwap(live, built.path(), Room.beside(live, diskReserve), last, work)) {
            swap.run(declared, wanted, parts, lockTimeout);
        }
    }

    @Override
    public void close() {
        whole.close();
    }
}
