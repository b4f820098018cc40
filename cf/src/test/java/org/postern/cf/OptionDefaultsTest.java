package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real program has without any option line is what the table has.
class OptionDefaultsTest {
    private static final Pattern TIMEOUT = Pattern.compile("(?m)^  (\\w+) = (\\d+)$");
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
