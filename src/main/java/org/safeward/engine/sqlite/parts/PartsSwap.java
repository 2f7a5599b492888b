package org.safeward.engine.sqlite.parts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.safeward.engine.Destination;
import org.safeward.engine.Fence;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.dump.TableDigest;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;
import org.safeward.fault.Warning;

/** Brings the rows of some staged tables into the live database, in one transaction. Closing it before its commit rolls back. */
final class PartsSwap implements AutoCloseable {
    /** A stop is heard as often. */
    private static final int BUSY_MILLIS = 250;

    private final Session session;
    private final Path staged;
    private final Fence fence;
    private final Work work;

    /** @param room what it may take of the disk */
    PartsSwap(Path live, Path staged, Room room, Fence fence, Work work) {
        this.staged = staged;
        this.fence = fence;
        this.work = work;
        this.session = Session.write(live, BUSY_MILLIS, work);
        session.keepTo(room);
    }

    /**
     * @param declared the tables of the staged database
     * @param wanted the rows of those that come back, by the table's name there
     */
    void run(
            Map<String, TableDeclaration> declared,
            Map<String, TableDigest> wanted,
            Destination.Parts parts,
            Duration lockTimeout) {
        Locks locks = new Locks(session, work, lockTimeout);
        prepare(locks);
        try (PartsProof proof = new PartsProof(session, wanted)) {
            locks.waitFor("BEGIN IMMEDIATE");
            // Each page that does not fit into the cache would be waited for, as long as anybody reads without WAL.
            session.waitForLocks(0);
            proof.begin();
            List<Part> plan = PartsPlan.of(declared, session, parts);
            if (parts.into().isPresent()) {
                copy(plan);
            } else {
                replace(plan, declared);
            }
            plan.forEach(part -> requireSame(part, wanted.get(part.backedUp().name())));
            List<Warning> stale = StaleIndex.warnings(plan, session);
            locks.waitFor("COMMIT", fence);
            proof.prove(plan);
            stale.forEach(work::warn);
        }
        locks.checkpoint();
    }

    private void prepare(Locks locks) {
        // Nobody changes it meanwhile, and it is not to get a journal or WAL of its own.
        String uri = staged.toUri().toString().replace("file:///", "file:/") + "?mode=ro&immutable=1";
        locks.waitFor("ATTACH DATABASE " + TextLiterals.literal(uri) + " AS " + Part.STAGED);
        session.forbidOtherFiles();
        // What a schema makes SQLite compute has no effects: https://sqlite.org/pragma.html#pragma_trusted_schema.
        for (String setting : List.of("trusted_schema=OFF", "foreign_keys=OFF", "synchronous=FULL")) {
            locks.waitFor("PRAGMA " + setting);
        }
    }

    private void copy(List<Part> plan) {
        for (Part part : plan) {
            session.checkpoint();
            new TableCopy(part, session).make();
        }
    }

    private void replace(List<Part> plan, Map<String, TableDeclaration> declared) {
        plan.forEach(part -> BrokenRows.requireReturnable(part.target(), session));
        String schema = Schema.of(session).digest();
        Violations violations = new Violations(plan, declared, session);
        SilencedTriggers triggers = SilencedTriggers.of(plan, session);
        triggers.drop();
        for (Part part : plan) {
            session.checkpoint();
            BrokenRows.enforceChecks(part, session);
            new RowTransfer(part, session).replace();
            Sequence.raise(part, session);
        }
        violations.requireNoNew();
        triggers.makeAgain();
        if (!Schema.of(session).digest().equals(schema)) {
            throw PartsImpossible.of(ReasonCode.WHY_TRIGGERS_NOT_AGAIN);
        }
    }

    private void requireSame(Part part, TableDigest wanted) {
        TableDigest found = TableDigest.of(part.compared(), part.targetTable(), session);
        if (!found.equals(wanted)) {
            Reason how = found.rows() == wanted.rows()
                    ? Reason.of(ReasonCode.WHY_STORED_OTHERWISE)
                    : Reason.of(ReasonCode.WHY_FEWER_ROWS, found.rows(), wanted.rows());
            throw new Fault(ErrorCode.PARTS_DIFFER, part.shown(), how);
        }
        BrokenRows.enforceChecks(part, session);
        List<String> said = session.rows(
                "PRAGMA main.quick_check(" + SqlNames.identifier(part.target()) + ")", row -> row.getString(1));
        if (!said.equals(List.of("ok"))) {
            throw new Fault(ErrorCode.RESTORE_CHECK_FAILED, String.join("; ", said.subList(0, 1)));
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
