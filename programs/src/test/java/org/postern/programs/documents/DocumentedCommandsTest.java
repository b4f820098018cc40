package org.postern.programs.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// No command is shown in the documents that no test runs: a block runs in `GuideTest` or `ExplainProgramTest`,
/// and for every other command line, in a block, indented or in running text, `commands.txt` names the test.
class DocumentedCommandsTest {
    private static final String OURS =
            "(?:\\./)?postern|sendmail|mailq|newaliases|makemap|editmap|praliases|mailstats|hoststat|purgestat|saslpasswd2"
                    + "|sasldblistusers2|vacation|rmail|mail\\.local|smrsh";
    private static final String OTHERS =
            "swaks|kadmin|kinit|openssl|systemctl|service|kill|chown|chmod|tail|dpkg-divert|useradd|setfacl|apt-get|nmap";
    private static final Pattern OUR_NAME = Pattern.compile("(?:" + OURS + ")");
    private static final Pattern COMMAND =
            Pattern.compile("(?:[#$] )?((?:" + OURS + "|" + OTHERS + ")(?: [^#]*?)?)(?:\\s+#.*)?");

    /// A block with a mark runs in `GuideTest`, one that explains in `ExplainProgramTest`; `GuideTest` refuses other
    /// ones of `console`.
    private static final Pattern RUN = Pattern.compile("(?s)<!-- run: [^\\n]*\\n```.*?```|```console\\n.*?```");

    private static final Pattern FENCE = Pattern.compile("(?s)```\\w*\\n(.*?)```");
    private static final Pattern INLINE = Pattern.compile("`([^`\\n]+)`");

    /// How they are built and measured is no business of who runs the program, and decisions are history.
    private static final Set<String> FOR_DEVELOPERS = Set.of("CONTRIBUTING.md", "ARCHITECTURE.md");

    /// The command lines with the first page that shows each.
    private static Map<String, Path> shown() throws IOException {
        Map<String, Path> commands = new TreeMap<>();
        for (Path page : DocumentPages.all()) {
            if (FOR_DEVELOPERS.contains(page.toString()) || page.startsWith("docs/decisions")) {
                continue;
            }
            String text = RUN.matcher(DocumentPages.text(page)).replaceAll("");
            FENCE.matcher(text)
                    .results()
                    .flatMap(block -> block.group(1).lines())
                    .forEach(line -> add(line.strip(), page, commands));
            String rest = FENCE.matcher(text).replaceAll("");
            rest.lines().filter(line -> line.startsWith("    ")).forEach(line -> add(line.strip(), page, commands));
            INLINE.matcher(rest).results().forEach(word -> add(word.group(1).replace("\\|", "|"), page, commands));
        }
        return commands;
    }

    private static void add(String line, Path page, Map<String, Path> commands) {
        Matcher command = COMMAND.matcher(line);
        if (command.matches() && !isMention(command.group(1))) {
            commands.putIfAbsent(command.group(1).strip(), page);
        }
    }

    /// A program's name alone, or a page of the manual, is no command line.
    private static boolean isMention(String words) {
        return !words.contains(" ") || words.endsWith("(8)") || words.endsWith("(1)");
    }

    private static Map<String, String> known() throws IOException {
        Map<String, String> known = new LinkedHashMap<>();
        try (InputStream in =
                Objects.requireNonNull(DocumentedCommandsTest.class.getResourceAsStream("commands.txt"))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .forEach(line -> {
                        String[] parts = line.split(" => ", 2);
                        assertThat(parts).as(line).hasSize(2);
                        assertThat(known.put(parts[0], parts[1])).as(line).isNull();
                    });
        }
        return known;
    }

    @Test
    void everyCommandOfTheDocumentsHasATest() throws Exception {
        Map<String, Path> shown = shown();
        assertThat(shown).hasSizeGreaterThan(30);
        Map<String, Path> unknown = new TreeMap<>(shown);
        unknown.keySet().removeAll(known().keySet());
        assertThat(unknown).as("name their tests in commands.txt").isEmpty();
        assertThat(shown.keySet()).as("and nothing else").containsAll(known().keySet());
    }

    @Test
    void theTestsAreThereAndSayTheSame() throws Exception {
        for (Map.Entry<String, String> line : known().entrySet()) {
            String[] test = line.getValue().split(": ", 2);
            assertThat(test).as(line.getKey()).hasSize(2);
            if (test[0].equals("other")) {
                assertThat(OUR_NAME.matcher(line.getKey().split(" ", 2)[0]).matches()
                                && !line.getKey().equals("./postern test"))
                        .as(line.getKey())
                        .isFalse();
            } else {
                assertThat(DocumentPages.source(test[0]).orElse(""))
                        .as("%s => %s", line.getKey(), test[0])
                        .contains(test[1]);
            }
        }
    }
}
