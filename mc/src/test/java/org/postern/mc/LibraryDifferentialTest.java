package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.dns.TableResolver;
import org.postern.testkit.RealSendmail;

/// Our library says the same as sendmail's: for each `.mc` file the configuration of both, through our engine, makes
/// the same of some
/// thousand addresses and questions; and the real program takes ours without a complaint.
class LibraryDifferentialTest {
    private static final int SHOWN = 10;

    /// Options, headers, precedences, trusted users, queue groups, filters; lines that go on are joined.
    private static final String DECLARATION = "^[OHPTQX].*";

    @TempDir
    static Path folder;

    @BeforeAll
    static void tables() throws IOException {
        Cases.tables(folder);
    }

    static List<String> cases() {
        return Cases.names();
    }

    @Test
    void thereAreEnoughCases() {
        assertThat(cases()).hasSizeGreaterThanOrEqualTo(16);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void sameResults(String name) throws IOException {
        String mc = Cases.mc(name);
        McResult made = Cases.ours(name, mc);
        assertThat(made.hasErrors()).as("%s", made.diagnostics()).isFalse();
        Path ourFile = Cases.write(folder, name + "-ours.cf", made.configuration());
        String realText = RealSendmail.cf(mc);
        Path realFile = Cases.write(folder, name + "-real.cf", realText);
        compare(ourFile, realFile);
        assertThat(declarations(made.configuration())).isEqualTo(declarations(realText));
        assertThat(RealSendmail.addressTest(ourFile, List.of("3,0 alice@mail.oracle.test")))
                .startsWith("ADDRESS TEST MODE (ruleset 3 NOT automatically invoked)\n");
    }

    private static void compare(Path ourFile, Path realFile) throws IOException {
        TableResolver names = TableResolver.parse(Inputs.resource("zone.txt"));
        FinalResults ours = new FinalResults(ourFile, names);
        FinalResults real = new FinalResults(realFile, names);
        assertThat(ours.configuration().diagnostics()).isEmpty();
        assertThat(ours.mailers()).isEqualTo(real.mailers());
        List<String> differences = new ArrayList<>();
        List<String> lines = Inputs.all();
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
                found.add(line.strip().replaceFirst("=$", ""));
            }
        }
        return found;
    }
}
