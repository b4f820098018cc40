package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;

/// What the real program has without any option line is what the table has.
class OptionDefaultsTest {
    private static final Pattern TIMEOUT = Pattern.compile("(?m)^  (\\w+) = (\\d+)$");
    private static final Pattern COMMENT = Pattern.compile("(?m)^#O ([A-Za-z]+)=(\\S*)$");
    private static final Map<String, String> NAMES_IN_DUMP = Map.of("nextcommand", "command", "miscshort", "misc");

    @TempDir
    static Path folder;

    private static String dump(String... arguments) throws IOException, InterruptedException {
        Path cf = Files.writeString(folder.resolve("empty.cf"), "V10/Berkeley\nMlocal, P=/x, A=x\nMprog, P=/x, A=x\n");
        return new RealSendmail(folder).output(cf, List.of(arguments));
    }

    @Test
    void timeoutsAreThoseOfTheRealProgram() throws IOException, InterruptedException {
        Map<String, Long> theirs = new TreeMap<>();
        Matcher lines = TIMEOUT.matcher(dump("-bt", "-d37.8"));
        while (lines.find()) {
            theirs.put(NAMES_IN_DUMP.getOrDefault(lines.group(1), lines.group(1)), Long.parseLong(lines.group(2)));
        }
        Map<String, Long> ours = new TreeMap<>();
        for (CfTimeout timeout : CfTimeout.values()) {
            if (theirs.containsKey(timeout.word())) {
                ours.put(timeout.word(), timeout.defaultSeconds());
            }
        }
        assertThat(theirs).hasSizeGreaterThan(15).isEqualTo(ours);
    }

    @Test
    void macrosOfATextThatNobodySetAreReplaced() {
        Configuration configuration = new ConfigurationReader(
                        new MemoryFiles(Map.of()), StartingPoint.of("mx.exam.test", "mx", List.of(), "8.17.1"))
                .readText("empty.cf", "V10/Berkeley\nDjmx.exam.test\n", ConfigurationOverrides.NONE);
        RewriteEngine engine = new RewriteEngine(configuration, _ -> Optional.empty(), RewriteLimits.STANDARD);
        String greeting = configuration.options().text(CfOption.SMTP_GREETING_MESSAGE);
        assertThat(engine.expand(greeting, configuration.scope())).startsWith("mx.exam.test Sendmail 8.17.1 ready at ");
    }

    /// The macro library of the real program writes every option that a site does not set as a comment with the
    /// program's own value.
    @Test
    void plainDefaultsAreThoseThatTheRealLibraryShows() throws IOException, InterruptedException {
        Path cf = new RealSendmail(folder).generate("defaults", "OSTYPE(`unknown')dnl\nMAILER(local)dnl\n");
        Map<CfOption, String> theirs = new EnumMap<>(CfOption.class);
        Map<CfOption, String> ours = new EnumMap<>(CfOption.class);
        Matcher lines = COMMENT.matcher(Files.readString(cf, StandardCharsets.ISO_8859_1));
        while (lines.find()) {
            CfOption option = OptionReader.named(lines.group(1)).getFirst();
            if (plain(option) && !lines.group(2).isEmpty()) {
                theirs.put(option, meaning(option, lines.group(2)));
                ours.put(option, meaning(option, option.defaultValue()));
            }
        }
        assertThat(ours).hasSizeGreaterThan(45).isEqualTo(theirs);
    }

    /// Not names, paths and lists, where the comments show examples; nor what depends on the machine, and two numbers
    /// that are examples.
    private static boolean plain(CfOption option) {
        boolean example = option == CfOption.QUEUE_LA
                || option == CfOption.REFUSE_LA
                || option == CfOption.MIN_QUEUE_AGE
                || option == CfOption.MAX_MIME_HEADER_LENGTH;
        return !example
                && switch (option.type()) {
                    case BOOLEAN, NUMBER, OCTAL, CHARACTER, TIME, KEYWORD -> true;
                    case TEXT, LIST, USER, SUBOPTIONS -> false;
                };
    }

    private static String meaning(CfOption option, String value) {
        return switch (option.type()) {
            case BOOLEAN -> String.valueOf(OptionValues.truth(value));
            case NUMBER -> String.valueOf(OptionValues.leadingNumber(value, 10));
            case OCTAL -> String.valueOf(OptionValues.leadingNumber(value, 8));
            case CHARACTER -> Ascii.lower(value.substring(0, 1));
            case TIME -> String.valueOf(CfTime.parse(value, option.unit()).seconds());
            case TEXT, LIST, USER, KEYWORD, SUBOPTIONS -> Ascii.lower(value);
        };
    }

    @Test
    void allOptionsOfTheRealProgramAreKnownInItsOrder() throws IOException, InterruptedException {
        List<String> theirs =
                dump("-bO").lines().filter(line -> !line.isEmpty()).toList();
        List<String> ours = java.util.Arrays.stream(CfOption.values())
                .map(CfOption::longName)
                .filter(theirs::contains)
                .toList();
        assertThat(theirs).hasSizeGreaterThan(140);
        assertThat(ours).isEqualTo(theirs);
    }
}
