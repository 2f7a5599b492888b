package org.safeward.engine.sqlite.parts;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** What a restore of some tables meets in the live database, without its backup. */
final class Outlook {
    private final Destination.Parts parts;
    private final Session live;
    private final Map<String, TableDeclaration> tables;
    private final Schema schema;
    private final Set<String> named = new HashSet<>();

    Outlook(Destination.Parts parts, Session live) {
        this.parts = parts;
        this.live = live;
        this.tables = TableDeclaration.all(live);
        this.schema = Schema.of(live);
    }

    PartsOutlook look() {
        List<PartsOutlook.Obstacle> obstacles = new ArrayList<>();
        Set<String> taken = PartsPlan.namesOf(live);
        for (String table : parts.tables()) {
            parts.into()
                    .map(into -> obstacle(table + into, taken))
                    .orElseGet(() -> obstacle(table))
                    .ifPresent(why -> obstacles.add(new PartsOutlook.Obstacle(table, why)));
        }
        // A copy refers to nothing, has no triggers, and leaves the sequences alone.
        return parts.into().isPresent()
                ? new PartsOutlook(List.of(), List.of(), List.of(), obstacles)
                : new PartsOutlook(links(), silenced(), sequences(), obstacles);
    }

    private static Optional<Fault> obstacle(String copy, Set<String> taken) {
        return refusal(() -> PartsPlan.requireFree(copy, taken));
    }

    private static Optional<Fault> refusal(Runnable look) {
        try {
            look.run();
            return Optional.empty();
        } catch (Fault e) {
            if (e.code() != ErrorCode.PARTS_TAKEN && e.code() != ErrorCode.PARTS_IMPOSSIBLE) {
                throw e;
            }
            return Optional.of(e);
        }
    }

    private Optional<Fault> obstacle(String table) {
        TableDeclaration found = PartsPlan.find(table, tables).orElse(null);
        if (found == null) {
            return Optional.of(new Fault(ErrorCode.PARTS_DIFFER, table, Reason.of(ReasonCode.WHY_NO_SUCH_TABLE)));
        }
        if (SqlNames.isInternal(found.name())) {
            return Optional.of(PartsImpossible.of(ReasonCode.WHY_INTERNAL_TABLE, table));
        }
        if (!found.isOrdinary()) {
            return Optional.of(new Fault(ErrorCode.PARTS_DIFFER, table, Reason.of(PartsPlan.whyNot(found), table)));
        }
        named.add(SqlNames.folded(found.name()));
        return refusal(() -> BrokenRows.requireReturnable(found.name(), live));
    }

    /** Those with one end among the named tables: of the others both ends come back, or none. */
    private List<PartsOutlook.Link> links() {
        return ForeignKey.all(live).stream()
                .filter(key ->
                        named.contains(SqlNames.folded(key.child())) != named.contains(SqlNames.folded(key.parent())))
                .map(key -> new PartsOutlook.Link("", RawText.shown(key.child()), RawText.shown(key.parent())))
                .distinct()
                .toList();
    }

    private List<String> silenced() {
        return SilencedTriggers.of(named, schema).stream()
                .map(trigger -> "trigger " + RawText.shown(trigger.name()) + " of " + RawText.shown(trigger.table()))
                .toList();
    }

    private List<String> sequences() {
        return schema.objects().stream()
                .filter(object -> named.contains(SqlNames.folded(object.name())))
                .filter(Sequence::isSequenced)
                .map(SchemaObject::name)
                .map(RawText::shown)
                .toList();
    }
}
