import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Makes the small shop that {@code bin/run} protects when it is given no database. Run from its source, with the SQLite driver on
 * the class path: the machine may have no {@code sqlite3}. The file appears whole or not at all.
 */
class SampleDatabase {
    private static final String SHOP =
            """
            CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT);
            CREATE TABLE products(sku TEXT PRIMARY KEY, title TEXT NOT NULL, price NUMERIC NOT NULL, photo BLOB) WITHOUT ROWID;
            CREATE TABLE orders(id INTEGER PRIMARY KEY AUTOINCREMENT, customer_id INTEGER NOT NULL REFERENCES customers(id),
              sku TEXT NOT NULL REFERENCES products(sku), quantity INTEGER NOT NULL, ordered_at TEXT NOT NULL);
            CREATE INDEX orders_by_customer ON orders(customer_id);
            CREATE VIEW sales AS SELECT p.title, sum(o.quantity) AS sold FROM orders o JOIN products p USING (sku) GROUP BY p.sku;
            INSERT INTO customers(name, city) VALUES ('Ada', 'London'), ('王芳', '上海'), ('Zoë', 'Zürich'), ('O''Brien', NULL);
            INSERT INTO products VALUES ('tea', 'Green tea', 4.5, x'89504e47'), ('cup', '茶杯', 12, NULL), ('pot', 'Teapot', 39.9, NULL);
            INSERT INTO orders(customer_id, sku, quantity, ordered_at)
              WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 199)
              SELECT 1 + i % 4, CASE i % 3 WHEN 0 THEN 'tea' WHEN 1 THEN 'cup' ELSE 'pot' END, 1 + i % 5,
                datetime('2026-01-01', i || ' hours') FROM n;
            """;

    public static void main(String[] args) throws IOException, SQLException {
        Path file = Path.of(args[0]).toAbsolutePath();
        Path unfinished = Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new");
        try {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + unfinished);
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate(SHOP);
                statement.execute("PRAGMA journal_mode = WAL");
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }
}
