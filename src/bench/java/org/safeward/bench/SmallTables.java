package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Many tables with next to nothing in them: what counts is the work for each table. */
final class SmallTables {
    private SmallTables() {}

    /** @param key the type of the first column */
    static Path script(Workbench bench, String key) throws IOException {
        StringBuilder sql = new StringBuilder("BEGIN;\n");
        for (int n = 1; n <= bench.size().smallTables(); n++) {
            sql.append("""
                    CREATE TABLE table_%1$d(id %2$s, name TEXT NOT NULL, amount NUMERIC);
                    CREATE INDEX name_%1$d ON table_%1$d(name);
                    INSERT INTO table_%1$d VALUES (1,'one',1.5),(2,'two',2),(3,'three',NULL),(4,'four',4),(5,'five',-5);
                    """.formatted(n, key));
        }
        return Files.writeString(bench.files().resolve("small.sql"), sql.append("COMMIT;\n"));
    }

    /** One table of ten rows: what counts is what a backup takes however little it holds. */
    static Path smallest(Workbench bench) throws IOException {
        return Files.writeString(bench.files().resolve("smallest.sql"), """
                CREATE TABLE item(id INTEGER PRIMARY KEY, name TEXT NOT NULL, amount NUMERIC);
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10)
                INSERT INTO item SELECT i, 'item ' || i, i * 1.25 FROM n;
                """);
    }
}
