package org.safeward.restore.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.safeward.engine.postgresql.PostgresServer;

/**
 * The same small shop in a database of either kind: customers, their orders and what is in them, and an audit that a trigger writes. Each method opens
 * and closes the database.
 */
abstract class Shop {
    private static final List<String> TABLES = List.of("customers", "orders", "items", "audit");

    /** As the server under test names it. */
    abstract String name();

    abstract String url();

    abstract void sql(String... statements);

    abstract String ask(String query);

    /** As manifests name it. */
    abstract String table(String table);

    /** What a restore may have left behind, by name. */
    abstract List<String> left();

    abstract void dropTrigger();

    abstract void createTrigger();

    void open() {
        TABLES.forEach(table -> sql("DROP TABLE IF EXISTS " + table + "_old"));
        List.of("audit", "items", "orders", "customers").forEach(table -> sql("DROP TABLE IF EXISTS " + table));
        sql(
                "CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL)",
                "CREATE TABLE orders (id integer PRIMARY KEY, customer integer REFERENCES customers ON DELETE CASCADE, state text)",
                "CREATE TABLE items (id integer PRIMARY KEY, of_order integer NOT NULL REFERENCES orders ON DELETE CASCADE, what text)",
                "CREATE TABLE audit (what text)",
                "INSERT INTO customers VALUES (1, 'Ada'), (2, 'Bob')",
                "INSERT INTO orders VALUES (10, 1, 'new'), (11, 2, 'new'), (12, 2, 'new')",
                "INSERT INTO items VALUES (100, 10, 'pen'), (101, 11, 'ink'), (102, 12, 'pad'), (103, 12, 'cap')");
        createTrigger();
    }

    /** Loses an order with what was in it, changes others, and goes on in a table that will not be restored. */
    void goOn() {
        dropTrigger();
        sql(
                "DELETE FROM items WHERE of_order = 12",
                "DELETE FROM orders WHERE id = 12",
                "UPDATE orders SET state = 'sent'",
                "INSERT INTO items VALUES (110, 10, 'nib')",
                "UPDATE customers SET name = 'Eve' WHERE id = 1",
                "INSERT INTO customers VALUES (3, 'Cid')");
        createTrigger();
    }

    /** Every row of the table, in one line. */
    String rows(String table) {
        String columns = switch (table.replace("_old", "")) {
            case "customers" -> "id || name";
            case "orders" -> "id || state";
            case "items" -> "id || what";
            default -> "what";
        };
        String list =
                ask("SELECT string_agg(" + columns + ", ' ') FROM (SELECT * FROM " + table(table) + " ORDER BY 1) t");
        return table + ": " + (list == null || list.isEmpty() ? "none" : list);
    }

    /** All of it, which tells two states apart. */
    List<String> state() {
        return TABLES.stream().map(this::rows).toList();
    }

    static Shop sqlite(Path file) {
        return new Sqlite(file);
    }

    static Shop postgres(PostgresServer server, String database) {
        server.create(database);
        return new Postgres(server, database);
    }

    private static final class Sqlite extends Shop {
        private final Path file;

        Sqlite(Path file) {
            this.file = file;
        }

        @Override
        String name() {
            return "default";
        }

        @Override
        String url() {
            return "jdbc:sqlite:" + file;
        }

        @Override
        void sql(String... statements) {
            try (Connection connection = DriverManager.getConnection(url());
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=20000");
                for (String one : statements) {
                    statement.execute(one);
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        String ask(String query) {
            try (Connection connection = DriverManager.getConnection(url());
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout=20000");
                try (ResultSet rows = statement.executeQuery(query)) {
                    return rows.next() ? rows.getString(1) : null;
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        String table(String table) {
            return table;
        }

        @Override
        void dropTrigger() {
            sql("DROP TRIGGER noting");
        }

        @Override
        void createTrigger() {
            sql("CREATE TRIGGER noting AFTER DELETE ON orders BEGIN INSERT INTO audit VALUES (old.id); END");
        }

        @Override
        List<String> left() {
            try (Stream<Path> files = Files.list(file.getParent())) {
                return files.map(path -> path.getFileName().toString())
                        .filter(name -> !name.equals(file.getFileName().toString()))
                        .sorted()
                        .toList();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class Postgres extends Shop {
        private final PostgresServer server;
        private final String database;

        Postgres(PostgresServer server, String database) {
            this.server = server;
            this.database = database;
            server.sql(
                    database,
                    "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO public.audit VALUES (old.id); RETURN old; END'");
        }

        @Override
        String name() {
            return "pg";
        }

        @Override
        String url() {
            return server.url(database, PostgresServer.SUPERUSER);
        }

        @Override
        void sql(String... statements) {
            server.sql(database, statements);
        }

        @Override
        String ask(String query) {
            return server.ask(database, query);
        }

        @Override
        String table(String table) {
            return "public." + table;
        }

        @Override
        void dropTrigger() {
            sql("DROP TRIGGER noting ON orders");
        }

        @Override
        void createTrigger() {
            sql("CREATE TRIGGER noting AFTER DELETE ON orders FOR EACH ROW EXECUTE FUNCTION note()");
        }

        @Override
        List<String> left() {
            return server.databases().stream()
                    .filter(name -> name.startsWith(database + "_"))
                    .toList();
        }
    }
}
