package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// Programs and passwords for maps: only what the helper's own configuration names, as the default user, bounded.
class MapAssistanceTest {
    private static final int NOBODY = 65_534;

    @TempDir
    Path folder;

    private static MapAssistance assistance(Map<String, List<String>> programs, Duration patience) {
        return new MapAssistance(new MapAuthority(
                programs, Map.of(), Optional.of(new Identity(NOBODY, NOBODY, List.of())), patience, 2));
    }

    private static HelperAnswer run(String script, String key) {
        return assistance(Map.of("m", List.of("/bin/sh", "-c", script, "sh")), Duration.ofSeconds(20))
                .run("m", key);
    }

    @Test
    void takesTheFirstLineAndTheExitCode() {
        assertThat(run("echo \"<$1>\"; echo second", "a key"))
                .isEqualTo(new HelperAnswer.ProgramEnded(0, true, "<a key>"));
        assertThat(run("echo x; exit 75", "k")).isEqualTo(new HelperAnswer.ProgramEnded(75, true, "x"));
        assertThat(run("exit 3", "k")).isEqualTo(new HelperAnswer.ProgramEnded(3, false, ""));
        assertThat(run("printf 'no line end'", "k")).isEqualTo(new HelperAnswer.ProgramEnded(0, true, "no line end"));
        assertThat(run("head -c 100000 /dev/zero | tr '\\0' x", "k"))
                .isEqualTo(new HelperAnswer.ProgramEnded(0, true, "x".repeat(2047)));
    }

    @Test
    void theKeyIsOneArgumentAndNeverAShellsAffair() {
        HelperAnswer answer = assistance(Map.of("m", List.of("/bin/echo", "-n")), Duration.ofSeconds(20))
                .run("m", "$(id) ; `id` \"|' --help");
        assertThat(answer).isEqualTo(new HelperAnswer.ProgramEnded(0, true, "$(id) ; `id` \"|' --help"));
        assertThat(run("echo x", "line\nbreak")).isInstanceOf(HelperAnswer.Temporary.class);
        assertThat(run("echo x", "caf\u00e9")).isInstanceOf(HelperAnswer.Temporary.class);
    }

    @Test
    void runsAsTheDefaultUserWithAClosedEnvironment() {
        String who = ProcessIdentity.isRoot() ? "65534 65534 65534" : ProcessIdentity.effectiveUserId() + "";
        HelperAnswer answer = run("echo $(id -u) $(id -g) $(id -G); env", "k");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        HelperAnswer.ProgramEnded.class,
                        ended -> assertThat(ended.firstLine()).startsWith(who));
        assertThat(run("env | grep -v '^PWD=\\|^_=\\|^OLDPWD=\\|^SHLVL=' | tr '\\n' ' '; pwd", "k"))
                .isEqualTo(new HelperAnswer.ProgramEnded(0, true, "AGENT=sendmail /"));
    }

    @Test
    void runsNothingThatItsConfigurationDoesNotName() {
        assertThat(assistance(Map.of(), Duration.ofSeconds(20)).run("m", "k")).isInstanceOf(HelperAnswer.Refused.class);
        HelperAnswer answer = assistance(Map.of("m", List.of("/nonexistent/program")), Duration.ofSeconds(20))
                .run("m", "k");
        // setpriv itself ends with 127 when there is no such program
        assertThat(answer)
                .isIn(
                        new HelperAnswer.ProgramEnded(127, false, ""),
                        new HelperAnswer.Temporary(
                                SysExit.TEMPORARY_FAILURE,
                                "4.3.0",
                                "cannot run /nonexistent/program: Cannot run program \"/nonexistent/program\""));
        MapAssistance withoutUser = new MapAssistance(new MapAuthority(
                Map.of("m", List.of("/bin/echo")), Map.of(), Optional.empty(), Duration.ofSeconds(20), 2));
        if (ProcessIdentity.isRoot()) {
            assertThat(withoutUser.run("m", "k")).isInstanceOf(HelperAnswer.Temporary.class);
        }
    }

    @Test
    void aProgramThatDoesNotEndIsEnded() {
        HelperAnswer answer = assistance(
                        Map.of("m", List.of("/bin/sh", "-c", "sleep 1000 & sleep 1000", "sh")), Duration.ofMillis(300))
                .run("m", "k");
        assertThat(answer)
                .isEqualTo(new HelperAnswer.Temporary(
                        SysExit.TEMPORARY_FAILURE, "4.3.0", "the program of the map was ended"));
    }

    private HelperAnswer secret(Path file) {
        return new MapAssistance(new MapAuthority(
                        Map.of(), Map.of("m", file.toString()), Optional.empty(), Duration.ofSeconds(1), 1))
                .secret("m");
    }

    @Test
    void readsThePasswordOfAMapWhenTheFileIsSafe() throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "s3cret\nnot this\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(secret(file)).isEqualTo(new HelperAnswer.Secret("s3cret"));
        assertThat(secret(file).toString()).doesNotContain("s3cret");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        assertThat(secret(file))
                .isEqualTo(
                        new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", file + ": Group writable file"));
        assertThat(new MapAssistance(MapAuthority.NONE).secret("m")).isInstanceOf(HelperAnswer.Refused.class);
    }
}
