package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.dns.TableResolver;
import org.postern.testkit.RealSendmail;

/// Our library says the same as sendmail's: for each `.mc` file the configuration of both, through our engine,
/// makes the same of some thousand addresses and questions; and the real program takes ours without a complaint.
class LibraryDifferentialTest {
    private static final int SHOWN = 10;

    /// Options, headers, precedences, trusted users, queue groups, filters; lines that go on are joined.
    private static final String DECLARATION = "^[OHPTQX].*";

    /// What sendmail's library says on standard error, which stands in front of the text.
    private static final Pattern REMARK =
            Pattern.compile("^(\\*\\*\\* WARNING|WARNING: FEATURE).*\n(\t.*\n)*", Pattern.MULTILINE);

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
        compare(name, Cases.mc(name));
    }

    static List<String> stockFiles() {
        return List.of(
                "debian/sendmail.mc",
                "debian/submit.mc",
                "cf/generic-linux.mc",
                "cf/generic-bsd4.4.mc",
                "cf/generic-solaris.mc",
                "cf/knecht.mc",
                "cf/submit.mc");
    }

    /// The files of distributions compile as they are.
    @ParameterizedTest
    @MethodSource("stockFiles")
    void sameResultsForStockFiles(String file) throws IOException {
        Path tree = RealSendmail.tree();
        String mc = Files.readString(tree.resolve(file), StandardCharsets.ISO_8859_1)
                .replace(tree.toString(), "/usr/share/sendmail/cf");
        compare(file.replace('/', '-').replace(".mc", ""), mc);
    }

    private static void compare(String name, String mc) throws IOException {
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
        assertThat(withoutPlaces(RealSendmail.addressTest(ourFile, List.of("=X"))))
                .isEqualTo(withoutPlaces(RealSendmail.addressTest(realFile, List.of("=X"))));
    }

    /// What the program prints, without the names and lines of files.
    private static String withoutPlaces(String output) {
        return output.replaceAll("(?m)^/.*\\.cf: line \\d+: ", "");
    }

    private static void compare(FinalResults ours, FinalResults real) throws IOException {
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
                found.add(line.strip().replaceFirst("=$", "").replace("=,", "="));
            }
        }
        return found;
    }
}
