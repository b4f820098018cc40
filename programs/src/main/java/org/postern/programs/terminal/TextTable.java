package org.postern.programs.terminal;

import java.util.ArrayList;
import java.util.List;

/// A table whose columns are as wide as their longest text. Texts must be free of [Paint]; the head is painted here.
public final class TextTable {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    /// A column.
    ///
    /// @param title what stands above it
    /// @param right true for numbers, which end at the same place
    public record Column(String title, boolean right) {
        /// A column of text.
        public static Column text(String title) {
            return new Column(title, false);
        }

        /// A column of numbers.
        public static Column number(String title) {
            return new Column(title, true);
        }
    }

    /// @param columns from left to right
    public TextTable(Column... columns) {
        this.columns = List.of(columns);
    }

    /// Adds a row: one text for each column.
    public void row(String... texts) {
        if (texts.length != columns.size()) {
            throw new IllegalArgumentException("a row has " + columns.size() + " texts");
        }
        rows.add(List.of(texts));
    }

    /// True without rows.
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// The lines, the titles first, without blanks at their ends.
    public List<String> lines(Paint paint) {
        int[] widths = widths();
        List<String> lines = new ArrayList<>(rows.size() + 1);
        List<String> titles = columns.stream().map(Column::title).toList();
        if (titles.stream().anyMatch(title -> !title.isEmpty())) {
            lines.add(paint.strong(line(titles, widths)));
        }
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int[] widths() {
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).title().length();
            for (List<String> row : rows) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return widths;
    }

    private String line(List<String> texts, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < texts.size(); i++) {
            String padding = " ".repeat(widths[i] - texts.get(i).length());
            line.append(i == 0 ? "" : GAP);
            line.append(columns.get(i).right() ? padding + texts.get(i) : texts.get(i) + padding);
        }
        return line.toString().stripTrailing();
    }
}
