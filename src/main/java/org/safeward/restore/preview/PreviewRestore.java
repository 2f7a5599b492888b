package org.safeward.restore.preview;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Destination;
import org.safeward.engine.Loss;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.RestoreWay;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.restore.destination.NamedTables;
import org.safeward.restore.source.LostDatabase;
import org.safeward.restore.source.RestoreSource;

/**
 * Looks at what a restore would do, without doing anything: whether it can, and which tables and rows there are now. The restore itself
 * makes all its checks again, and more of them; this is for the person who decides.
 */
@ApplicationScoped
public class PreviewRestore {
    @Inject
    private Databases databases;

    @Inject
    private BackupPlaces places;

    @Inject
    private FileLook file;

    /**
     * @param backedUp what the restore would bring
     * @param live what is there now; empty when there is none, or it cannot be read
     * @param address of the database, for people
     * @param code what loading runs with rights beyond the database; empty when nothing, or when that cannot be found out
     * @param parts what a restore of some tables meets; empty of every other, or when that cannot be found out
     */
    record Preview(
            String address,
            List<Manifest.Table> backedUp,
            Optional<DatabaseFacts> live,
            List<RestoreCheck> checks,
            Optional<LoadedCode> code,
            Optional<PartsOutlook> parts) {}

    /** @throws Fault UNKNOWN_DATABASE, NO_DATABASE, PARTS_UNKNOWN */
    Preview of(RestoreSource source, String database, Destination destination, Messages messages) {
        if (destination instanceof Destination.NewDatabase beside) {
            return besides(source, database, beside, messages);
        }
        return destination instanceof Destination.Parts parts
                ? parts(source, database, parts, messages)
                : live(source, database, messages);
    }

    /** Into a new database beside the live one, which is not looked at: nothing of it changes. */
    private Preview besides(RestoreSource source, String database, Destination.NewDatabase beside, Messages messages) {
        DatabaseEngine engine = databases.engine(database);
        List<RestoreCheck> checks = new ArrayList<>();
        checks.add(file.of(source, messages));
        checks.add(engine(source, engine, messages));
        Optional<LoadedCode> code = runs(source, engine, beside, checks, messages);
        String address = beside.name();
        try {
            address = engine.freeTarget(beside.name(), Work.UNWATCHED);
            checks.add(RestoreCheck.passed("target", messages.text("PREVIEW_TARGET", address)));
            // A database server's disk cannot be seen from here.
            if (databases.sqliteFile(database).isPresent()) {
                checks.add(SpaceCheck.of(Path.of(address).getParent(), source.sqlBytes(), messages));
            }
        } catch (Fault e) {
            boolean known = e.code() == ErrorCode.TARGET_INVALID || e.code() == ErrorCode.TARGET_EXISTS;
            checks.add(
                    known
                            ? RestoreCheck.failed("target", e, messages)
                            : RestoreCheck.unknown("target", messages.message(e)));
        }
        return new Preview(address, source.tables(), Optional.empty(), checks, code, Optional.empty());
    }

    private Preview live(RestoreSource source, String database, Messages messages) {
        DatabaseEngine engine = databases.engine(database);
        List<RestoreCheck> checks = new ArrayList<>();
        checks.add(file.of(source, messages));
        checks.add(engine(source, engine, messages));
        Optional<LoadedCode> code = runs(source, engine, new Destination.Live(), checks, messages);
        Optional<DatabaseFacts> live = live(engine, checks, messages);
        // Rows without a schema have one way only.
        if (!isDegraded(source)) {
            way(engine, messages).ifPresent(checks::add);
        }
        live.flatMap(facts -> version(source, facts, messages)).ifPresent(checks::add);
        live.flatMap(facts -> loss(source, facts, messages)).ifPresent(checks::add);
        checks.add(space(source, database, live, messages));
        return new Preview(engine.address(), source.tables(), live, checks, code, Optional.empty());
    }

    private Preview parts(RestoreSource source, String database, Destination.Parts parts, Messages messages) {
        DatabaseEngine engine = databases.engine(database);
        if (source.provesItself()) {
            NamedTables.require(parts, source.tables(), engine);
        }
        List<RestoreCheck> checks = new ArrayList<>();
        checks.add(file.of(source, messages));
        checks.add(engine(source, engine, messages));
        Optional<LoadedCode> code = runs(source, engine, parts, checks, messages);
        PreviewParts tables = new PreviewParts(engine, parts, checks, messages);
        Optional<DatabaseFacts> live = tables.live();
        Optional<PartsOutlook> outlook = isDegraded(source) ? tables.impossible() : tables.outlook();
        live.flatMap(facts -> version(source, facts, messages)).ifPresent(checks::add);
        if (parts.into().isEmpty()) {
            live.flatMap(facts -> loss(source, facts, messages)).ifPresent(checks::add);
        }
        checks.add(space(source, database, live, messages));
        return new Preview(engine.address(), NamedTables.of(parts, source.tables()), live, checks, code, outlook);
    }

    private static boolean isDegraded(RestoreSource source) {
        return "true".equals(source.details().get("degraded"));
    }

    private static RestoreCheck engine(RestoreSource source, DatabaseEngine engine, Messages messages) {
        // A script of others that does not say for which engine it was written has been read by this one.
        String kind = source.engine().orElse(engine.kind());
        return kind.equals(engine.kind())
                ? RestoreCheck.passed("engine", messages.text("PREVIEW_ENGINE", kind))
                : RestoreCheck.failed("engine", new Fault(ErrorCode.WRONG_ENGINE, kind, engine.kind()), messages);
    }

    private static Optional<DatabaseFacts> live(DatabaseEngine engine, List<RestoreCheck> checks, Messages messages) {
        try {
            DatabaseFacts facts = engine.inspect(Work.UNWATCHED);
            checks.add(RestoreCheck.passed(
                    "live", messages.text("PREVIEW_LIVE", facts.tables().size(), rows(facts))));
            checks.add(RestoreCheck.passed("safety", messages.text("PREVIEW_SAFETY")));
            return Optional.of(facts);
        } catch (Fault e) {
            if (LostDatabase.isMissing(e)) {
                checks.add(RestoreCheck.passed("safety", messages.text("PREVIEW_NOTHING_TO_SAVE")));
            } else if (LostDatabase.is(e)) {
                checks.add(RestoreCheck.failed("safety", e, messages).unless("safety_backup"));
            } else {
                checks.add(RestoreCheck.unknown("live", messages.message(e)));
            }
            return Optional.empty();
        }
    }

    /** Named for the person who decides, and whose request says that they were. */
    private static Optional<LoadedCode> runs(
            RestoreSource source,
            DatabaseEngine engine,
            Destination destination,
            List<RestoreCheck> checks,
            Messages messages) {
        try {
            Optional<LoadedCode> code = LoadedCode.of(engine, source.details(), source.sha256(), destination);
            code.ifPresent(known -> checks.add(RestoreCheck.passed("functions", known.text(messages))));
            return code;
        } catch (Fault e) {
            checks.add(RestoreCheck.unknown("functions", messages.message(e)));
            return Optional.empty();
        }
    }

    private static Optional<RestoreCheck> way(DatabaseEngine engine, Messages messages) {
        try {
            return engine.restoreWay(Work.UNWATCHED)
                    .map(way -> RestoreCheck.passed(
                            "mode",
                            messages.text(
                                    key(way), way.why().map(messages::text).orElse(""))));
        } catch (Fault e) {
            return Optional.of(
                    e.code() == ErrorCode.RESTORE_MODE_IMPOSSIBLE
                            ? RestoreCheck.failed("mode", e, messages)
                            : RestoreCheck.unknown("mode", messages.message(e)));
        }
    }

    /** Of the sentence that names a way, before a restore and in its job. */
    public static String key(RestoreWay way) {
        if (!way.inPlace()) {
            return "CHECK_MODE_SWAP";
        }
        return way.why().isEmpty() ? "CHECK_MODE_IN_PLACE" : "CHECK_MODE_IN_PLACE_SINCE";
    }

    private static Optional<RestoreCheck> version(RestoreSource source, DatabaseFacts live, Messages messages) {
        return source.engineVersion()
                .map(version ->
                        RestoreCheck.passed("version", messages.text("PREVIEW_VERSION", version, live.version())));
    }

    /**
     * By what was counted in the file without running it: rows that come from a SELECT are not in that count, so this may name a table
     * that the restore itself finds filled.
     */
    private static Optional<RestoreCheck> loss(RestoreSource source, DatabaseFacts live, Messages messages) {
        Loss loss = Loss.of(live.tables(), source.tables());
        return source.provesItself() || loss.isNone()
                ? Optional.empty()
                : Optional.of(RestoreCheck.failed("complete", messages.text("PREVIEW_LACKS", loss.named()))
                        .unless("accept_unverifiable"));
    }

    /** For the staging place beside an SQLite file, else for the safety backup: a database server's disk cannot be seen from here. */
    private RestoreCheck space(RestoreSource source, String database, Optional<DatabaseFacts> live, Messages messages) {
        Optional<Path> file = databases.sqliteFile(database);
        boolean beside = file.isPresent();
        Path place = file.map(Path::getParent).orElseGet(() -> places.of(database));
        long needed =
                beside ? source.sqlBytes() : live.map(DatabaseFacts::bytes).orElse(0L);
        return SpaceCheck.of(place, needed, messages);
    }

    private static long rows(DatabaseFacts facts) {
        return facts.tables().stream().mapToLong(Manifest.Table::rows).sum();
    }
}
