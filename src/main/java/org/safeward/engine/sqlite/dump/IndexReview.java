package org.safeward.engine.sqlite.dump;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Finds the indexes of one table that would not come back by creating them: those whose entries this SQLite would compute
 * otherwise than the one that stored them (text of floats, functions of other versions), and unique ones over rows that are not.
 *
 * <p>What is computed SQLite itself compares, row by row ({@code integrity_check}); this costs as much as creating the table's
 * indexes. The columns of all other unique indexes are looked at in the index, which is sorted.
 */
final class IndexReview {
    /** {@code integrity_check} of one table ends after so many messages. */
    private static final int MOST_MESSAGES = 100;

    private final Set<String> differing = new HashSet<>();
    private final Set<String> notUnique = new HashSet<>();
    private final Set<String> incomplete = new HashSet<>();
    private final Set<String> failing = new HashSet<>();

    IndexReview(TableShape table, List<TableIndex> indexes, Session session) {
        boolean anyComputed = indexes.stream().anyMatch(index -> index.isComputed(table));
        if (anyComputed) {
            compare(table, indexes, session);
        }
        for (TableIndex index : indexes) {
            boolean key = table.withoutRowid() && index.origin() == TableIndex.Origin.PRIMARY_KEY;
            if (index.unique() && !key && !index.isComputed(table) && hasDuplicates(index, session)) {
                notUnique.add(index.name());
            }
        }
    }

    /** Whether the stored entries are others than this SQLite would make. */
    boolean differs(TableIndex index) {
        return differing.contains(index.name());
    }

    boolean isNotUnique(TableIndex index) {
        return notUnique.contains(index.name());
    }

    /** Whether it has entries for other rows than it should. */
    boolean isIncomplete(TableIndex index) {
        return incomplete.contains(index.name());
    }

    /** Whether this SQLite cannot compute its entries at all. */
    boolean fails(TableIndex index) {
        return failing.contains(index.name());
    }

    private void compare(TableShape table, List<TableIndex> indexes, Session session) {
        List<TableIndex> computed =
                indexes.stream().filter(index -> index.isComputed(table)).toList();
        List<String> messages;
        try {
            messages = session.rows(
                    "PRAGMA main.integrity_check(" + SqlNames.identifier(table.name()) + ")",
                    row -> session.name(row, 1));
        } catch (Fault e) {
            if (e.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw e;
            }
            // An expression fails for a row that is there: none of them can be computed here.
            computed.forEach(index -> differing.add(index.name()));
            computed.forEach(index -> failing.add(index.name()));
            return;
        }
        for (TableIndex index : computed) {
            boolean maybe = messages.size() >= MOST_MESSAGES;
            if (maybe || said(messages, "row ", " missing from index " + index.name())) {
                differing.add(index.name());
            }
            if (said(messages, "wrong # of entries in index ", index.name())) {
                differing.add(index.name());
                incomplete.add(index.name());
            }
            if (index.unique() && (maybe || said(messages, "non-unique entry in index ", index.name()))) {
                notUnique.add(index.name());
            }
        }
    }

    private static boolean said(List<String> messages, String beginning, String end) {
        return messages.stream().anyMatch(message -> message.startsWith(beginning) && message.endsWith(end));
    }

    private static boolean hasDuplicates(TableIndex index, Session session) {
        List<String> columns = new ArrayList<>();
        List<String> notNull = new ArrayList<>();
        for (TableIndex.Key key : index.keys()) {
            String column = SqlNames.identifier(key.column().orElseThrow());
            columns.add(column + " COLLATE " + SqlNames.identifier(key.collation()));
            notNull.add(column + " IS NOT NULL");
        }
        return session.number("SELECT EXISTS(SELECT 1 FROM main." + SqlNames.identifier(index.table()) + " INDEXED BY "
                        + SqlNames.identifier(index.name())
                        + notNull.stream().collect(Collectors.joining(" AND ", " WHERE ", ""))
                        + columns.stream().collect(Collectors.joining(",", " GROUP BY ", ""))
                        + " HAVING count(*)>1)")
                == 1;
    }
}
