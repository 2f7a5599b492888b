package org.safeward.engine.sqlite.content;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Asks SQLite whether a staged database is sound. Three may have something to say:
 *
 * <ul>
 *   <li>SQLite about its b-trees: that always is a fault;
 *   <li>a module about its virtual table, and SQLite about rows that break a table's declaration: a database may have been like that
 *       when it was backed up, which is known from the warnings of its manifest alone. What they do not name is a fault. Without a
 *       manifest, with one from before there were warnings, and for modules of another version it is a warning.
 * </ul>
 *
 * <p>Modules are asked table by table, and the rest with the virtual tables out of sight, because a table that its module cannot
 * open would end the whole check.
 */
public final class Soundness {
    /** Manifests of this version tell what was said when the backup was made. */
    private static final int FORMAT_WITH_WARNINGS = 2;

    private static final List<String> KINDS_OF_VALUE =
            List.of("NULL", "NUMERIC", "TEXT", "non-INT", "non-INTEGER", "non-REAL", "non-TEXT", "non-BLOB");

    private final Session session;
    private final Optional<Manifest> told;
    private final Work work;
    private Map<String, String> aboutRows;

    public Soundness(Session session, Optional<Manifest> manifest, Work work) {
        this.session = session;
        this.told = manifest.filter(m -> m.format() >= FORMAT_WITH_WARNINGS);
        this.work = work;
    }

    public void check() {
        // Rows that break a CHECK constraint were there before; they are no damage.
        session.execute("PRAGMA ignore_check_constraints=ON");
        List<String> virtual = ModuleCheck.virtualTables(session);
        virtual.forEach(this::askModule);
        if (virtual.isEmpty()) {
            askSqlite();
            return;
        }
        session.execute("BEGIN");
        session.execute("PRAGMA writable_schema=ON");
        session.execute("DELETE FROM main.sqlite_schema WHERE type = 'table' AND rootpage = 0");
        session.execute("PRAGMA writable_schema=RESET");
        askSqlite();
        session.execute("ROLLBACK");
    }

    private void askModule(String table) {
        ModuleCheck.words(table, session).ifPresent(words -> {
            boolean sameModules = told.map(Manifest::engineVersion)
                    .filter(session.text("SELECT sqlite_version()")::equals)
                    .isPresent();
            accept(
                    Warning.of(WarningCode.VIRTUAL_TABLE_INCONSISTENT, RawText.shown(table), words),
                    words,
                    warning -> !sameModules || wasTold(warning));
        });
    }

    private void askSqlite() {
        // A database may have more rows that break a declaration than any limit; each is looked at, none is kept.
        try (PreparedStatement check =
                        session.connection().prepareStatement("PRAGMA main.quick_check(" + Integer.MAX_VALUE + ")");
                ResultSet found = check.executeQuery()) {
            while (found.next()) {
                String words = session.name(found, 1);
                if (!words.equals("ok")) {
                    String table = aboutRows().get(words);
                    if (table == null) {
                        throw new Fault(ErrorCode.RESTORE_CHECK_FAILED, words);
                    }
                    accept(Warning.of(WarningCode.ROWS_BREAK_DECLARATION, RawText.shown(table)), words, this::wasTold);
                }
            }
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private void accept(Warning warning, String words, Predicate<Warning> known) {
        if (told.isEmpty() || known.test(warning)) {
            work.warn(warning);
        } else {
            throw new Fault(ErrorCode.RESTORE_CHECK_FAILED, words);
        }
    }

    private boolean wasTold(Warning warning) {
        return told.orElseThrow().warnings().stream()
                .anyMatch(w -> w.code().equals(warning.code()) && w.object().equals(warning.object()));
    }

    /** Everything that quick_check can say about a value of a column, with the column's table. */
    private Map<String, String> aboutRows() {
        if (aboutRows == null) {
            aboutRows = new HashMap<>();
            for (TableShape table : TableShape.all(session).values()) {
                for (Column column : table.all()) {
                    for (String kind : KINDS_OF_VALUE) {
                        aboutRows.put(kind + " value in " + table.name() + "." + column.name(), table.name());
                    }
                }
            }
        }
        return aboutRows;
    }
}
