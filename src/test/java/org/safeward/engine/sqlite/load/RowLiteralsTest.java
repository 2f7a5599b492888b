package org.safeward.engine.sqlite.load;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.RandomValues;
import org.safeward.engine.sqlite.dump.DumpTest;

/** Literals, read as SQLite reads them or not at all. */
class RowLiteralsTest {
    private static final int DOUBLES = 20_000;

    @TempDir
    Path directory;

    private final RowRecord record = new RowRecord(1000);

    /** The records are those of https://www.sqlite.org/fileformat.html: header size, types, values. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(NULL);|02 00",
                "(0);|02 08",
                "(1);|02 09",
                "(-1);|02 01 ff",
                "(127);|02 01 7f",
                "(128);|02 02 00 80",
                "(-128);|02 01 80",
                "(-129);|02 02 ff 7f",
                "(8388608);|02 04 00 80 00 00",
                "(2147483648);|02 05 00 00 80 00 00 00",
                "(140737488355328);|02 06 00 00 80 00 00 00 00 00",
                "(9223372036854775807);|02 06 7f ff ff ff ff ff ff ff",
                "(-9223372036854775808);|02 06 80 00 00 00 00 00 00 00",
                "(-0.0);|02 07 80 00 00 00 00 00 00 00",
                "(0.0);|02 07 00 00 00 00 00 00 00 00",
                "(1.5,-1500000000/1e9);|03 07 07 3f f8 00 00 00 00 00 00 bf f8 00 00 00 00 00 00",
                "(9.0e+999);|02 07 7f f0 00 00 00 00 00 00",
                "(X'');|02 0c",
                "(X'00AF');|02 10 00 af",
                "('');|02 0d",
                "('''');|02 0f 27",
                "('a''b','''');|03 13 0f 61 27 62 27",
                "('),(''名''');|02 1d 29 2c 28 27 e5 90 8d 27",
            })
    void readsWhatOurDumpsWrite(String row, String expected) {
        assertTrue(understood(row), row);
        byte[] written = new byte[record.size()];
        assertEquals(written.length, record.write(written, 0));
        StringBuilder hex = new StringBuilder();
        for (byte b : written) {
            hex.append(String.format("%02x ", b));
        }
        assertEquals(expected, hex.toString().trim());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(CAST(X'00' AS TEXT));",
                "(9223372036854775808);",
                "(1e5);",
                "(1.);",
                "(.5);",
                "(+1);",
                "(--1);",
                "(-);",
                "();",
                "(1,);",
                "(1 );",
                "(1/2);",
                "(1/1e99);",
                "(0x10);",
                "(1_000);",
                "(NULLS);",
                "(null);",
                "(TRUE);",
                "(x'00');",
                "(X'0');",
                "(X'ab');",
                "(X'00);",
                "('a);",
                "(\"a\");",
                "(1),(2);",
                "(1)",
                "(1) ;",
                "(1);;",
                "(1) ON CONFLICT DO NOTHING;",
                "(replace('a\\r','\\r',char(13)));",
                "((1));",
                "(1.2.3);",
                "(1.5e);",
            })
    void understandsNothingElse(String row) {
        assertFalse(understood(row));
    }

    /** Numbers that a dump writes in more digits than doubles have, and all others. */
    @Test
    void everyDoubleIsReadToTheLastBit() throws Exception {
        Path source = directory.resolve("doubles.db");
        Random random = new Random(1);
        List<Double> doubles = new ArrayList<>();
        try (Connection connection = Databases.open(source)) {
            connection.createStatement().execute("CREATE TABLE d(v REAL)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO d VALUES (?)")) {
                for (int i = 0; i < DOUBLES; i++) {
                    double value = i % 2 == 0
                            ? RandomValues.real(random)
                            : (random.nextInt() / Math.pow(10, random.nextInt(12))) / (1 + i % 3);
                    doubles.add(value);
                    insert.setDouble(1, value);
                    insert.execute();
                }
            }
            connection.commit();
        }
        DumpTest.dump(source, directory.resolve("doubles.sql"));
        int row = 0;
        int understood = 0;
        for (String line : Files.readAllLines(directory.resolve("doubles.sql"))) {
            if (line.matches("\\(\\d+,.*")) {
                String value = line.substring(line.indexOf(',') + 1, line.lastIndexOf(')'));
                if (understood("(" + value + ");")) {
                    understood++;
                    byte[] written = new byte[10];
                    record.write(written, 0);
                    byte[] bits =
                            ByteBuffer.allocate(8).putDouble(doubles.get(row)).array();
                    assertArrayEquals(bits, Arrays.copyOfRange(written, 2, 10), value);
                }
                row++;
            }
        }
        assertEquals(DOUBLES, row);
        assertTrue(understood > DOUBLES * 9 / 10 * 9 / 10, understood + " of " + DOUBLES);
    }

    private boolean understood(String row) {
        RowLiterals literals = new RowLiterals(row.getBytes(StandardCharsets.UTF_8), 0, record);
        return literals.row() && literals.ended();
    }
}
