package org.postern.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A line that is typed on a host of `DocumentedCommandsTest`.
///
/// @param host the section of commands.txt
/// @param text as the documents show it, or as it is typed in preparation
/// @param shown false for what only prepares
/// @param values what stands in the place of a placeholder
/// @param reads what it gets on standard input, with escapes of `printf`; empty for nothing
/// @param until the words that it prints when it has started, for what goes on running; empty for what ends
/// @param says what it prints
/// @param exits the exit codes that it may end with
/// @param because why it does not run, in the section `other`
record CommandRow(
        String host,
        String text,
        boolean shown,
        Map<String, String> values,
        String reads,
        String until,
        List<String> says,
        Set<Integer> exits,
        String because) {
    static final String OTHER = "other";

    /// What documents write for something that the reader knows.
    private static final Pattern PLACEHOLDER = Pattern.compile("[A-Z][A-Z.]*(?:\\[.*\\])?|\\.\\.\\.|\\[.*\\]");

    /// All lines of commands.txt by their section, in its order.
    static Map<String, List<CommandRow>> all() throws IOException {
        try (InputStream in = Objects.requireNonNull(CommandRow.class.getResourceAsStream("commands.txt"))) {
            return new Reader().read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /// What is typed: the text of the documents, with values for its placeholders.
    String typed() {
        String typed = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            typed = typed.replace(value.getKey(), value.getValue());
        }
        return typed;
    }

    /// The row as a part of a script: its number, what it prints, its exit code.
    String script(int number) {
        String command = "{\n" + typed() + "\n}";
        if (!reads.isEmpty()) {
            command = "printf '" + reads.replace("'", "'\"'\"'") + "' | " + command;
        }
        if (!until.isEmpty()) {
            String pipe = "/var/pipe." + number;
            command = "mkfifo " + pipe + "; " + command + " >" + pipe + " 2>&1 &\nexec 9<" + pipe
                    + "\nwhile read -r line <&9; do echo \"$line\"; case $line in *'" + until
                    + "'*) break;; esac; done; case $line in *'" + until + "'*) ;; *) false;; esac";
        }
        return "echo; echo '@@ " + number + "'\n" + command + "\ns=$?; echo; echo \"@= " + number + " $s\"\n";
    }

    /// Reads the lines of commands.txt.
    private static final class Reader {
        private final Map<String, List<CommandRow>> sections = new LinkedHashMap<>();
        private String section = "";
        private Optional<CommandRow> row = Optional.empty();

        Map<String, List<CommandRow>> read(String text) {
            text.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(this::line);
            flush();
            return sections;
        }

        private void line(String line) {
            if (line.startsWith("    ")) {
                String[] parts = line.strip().split(" ", 2);
                CommandRow before = row.orElseThrow(() -> new AssertionError("no command before: " + line));
                row = Optional.of(detail(before, parts[0], parts[1]));
                return;
            }
            flush();
            if (line.startsWith("[")) {
                section = line.substring(1, line.length() - 1);
                return;
            }
            boolean shown = !line.startsWith("! ");
            String text = shown ? line : line.substring(2);
            row = Optional.of(new CommandRow(section, text, shown, Map.of(), "", "", List.of(), Set.of(0), ""));
        }

        private void flush() {
            row.ifPresent(done ->
                    sections.computeIfAbsent(section, _ -> new ArrayList<>()).add(done));
            row = Optional.empty();
        }

        private static CommandRow detail(CommandRow row, String word, String rest) {
            return switch (word) {
                case "with" -> {
                    String[] parts = rest.split(" = ", 2);
                    if (!PLACEHOLDER.matcher(parts[0]).matches() || !row.text.contains(parts[0])) {
                        throw new AssertionError(row.text + " has no placeholder " + parts[0]);
                    }
                    Map<String, String> values = new LinkedHashMap<>(row.values);
                    values.put(parts[0], parts[1]);
                    yield row.with(values, row.reads, row.until, row.says, row.exits, row.because);
                }
                case "reads" -> row.with(row.values, rest, row.until, row.says, row.exits, row.because);
                case "until" -> row.with(row.values, row.reads, rest, row.says, row.exits, row.because);
                case "says" -> {
                    List<String> says = new ArrayList<>(row.says);
                    says.add(rest);
                    yield row.with(row.values, row.reads, row.until, says, row.exits, row.because);
                }
                case "exits" -> row.with(row.values, row.reads, row.until, row.says, numbers(rest), row.because);
                case "because" -> row.with(row.values, row.reads, row.until, row.says, row.exits, rest);
                default -> throw new AssertionError("what is \"" + word + "\" of " + row.text + "?");
            };
        }
    }

    private static Set<Integer> numbers(String text) {
        return Stream.of(text.split(" ", -1)).map(Integer::valueOf).collect(Collectors.toSet());
    }

    private CommandRow with(
            Map<String, String> newValues,
            String newReads,
            String newUntil,
            List<String> newSays,
            Set<Integer> newExits,
            String newBecause) {
        return new CommandRow(host, text, shown, newValues, newReads, newUntil, newSays, newExits, newBecause);
    }
}
