package org.safeward.engine.sqlite.parts;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.script.SqlNames;

/** What foreign keys refer to, in one database. */
final class ParentKeys {
    private final Map<String, TableDeclaration> tables;
    private final Map<String, List<TableIndex>> indexes;

    ParentKeys(Session session) {
        this.tables = TableDeclaration.all(session);
        this.indexes = TableIndex.all(session);
    }

    TableDeclaration table(String name) {
        return tables.get(SqlNames.folded(name));
    }

    /**
     * @return the columns that it refers to, none when there is no such table; empty when they are not unique, so that SQLite calls it a
     *     mismatch instead of enforcing it
     */
    Optional<List<String>> of(ForeignKey key) {
        TableDeclaration parent = table(key.parent());
        if (parent == null) {
            return Optional.of(List.of());
        }
        if (!parent.isOrdinary()) {
            return Optional.empty();
        }
        List<String> primary =
                parent.key().stream().map(column -> column.column().name()).toList();
        List<String> columns = key.to().isEmpty() ? primary : key.to();
        boolean fits = !columns.isEmpty() && columns.size() == key.from().size();
        return fits && isUnique(parent, folded(columns), folded(primary)) ? Optional.of(columns) : Optional.empty();
    }

    private boolean isUnique(TableDeclaration parent, Set<String> columns, Set<String> primary) {
        return columns.equals(primary)
                || indexes.getOrDefault(parent.name(), List.of()).stream()
                        .filter(index -> index.unique() && !index.partial())
                        .filter(index -> index.keys().stream()
                                .allMatch(key -> key.column().isPresent()))
                        .map(index -> folded(index.keys().stream()
                                .map(key -> key.column().orElseThrow())
                                .toList()))
                        .anyMatch(columns::equals);
    }

    private static Set<String> folded(List<String> names) {
        Set<String> folded = new HashSet<>();
        names.forEach(name -> folded.add(SqlNames.folded(name)));
        return folded;
    }
}
