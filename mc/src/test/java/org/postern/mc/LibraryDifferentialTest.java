package org.postern.mc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.testkit.RealSendmail;

/// Our library says the same as sendmail's: for each `.mc` file the configuration of both, through our engine,
/// makes the same of some thousand addresses and questions; and the real program takes ours without a complaint.
class LibraryDifferentialTest {
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
        Comparison.Configurations both = new Comparison(folder, Inputs.all()).compare(name, mc);
        assertThat(withoutPlaces(RealSendmail.addressTest(both.ourFile(), List.of("=X"))))
                .isEqualTo(withoutPlaces(RealSendmail.addressTest(both.realFile(), List.of("=X"))));
    }

    /// What the program prints, without the names and lines of files.
    private static String withoutPlaces(String output) {
        return output.replaceAll("(?m)^/.*\\.cf: line \\d+: ", "");
    }
}
