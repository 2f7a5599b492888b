package org.safeward.bench.score;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Columns as wide as their widest cell: the first two are words, the last is free text, the others are figures. */
public final class Table {
    private static final int WORDS = 2;

    private Table() {}

    /** @param rows of as many cells each */
    public static String aligned(List<List<String>> rows) {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return rows.stream()
                .map(row -> IntStream.range(0, columns)
                        .mapToObj(column -> cell(row.get(column), column, columns, widths[column]))
                        .collect(Collectors.joining("  "))
                        .stripTrailing())
                .collect(Collectors.joining("\n", "", "\n"));
    }

    private static String cell(String text, int column, int columns, int width) {
        String blanks = " ".repeat(width - text.length());
        return column < WORDS || column == columns - 1 ? text + blanks : blanks + text;
    }
}
