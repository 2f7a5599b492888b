package org.safeward.engine.sqlite.dump;

import org.safeward.engine.sqlite.connection.Session;

/**
 * How many bytes at the end of each page SQLite leaves to an extension (cksumvfs keeps checksums there). The driver gives no way to ask for
 * it or to set it, and the file must not be read beside SQLite: closing it would take away the locks of this process. So it is measured: what
 * is missing from the first leaf of the schema's b-tree (SQLite's "Database File Format", "B-tree Pages"), of which all cells are known.
 */
final class PageReserve {
    /** A cell has the length of its record, the row id and the record; and that one the length and the types of its five values. */
    private static final String MEASURED = """
            WITH leaf AS (
                SELECT pageno, pgsize, ncell, payload, unused FROM dbstat
                WHERE schema = 'main' AND name IN ('sqlite_schema', 'sqlite_master') AND pagetype = 'leaf' ORDER BY path LIMIT 1
            ), stored AS (
                SELECT rowid AS id, rootpage AS root, ifnull(length(CAST(type AS BLOB)), 0) AS a, ifnull(length(CAST(name AS BLOB)), 0) AS b,
                    ifnull(length(CAST(tbl_name AS BLOB)), 0) AS c, ifnull(length(CAST(sql AS BLOB)), 0) AS d
                FROM main.sqlite_schema ORDER BY rowid LIMIT (SELECT ncell FROM leaf)
            ), record AS (
                SELECT id, 6 + (a > 57) + (b > 57) + (b > 8185) + (c > 57) + (c > 8185) + (d > 57) + (d > 8185) + a + b + c + d
                    + CASE WHEN root IS NULL OR root <= 1 THEN 0 WHEN root <= 127 THEN 1 WHEN root <= 32767 THEN 2
                        WHEN root <= 8388607 THEN 3 ELSE 4 END AS bytes
                FROM stored
            )
            SELECT CASE WHEN payload = (SELECT total(bytes) FROM record)
                THEN pgsize - CASE pageno WHEN 1 THEN 108 ELSE 8 END - 2 * ncell - unused - payload - (SELECT ifnull(sum(
                    1 + (bytes > 127) + (bytes > 16383) + 1 + (id > 127) + (id > 16383) + (id > 2097151)), 0) FROM record)
                ELSE 0 END FROM leaf""";

    private PageReserve() {}

    /** 0 also where it cannot be told: the first leaf has an object whose text is longer than a page. */
    static long bytes(Session session) {
        return session.rows(MEASURED, row -> row.getLong(1)).stream()
                .findFirst()
                .orElse(0L);
    }
}
