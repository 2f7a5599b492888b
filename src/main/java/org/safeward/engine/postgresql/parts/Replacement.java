package org.safeward.engine.postgresql.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Relation;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/** The rows of tables take the place of the live ones, inside the caller's transaction. */
final class Replacement implements Exchange {
    private final Session staged;
    private final Session live;
    private final List<PartTable> tables;
    private final RowStream stream;
    private final Work work;

    /** @param tables as they are staged */
    Replacement(Session staged, Session live, List<PartTable> tables, Work work) {
        this.staged = staged;
        this.live = live;
        this.tables = tables;
        this.stream = new RowStream(work);
        this.work = work;
    }

    /** @throws Fault PARTS_DIFFER, PARTS_IMPOSSIBLE */
    @Override
    public void check() {
        var targets = targets();
        requireNoObstacle(targets);
        new Sequences(live, stream).requireMovable(staged, tables, targets);
    }

    private void requireNoObstacle(List<PartTable> targets) {
        targets.forEach(target -> LiveObstacles.find(live, target).ifPresent(why -> {
            throw why;
        }));
    }

    /** @throws Fault PARTS_DIFFER, PARTS_IMPOSSIBLE; with the server's exception for its cause when rows break a rule */
    @Override
    public void run() {
        // No check is put off behind the end of its statement.
        live.execute("SET CONSTRAINTS ALL IMMEDIATE");
        lock();
        var targets = targets();
        requireNoObstacle(targets);
        var keys = new ForeignKeys(live, targets);
        var keysBefore = keys.state();
        var checks = new NotValidChecks(staged, tables, live, targets);
        var silence = new Silence(live, targets);
        keys.takeOff();
        checks.takeOff();
        silence.begin();
        var sent = new ArrayList<RowStream.Seen>();
        for (int i = 0; i < tables.size(); i++) {
            delete(targets.get(i));
            sent.add(copy(tables.get(i), targets.get(i)));
        }
        checks.makeAgain();
        keys.makeAgain();
        silence.end();
        if (!new ForeignKeys(live, targets).state().equals(keysBefore)) {
            throw PartsImpossible.of(ReasonCode.WHY_KEYS_NOT_AGAIN);
        }
        new Sequences(live, stream).advance(staged, tables, targets);
        requireSame(targets, sent);
        StaleViews.over(live, targets)
                .forEach(view -> work.warn(Warning.of(WarningCode.MATERIALIZED_VIEW_STALE, view)));
    }

    /** The live tables, which have to be like those that are staged. */
    private List<PartTable> targets() {
        var there = new PartTables(live);
        var likeness = new Likeness(staged, live);
        var targets = new ArrayList<PartTable>();
        for (var table : tables) {
            var target = there.find(table.name().toString());
            Likeness.requireColumns(table, target);
            likeness.requireTypes(table);
            targets.add(target.orElseThrow());
        }
        return targets;
    }

    /**
     * Whoever reads or writes these tables, or those that foreign keys tie to them, waits from here on: a key is taken off two tables. In the
     * order of their oids, as far as they are known before: what has changed until the lock was had is locked behind.
     */
    private void lock() {
        Set<Relation> locked = new HashSet<>();
        while (true) {
            var needed = new TreeSet<>(Comparator.comparingLong(Relation::oid));
            var targets = targets();
            targets.forEach(table -> needed.addAll(table.tree()));
            needed.addAll(new ForeignKeys(live, targets).relations());
            needed.removeIf(locked::contains);
            if (needed.isEmpty()) {
                return;
            }
            live.execute("LOCK TABLE " + needed.stream().map(Relation::alone).collect(Collectors.joining(", "))
                    + " IN ACCESS EXCLUSIVE MODE");
            locked.addAll(needed);
        }
    }

    private void delete(PartTable target) {
        for (var relation : target.stored()) {
            live.execute("DELETE FROM ONLY " + relation.name().sql());
        }
    }

    private RowStream.Seen copy(PartTable table, PartTable target) {
        var seen = new RowStream.Seen();
        for (var relation : table.stored()) {
            stream.copy(
                    staged,
                    relation.name().sql() + table.copied(),
                    live,
                    target.name().sql() + table.copied(),
                    seen);
        }
        return seen;
    }

    private void requireSame(List<PartTable> targets, List<RowStream.Seen> sent) {
        for (int i = 0; i < tables.size(); i++) {
            String columns = tables.get(i).copied();
            var sources = targets.get(i).stored().stream()
                    .map(relation -> relation.name().sql() + columns)
                    .toList();
            stream.requireSame(live, sources, sent.get(i), tables.get(i).name());
        }
    }

    @Override
    public List<TableName> written() {
        return tables.stream().map(PartTable::name).toList();
    }
}
