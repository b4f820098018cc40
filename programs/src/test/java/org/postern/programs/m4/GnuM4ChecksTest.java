package org.postern.programs.m4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.base.Ascii;
import org.postern.testkit.Peers;

/// GNU m4's own checks: the examples of its manual, from its source package, which `tools/peers` fetches.
///
/// Each file says in `dnl @` lines what is expected; the rest of it is the input.
class GnuM4ChecksTest {
    /// An option for frozen state files, in the file or in a shell command of it.
    private static final Pattern FROZEN = Pattern.compile("(extra options:|__program__\\[).* -[FR]\\b");

    @TempDir
    private Path folder;

    static List<Path> checks() throws IOException {
        List<Path> checks = new ArrayList<>();
        for (Path file : all()) {
            if (!FROZEN.matcher(Ascii.text(Files.readAllBytes(file))).find()) {
                checks.add(file);
            }
        }
        return checks;
    }

    private static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(Peers.tree("m4-source").resolve("checks"))) {
            return files.filter(file -> file.getFileName().toString().matches("[0-9]{3}\\..*"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void theyAreThere() throws IOException {
        assertThat(checks()).hasSizeGreaterThan(230);
    }

    @Test
    void frozenStateFilesAreRefused() throws IOException {
        assertThat(all()).hasSizeLessThan(checks().size() + 5);
        M4Run run = M4Run.ours(folder, Map.of(), List.of("-F", "state"), "");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error()).contains("frozen state files are not supported");
    }

    @ParameterizedTest
    @MethodSource("checks")
    void check(Path file) throws IOException {
        Check check = Check.read(file);
        String examples = Peers.tree("m4-source").resolve("examples").toString();
        List<String> arguments = new ArrayList<>(List.of("--allow-programs", "-d"));
        arguments.addAll(check.options);
        arguments.add("-");

        String input = check.input.replace("']__program__['", itself());

        M4Run run = M4Run.ours(folder, Map.of("M4PATH", examples), arguments, input);

        if (check.input.contains("no changeword support")) {
            // Debian's m4 is built without it too; the check itself ends with the code for "does not apply"
            assertThat(run.code()).isEqualTo(77);
            return;
        }
        assertThat(run.code()).isEqualTo(check.status);
        assertThat(run.output().replace(examples + "/", "examples/")).isEqualTo(check.expectedOutput());
        if (!check.errorFile.equals("ignore") && input.equals(check.input)) {
            assertThat(run.error().replace(examples + "/", "examples/")).isEqualTo(check.expectedError());
        }
    }

    /// A command for the shell that runs our m4, for the checks that call the program from a shell. What such a
    /// child writes to standard error goes where that of this process goes, so it is not compared.
    private static String itself() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return "M4PATH='" + Peers.tree("m4-source").resolve("examples") + "' " + java + " -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' org.postern.programs.Main m4 --allow-programs";
    }

    /// What one file says.
    private static final class Check {
        private int status;
        private List<String> options = List.of();
        private String input = "";
        private String outputFile = "";
        private String errorFile = "";
        private final StringBuilder output = new StringBuilder();
        private final StringBuilder error = new StringBuilder();

        static Check read(Path file) throws IOException {
            Check check = new Check();
            StringBuilder input = new StringBuilder();
            boolean ended = false;
            for (String line : Ascii.text(Files.readAllBytes(file)).split("\n", -1)) {
                if (line.startsWith("dnl @")) {
                    check.readRemark(line.substring(5));
                } else if (!ended) {
                    input.append(line).append('\n');
                    ended = line.equals("^D");
                }
            }
            // the split leaves one empty line too many behind the last newline
            check.input = ended ? input.toString() : input.substring(0, input.length() - 1);
            return check;
        }

        private void readRemark(String remark) {
            if (remark.startsWith("result{}")) {
                output.append(remark.substring(8)).append('\n');
            } else if (remark.startsWith("error{}")) {
                error.append(remark.substring(7)).append('\n');
            } else if (remark.startsWith(" expected status: ")) {
                status = Integer.parseInt(remark.substring(18).strip());
            } else if (remark.startsWith(" extra options:")) {
                String text = remark.substring(15).strip();
                options = text.isEmpty() ? List.of() : List.of(text.split(" +", -1));
            } else if (remark.startsWith(" expected output: ")) {
                outputFile = remark.substring(18).strip();
            } else if (remark.startsWith(" expected error: ")) {
                errorFile = remark.substring(17).strip();
            }
        }

        private String expectedOutput() throws IOException {
            return outputFile.isEmpty() ? output.toString() : example(outputFile);
        }

        private String expectedError() throws IOException {
            return errorFile.isEmpty() ? error.toString() : example(errorFile);
        }

        private static String example(String name) throws IOException {
            return Ascii.text(Files.readAllBytes(
                    Peers.tree("m4-source").resolve("examples").resolve(name)));
        }
    }
}
