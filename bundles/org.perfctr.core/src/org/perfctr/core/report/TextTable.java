// SPDX-License-Identifier: EPL-2.0
package org.perfctr.core.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table for the terminal: columns as wide as they need be, empty ones left out, no blanks at line ends. */
public final class TextTable {
    private static final String GAP = "  ";

    /** On which side the cells of a column are flush. */
    public enum Side {
        LEFT, RIGHT
    }

    private final List<Side> sides;
    private final List<List<String>> rows = new ArrayList<>();

    public TextTable(Side... sides) {
        this.sides = List.of(sides);
    }

    /**
     * Adds a row with one cell for each column. Control characters, which names of tasks and functions may
     * contain, are shown as {@code ?}, so that they cannot steer the terminal.
     */
    public void row(String... cells) {
        if (cells.length != sides.size()) {
            throw new IllegalArgumentException("%d cells for %d columns".formatted(cells.length, sides.size()));
        }
        rows.add(List.of(cells).stream().map(TextTable::printable).toList());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** The table, each line ended by a line feed. */
    @Override
    public String toString() {
        int[] widths = IntStream.range(0, sides.size()).map(this::width).toArray();
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                if (widths[column] == 0) {
                    continue;
                }
                String padding = " ".repeat(widths[column] - length(row.get(column)));
                line.append(line.isEmpty() ? "" : GAP).append(
                        sides.get(column) == Side.LEFT ? row.get(column) + padding : padding + row.get(column));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    /** The text with control characters shown as {@code ?}. */
    public static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
