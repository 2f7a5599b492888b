package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.DatabaseEngineContract;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.fixture.Thorough;

class SqliteEngineTest extends DatabaseEngineContract {
    @TempDir
    Path directory;

    Path live;
    SqliteEngine engine;

    @BeforeEach
    void protect() {
        live = directory.resolve("live ü?%20.db");
        engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
    }

    @Override
    protected DatabaseEngine engine() {
        return engine;
    }

    @Override
    protected void createSample() throws Exception {
        Everything.create(live, "UTF-8");
        sql("CREATE TABLE contract_rows(a)", "INSERT INTO contract_rows VALUES (1),(2)");
    }

    @Override
    protected void changeEverything() throws Exception {
        sql("UPDATE gaps SET x = 'changed'", "DROP TABLE plain", "DELETE FROM contract_rows", "CREATE TABLE fresh(a)");
        sql("INSERT INTO fresh VALUES (1)", "INSERT INTO notes VALUES ('x','y')", "PRAGMA user_version=5");
    }

    @Override
    protected void commitSomething() throws Exception {
        sql("INSERT INTO contract_rows VALUES (3)");
    }

    @Override
    protected List<String> contents() throws Exception {
        return Contents.of(live);
    }

    @Override
    protected List<String> contentsOf(String newDatabase) throws Exception {
        return Contents.of(directory.resolve("restored").resolve(newDatabase));
    }

    @Override
    protected List<String> leftovers() throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.startsWith(live.getFileName().toString()) || name.contains(".restore-"))
                    .filter(name -> !name.equals("contract_copy"))
                    .toList();
        }
    }

    static Stream<Arguments> encodings() {
        return Thorough.orEverySecond(
                List.of(
                        Arguments.of("UTF-8", "WAL"),
                        Arguments.of("UTF-16le", "WAL"),
                        Arguments.of("UTF-16be", "DELETE")),
                0);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void everythingComesBack(String encoding, String journalMode) throws Exception {
        Everything.create(live, encoding);
        Everything.addLarge(live);
        sql("PRAGMA journal_mode=" + journalMode, "CREATE TABLE contract_rows(a)");
        List<String> before = contents();
        BackupScript backup = backup();
        changeEverything();
        restore(backup, "all");
        DumpTest.assertSame(before, contents());
        assertEquals(List.of(), leftovers());
    }

    @Test
    void aDumpOfTheShellComesBack() throws Exception {
        Everything.create(live, "UTF-8");
        // What the shell's dump does not keep: these are its limits, not ours.
        sql("DROP TABLE plain", "DELETE FROM pairs", "DROP TABLE shadowed", "DROP TABLE gaps", "DROP TABLE external");
        sql("DROP TABLE descending", "DROP TABLE checked", "DROP TABLE windows");
        List<String> before = contents();
        Path dump = files.resolve("dump.sql");
        Shell.dump(live, dump);
        changeSomething();
        restore(new BackupScript(dump, Optional.empty(), true), "shell");
        DumpTest.assertSame(whatTheShellKeeps(before), whatTheShellKeeps(contents()));
    }

    private void changeSomething() throws SQLException {
        sql("DELETE FROM keyed", "DROP TABLE auto");
    }

    /** Settings and the row ids of SQLite's own tables are not in its dump. */
    private static List<String> whatTheShellKeeps(List<String> contents) {
        return contents.stream()
                .filter(line ->
                        !line.matches("((user_version|application_id|auto_vacuum|page_size)=|sqlite_\\w+\\.).*"))
                .toList();
    }

    void sql(String... statements) throws SQLException {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
