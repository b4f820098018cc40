package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.postern.dns.TableResolver;
import org.postern.testkit.RealSendmail;

/// Compares what our library and sendmail's make of one `.mc` text: both configurations, through our engine.
///
/// @param folder where the configurations and the map files are
/// @param lines what the address test is asked
record Comparison(Path folder, List<String> lines) {
    private static final int SHOWN = 10;

    /// Options, headers, precedences, trusted users, queue groups, filters; lines that go on are joined.
    private static final String DECLARATION = "^[OHPTQX].*";

    /// What sendmail's library says on standard error, which stands in front of the text.
    private static final Pattern REMARK =
            Pattern.compile("^(\\*\\*\\* (WARNING|ERROR)|WARNING: FEATURE).*\n(\t.*\n)*", Pattern.MULTILINE);

    /// The configurations of both.
    record Configurations(String ours, Path ourFile, String real, Path realFile) {}

    /// Mailers, declarations and all answers are equal.
    Configurations compare(String name, String mc) throws IOException {
        McResult made = Cases.ours(name, mc);
        assertThat(made.hasErrors()).as("%s", made.diagnostics()).isFalse();
        Path ourFile = Cases.write(folder, name + "-ours.cf", made.configuration());
        String realText = REMARK.matcher(RealSendmail.cf(mc)).replaceAll("");
        Path realFile = Cases.write(folder, name + "-real.cf", realText);
        TableResolver names = TableResolver.parse(Inputs.resource("zone.txt"));
        FinalResults ours = new FinalResults(ourFile, names);
        FinalResults real = new FinalResults(realFile, names);
        assertThat(ours.diagnostics()).isEqualTo(real.diagnostics());
        assertThat(ours.mailers()).isEqualTo(real.mailers());
        compare(ours, real);
        assertThat(declarations(made.configuration())).isEqualTo(declarations(realText));
        return new Configurations(made.configuration(), ourFile, realText, realFile);
    }

    private void compare(FinalResults ours, FinalResults real) {
        List<String> differences = new ArrayList<>();
        for (String line : lines) {
            String mine = ours.of(line);
            String theirs = real.of(line);
            if (!mine.equals(theirs) && !KnownDifferences.covers(line, mine, theirs)) {
                differences.add(line + "\n  sendmail's " + theirs + "\n  ours       " + mine);
            }
        }
        assertThat(String.join("\n", differences.subList(0, Math.min(SHOWN, differences.size()))))
                .as("%d of %d results differ", differences.size(), lines.size())
                .isEmpty();
    }

    private static SortedSet<String> declarations(String cf) {
        TreeSet<String> found = new TreeSet<>();
        String joined = cf.replaceAll("\n[ \t]+", " ").replaceAll("[ \t]+", " ").replace(", ", ",");
        for (String line : joined.split("\n", -1)) {
            if (line.matches(DECLARATION)) {
                found.add(line.strip().replaceFirst("=$", "").replace("=,", "="));
            }
        }
        return found;
    }
}
