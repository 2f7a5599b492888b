package org.safeward.engine.postgresql.parts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.PartsOutlook.Link;
import org.safeward.engine.PartsOutlook.Obstacle;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a restore of some tables would meet in the live database, for whoever decides about it. */
public final class PartsLook {
    private final Session live;
    private final Destination.Parts parts;
    private final List<Obstacle> obstacles = new ArrayList<>();

    public PartsLook(Session live, Destination.Parts parts) {
        this.live = live;
        this.parts = parts;
    }

    /** @throws Fault PARTS_INVALID, PARTS_IMPOSSIBLE, DATABASE_UNREACHABLE, ... */
    public PartsOutlook outlook() {
        if (parts.into().isPresent()) {
            return beside(parts.into().get());
        }
        var tables = tables();
        return new PartsOutlook(
                links(tables), new Silence(live, tables).names(), Sequences.names(live, tables), obstacles);
    }

    private PartsOutlook beside(String ending) {
        var there = new PartTables(live);
        Request.requireApart(parts.tables().stream()
                .flatMap(name -> there.find(name).stream())
                .toList());
        for (String name : parts.tables()) {
            noteIfAny(
                    name,
                    () -> Copies.requireFree(live, Copies.copy(new SqlTokens(name).qualifiedName("public"), ending)));
        }
        return new PartsOutlook(List.of(), List.of(), List.of(), obstacles);
    }

    private List<PartTable> tables() {
        var there = new PartTables(live);
        var tables = new ArrayList<PartTable>();
        for (String name : parts.tables()) {
            noteIfAny(name, () -> {
                var table = there.find(name).orElseThrow(() -> Likeness.missing(name));
                tables.add(table);
                LiveObstacles.find(live, table).ifPresent(why -> obstacles.add(new Obstacle(name, why)));
            });
        }
        Request.requireApart(tables);
        return tables;
    }

    private void noteIfAny(String table, Runnable look) {
        try {
            look.run();
        } catch (Fault why) {
            if (!why.code().name().startsWith("PARTS_") || why.code() == ErrorCode.PARTS_INVALID) {
                throw why;
            }
            obstacles.add(new Obstacle(table, why));
        }
    }

    /** Those with an end that is not among the tables. */
    private List<Link> links(List<PartTable> tables) {
        var named = new HashSet<String>();
        tables.forEach(table ->
                table.tree().forEach(relation -> named.add(relation.name().toString())));
        return new ForeignKeys(live, tables)
                .links().stream()
                        .filter(link -> !named.contains(link.from()) || !named.contains(link.to()))
                        .toList();
    }
}
