package org.postern.programs.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TerminalTest {
    @Test
    void jsonEscapesEverythingButPrintableText() {
        Json json = Json.object()
                .with("text", "a\"b\\c\u001b[31m\n\u00e9")
                .with("number", -3)
                .with("truth", true)
                .with("nothing", new Json.Nothing())
                .withTexts("texts", List.of("x", "y"))
                .withText("absent", Optional.empty())
                .with("sizes", List.of(1, 2), size -> new Json.Whole(size));
        assertThat(json.line())
                .isEqualTo("{\"text\":\"a\\\"b\\\\c\\u001b[31m\\u000a\\u00e9\",\"number\":-3,\"truth\":true,"
                        + "\"nothing\":null,\"texts\":[\"x\",\"y\"],\"sizes\":[1,2]}");
    }

    @Test
    void prettyJsonKeepsShortPartsInOneLine() {
        Json json = Json.object()
                .with("short", Json.object().with("a", 1))
                .with("long", List.of("x".repeat(60), "y".repeat(60)), Json.Text::new);
        assertThat(json.pretty()).isEqualTo("""
                {
                  "short": {"a":1},
                  "long": [
                    "%s",
                    "%s"
                  ]
                }
                """.formatted("x".repeat(60), "y".repeat(60)));
    }

    @Test
    void tablesAlignTheirColumns() {
        TextTable table = new TextTable(TextTable.Column.text("name"), TextTable.Column.number("size"));
        assertThat(table.isEmpty()).isTrue();
        table.row("a", "12345");
        table.row("longer", "1");
        assertThat(table.lines(Paint.PLAIN)).containsExactly("name     size", "a       12345", "longer      1");
        assertThat(table.lines(Paint.COLOURED)).first().isEqualTo("\u001b[1mname     size\u001b[0m");
        assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void textOfOthersCannotDriveTheTerminal() {
        assertThat(Paint.visible("a\u001b[2Jb\n", 80)).doesNotContain("\u001b").doesNotContain("\n");
    }
}
