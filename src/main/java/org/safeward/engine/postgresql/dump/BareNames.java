package org.safeward.engine.postgresql.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.dump.FunctionBody.Use;
import org.safeward.engine.postgresql.sql.ObjectName;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Finds what is made or filled by functions that call something by its bare name. A dump is loaded with an empty search_path, by whomever,
 * so that such a function fails: indexes over it, checks, generated columns, materialized views. And finds checks and generated columns
 * whose functions read tables: they are computed while rows are loaded, when the other table may be empty still.
 *
 * <p>A heuristic over the catalogs and {@link FunctionBody}: nothing is run. It says too much where a name is only spelt like that of
 * an object, or where the function does not come to that line; it misses names in strings and in languages other than SQL and PL/pgSQL.
 */
final class BareNames {
    private static final String FUNCTIONS = """
            SELECT p.oid::bigint, n.nspname, p.proname, pg_get_function_identity_arguments(p.oid),
                CASE WHEN l.lanname IN ('sql', 'plpgsql') THEN coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ELSE '' END,
                EXISTS (SELECT FROM unnest(p.proconfig) c WHERE c LIKE 'search\\_path=%') OR p.prosqlbody IS NOT NULL
            FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_language l ON l.oid = p.prolang
            WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'""";

    /** By bare name, with the schema; one of pg_catalog is found without a search_path. */
    private static final String TABLES =
            "SELECT c.relname, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " WHERE c.relkind IN ('r', 'v', 'm', 'p', 'f', 'S') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    private static final String TYPES =
            "SELECT t.typname, n.nspname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace"
                    + " WHERE t.typcategory <> 'A' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

    private static final String SYSTEM_FUNCTIONS =
            "SELECT DISTINCT proname, 'pg_catalog' FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace";

    /** @param fixed whether its names do not go by the search_path of who calls it */
    private record Function(long oid, TableName name, String arguments, String source, boolean fixed) {
        /** What looks for names when it is called. */
        String body() {
            return fixed ? "" : source;
        }

        String text() {
            return name + "(" + arguments + ")";
        }
    }

    /** What is computed for each row while it is loaded; all others when every row is there. */
    private static final Set<String> COMPUTED_BY_ROW = Set.of("constraint", "domain constraint", "column");

    /** A function, and what it looks for by a bare name. */
    private record Reliance(Function function, TableName on) {}

    private final Session session;
    private final Map<Long, Function> functions = new LinkedHashMap<>();
    private final Map<String, List<Function>> byName = new HashMap<>();
    private final Map<Use, Map<String, String>> schemas = new HashMap<>();
    private final Map<Long, Optional<Reliance>> known = new HashMap<>();

    BareNames(Session session) {
        this.session = session;
    }

    /** In the session's transaction, of its snapshot. */
    List<Warning> warnings() {
        var evaluated =
                session.list(query(), row -> new String[] {
                    row.getString(1), row.getString(2), row.getString(3), row.getString(4), row.getString(5)
                });
        if (evaluated.isEmpty()) {
            return List.of();
        }
        readCatalogs();
        var warnings = new LinkedHashMap<String, Warning>();
        for (var use : evaluated) {
            String object = object(use[0], use[1], new TableName(use[2], use[3]));
            reliance(Long.parseLong(use[4]), new HashSet<>())
                    .ifPresent(found -> warnings.putIfAbsent(
                            object,
                            Warning.of(
                                    WarningCode.NEEDS_SEARCH_PATH,
                                    object,
                                    found.function().text(),
                                    found.on(),
                                    TableName.part(found.on().schema()))));
            if (COMPUTED_BY_ROW.contains(use[0])) {
                read(Long.parseLong(use[4]), new HashSet<>())
                        .ifPresent(found -> warnings.putIfAbsent(
                                object,
                                Warning.of(
                                        WarningCode.READS_TABLES,
                                        object,
                                        found.function().text(),
                                        found.on())));
            }
        }
        return List.copyOf(warnings.values());
    }

    static String object(String kind, String part, TableName name) {
        return switch (kind) {
            case "column" -> "column " + name + "." + TableName.part(part);
            case "domain constraint" -> "constraint " + TableName.part(part) + " on domain " + name;
            default -> part == null ? ObjectName.of(kind, name) : ObjectName.of(kind, part, name);
        };
    }

    private void readCatalogs() {
        session.list(
                        FUNCTIONS,
                        row -> new Function(
                                row.getLong(1),
                                new TableName(row.getString(2), row.getString(3)),
                                row.getString(4),
                                row.getString(5),
                                row.getBoolean(6)))
                .forEach(function -> {
                    functions.put(function.oid(), function);
                    byName.computeIfAbsent(function.name().name(), name -> new ArrayList<>())
                            .add(function);
                });
        schemas.put(Use.TABLE, names(TABLES));
        schemas.put(Use.TYPE, names(TYPES));
        var functionSchemas = new HashMap<String, String>();
        byName.forEach(
                (name, same) -> functionSchemas.put(name, same.get(0).name().schema()));
        names(SYSTEM_FUNCTIONS).keySet().forEach(functionSchemas::remove);
        schemas.put(Use.FUNCTION, functionSchemas);
    }

    private Map<String, String> names(String query) {
        var names = new HashMap<String, String>();
        session.list(query, row -> names.put(row.getString(1), row.getString(2)));
        return names;
    }

    /** Of the function itself, or of one that it calls. */
    private Optional<Reliance> reliance(long oid, Set<Long> underWay) {
        var function = functions.get(oid);
        if (function == null || !underWay.add(oid)) {
            return Optional.empty();
        }
        var before = known.get(oid);
        if (before != null) {
            return before;
        }
        var found = inBody(function, underWay);
        known.put(oid, found);
        return found;
    }

    private Optional<Reliance> inBody(Function function, Set<Long> underWay) {
        var mentions = FunctionBody.mentions(function.body());
        for (var mention : mentions) {
            String schema = schemas.get(mention.use()).get(mention.name());
            if (mention.schema().isEmpty() && schema != null) {
                return Optional.of(new Reliance(function, new TableName(schema, mention.name())));
            }
        }
        return mentions.stream()
                .filter(mention ->
                        mention.use() == Use.FUNCTION && !mention.schema().isEmpty())
                .flatMap(mention -> byName.getOrDefault(mention.name(), List.of()).stream()
                        .filter(called -> called.name().schema().equals(mention.schema())))
                .flatMap(called -> reliance(called.oid(), underWay).stream())
                .findFirst();
    }

    /** The first table that the function reads, or one that it calls; found by name alone, whatever its schema. */
    private Optional<Reliance> read(long oid, Set<Long> underWay) {
        var function = functions.get(oid);
        if (function == null || !underWay.add(oid)) {
            return Optional.empty();
        }
        var mentions = FunctionBody.mentions(function.source());
        for (var mention : mentions) {
            String schema = schemas.get(mention.use()).get(mention.name());
            if (mention.use() == Use.TABLE && schema != null) {
                return Optional.of(new Reliance(function, new TableName(schema, mention.name())));
            }
        }
        return mentions.stream()
                .filter(mention -> mention.use() == Use.FUNCTION)
                .flatMap(mention -> byName.getOrDefault(mention.name(), List.of()).stream())
                .flatMap(called -> read(called.oid(), underWay).stream())
                .findFirst();
    }

    private static String query() {
        try (InputStream sql = BareNames.class.getResourceAsStream("evaluated.sql")) {
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
