package org.safeward.engine.postgresql.parts;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * A table that is restored by itself, as one of the two databases has it now.
 *
 * @param columns in their order, generated ones too
 * @param tree the table, and of a partitioned one every partition below it
 */
record PartTable(TableName name, long oid, List<Column> columns, List<Relation> tree) {

    /**
     * @param type with its modifier; {@code typeName} without
     * @param collation empty when it is that of the type
     * @param identity as pg_attribute has it: empty, {@code a} or {@code d}
     * @param generated as pg_attribute has it: empty, {@code s} for stored, {@code v} for virtual
     * @param expression of a generated column, else empty
     */
    record Column(
            String name,
            String type,
            String typeName,
            String collation,
            String identity,
            String generated,
            String expression,
            boolean required) {
        boolean isGenerated() {
            return !generated.isEmpty();
        }

        /** Its values are nowhere but in its expression. */
        boolean isVirtual() {
            return generated.equals("v");
        }

        String generation() {
            return "GENERATED ALWAYS AS (" + expression + ")" + (isVirtual() ? " VIRTUAL" : " STORED");
        }
    }

    /** @param kind {@code r} when it has rows itself, {@code p} when it is partitioned */
    record Relation(TableName name, long oid, String kind) {
        boolean isPartitioned() {
            return kind.equals("p");
        }

        /** As ALTER TABLE and LOCK TABLE take it: children by inheritance are left alone, partitions are part of it. */
        String alone() {
            return isPartitioned() ? name.sql() : "ONLY " + name.sql();
        }
    }

    PartTable {
        columns = List.copyOf(columns);
        tree = List.copyOf(tree);
    }

    boolean isPartitioned() {
        return tree.get(0).isPartitioned();
    }

    /** Those that hold the rows. */
    List<Relation> stored() {
        return tree.stream().filter(relation -> !relation.isPartitioned()).toList();
    }

    /** The columns that have values of their own, as a list in parentheses; empty when there are none. */
    String copied() {
        return columns(column -> !column.isGenerated());
    }

    /** The columns whose values are stored, as {@link #copied}. */
    String storedColumns() {
        return columns(column -> !column.isVirtual());
    }

    private String columns(Predicate<Column> which) {
        var names = columns.stream()
                .filter(which)
                .map(column -> TableName.quote(column.name()))
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : " (" + names + ")";
    }
}
