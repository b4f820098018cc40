package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

/// The units of the image are what systemd takes for good, and leave a service as little as they promise.
class ServiceFilesTest {
    private static final Pattern EXPOSURE = Pattern.compile("Overall exposure level for \\S+: (\\d+\\.\\d)");

    @TempDir
    static Path folder;

    /// With the image of this build in the place of the installed one.
    @BeforeAll
    static void units() throws IOException {
        Path image = Image.program("sendmail").resolve("../..").normalize();
        for (String unit : List.of("postern.service", "postern-client-queue.service")) {
            String text = Files.readString(image.resolve("share/service").resolve(unit));
            assertThat(text).contains("ExecStart=/opt/postern/");
            Files.writeString(folder.resolve(unit), text.replace("/opt/postern", image.toString()));
        }
    }

    private static String analyze(String... arguments) {
        Path tool = Path.of("/usr/bin/systemd-analyze");
        String program = Files.isExecutable(tool)
                ? tool.toString()
                : Peers.program("systemd", "systemd-analyze").toString();
        List<String> command = new java.util.ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return ProgramRun.of(command, "", folder, 60).succeeded().output();
    }

    /// @param most points of 10 that an attacker may find; 9.6 is a unit without any of this
    @ParameterizedTest
    @CsvSource({"postern.service, 4.2", "postern-client-queue.service, 3.5"})
    void areGood(String unit, double most) {
        String file = folder.resolve(unit).toString();
        assertThat(analyze("verify", "--man=no", "--recursive-errors=no", file)).isEmpty();
        String report = analyze("security", "--offline=yes", "--no-pager", file);
        Matcher points = EXPOSURE.matcher(report);
        assertThat(points.find()).as(report).isTrue();
        assertThat(Double.parseDouble(points.group(1))).as(report).isLessThanOrEqualTo(most);
    }
}
