package org.postern.programs.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.os.RealDurableFiles;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.UserName;
import org.postern.testkit.Peers;
import org.postern.testkit.ProgramRun;

class SecretCommandsTest {
    @TempDir
    private Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final ByteArrayOutputStream error = new ByteArrayOutputStream();

    private int run(Program program, String input, String... arguments) throws InterruptedException {
        output.reset();
        error.reset();
        return program.run(new Invocation(
                "saslpasswd2",
                List.of(arguments),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(error, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                folder));
    }

    private int set(String password, String... arguments) throws InterruptedException {
        Path server = folder.resolve("sendmail.cf");
        return run(
                new PasswordProgram(
                        new RealDurableFiles(),
                        new SecureRandom(),
                        "exam.test",
                        () -> DaemonConfiguration.offeredMechanisms(server)),
                password,
                arguments);
    }

    private List<String> users(Path file) throws InterruptedException {
        assertThat(run(new UserListProgram(new RealDurableFiles()), "", "-f", file.toString()))
                .isZero();
        return output.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    @Test
    void setsListsAndDeletes() throws Exception {
        Path file = folder.resolve("secrets");
        String name = file.toString();
        assertThat(set("secret\n", "-p", "-c", "-f", name, "-u", "exam.test", "alice"))
                .isZero();
        assertThat(set("other", "-pnf", name, "bob@b.test")).isZero();

        assertThat(users(file))
                .containsExactly(
                        "alice@exam.test: userPassword", "alice@exam.test: authPassword", "bob@b.test: authPassword");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file)).doesNotContain("other", "b3RoZXI=");
        assertThat(SecretFile.read(file).find(new UserName("alice", "exam.test")))
                .isInstanceOfSatisfying(
                        SecretAnswer.Found.class,
                        found -> assertThat(found.secrets().plain()).contains(Secret.ofUtf8("secret")));

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(set("", "-d", "-f", name, "alice")).isZero();
        assertThat(users(file)).containsExactly("bob@b.test: authPassword");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-r-----");
    }

    /// Decided by AuthMechanisms of the server, where there is one.
    @ParameterizedTest
    @CsvSource({"SCRAM-SHA-256 PLAIN LOGIN, false", "SCRAM-SHA-256 CRAM-MD5, true", "digest-md5 PLAIN, true"})
    void keepsThePasswordItselfOnlyForMechanismsThatNeedIt(String mechanisms, boolean kept) throws Exception {
        Files.writeString(folder.resolve("sendmail.cf"), """
                V10/Berkeley
                O AuthMechanisms=%s
                Mlocal, P=/bin/false, F=lsDFMAw5:/|@qPn9
                """.formatted(mechanisms));
        Path file = folder.resolve("secrets");
        assertThat(set("secret\n", "-p", "-c", "-f", file.toString(), "alice")).isZero();
        assertThat(users(file).contains("alice@exam.test: userPassword")).isEqualTo(kept);
        assertThat(users(file)).contains("alice@exam.test: authPassword");
        assertThat(set("secret\n", "-p", "-c", "-a", "other", "-f", file.toString(), "bob"))
                .isZero();
        assertThat(users(file)).contains("bob@exam.test: userPassword");
    }

    @Test
    void refusesAsCyrusDoes() throws Exception {
        Path file = folder.resolve("secrets");
        assertThat(set("\n", "-p", "-f", file.toString(), "alice")).isEqualTo(7);
        assertThat(error.toString(StandardCharsets.ISO_8859_1)).isEqualTo("saslpasswd2: invalid parameter supplied\n");
        assertThat(set("x", "-p")).isEqualTo(1);
        assertThat(error.toString(StandardCharsets.ISO_8859_1)).startsWith("saslpasswd2: usage: saslpasswd2 [-v]");
        assertThat(users(folder.resolve("nothing"))).isEmpty();
        assertThat(error.toString(StandardCharsets.ISO_8859_1)).isEqualTo("listusers failed\n");
        Files.writeString(file, "neither of both");
        assertThat(set("x", "-p", "-f", file.toString(), "alice")).isEqualTo(1);
        assertThat(Files.readString(file)).isEqualTo("neither of both");
    }

    /// Each flag, alone and with others, beside the real programs: the exit code, and who has a password afterwards.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-p -c alice | secret",
                "-p alice | secret",
                "-pc alice | secret",
                "-p -c alice@b.test | secret",
                "-p -c -n alice | secret",
                "-p -c -a other alice | secret",
                "-p -c old | changed",
                "-p -c alice | ''",
                "-d old | ''",
                "-d -p old | ''",
                "-d nobody | ''",
                "-p -c | secret",
                "-p -c alice bob | secret",
                "-p -x alice | secret",
                "-p -c alice -n | secret"
            })
    void everyFlagAsCyrus(String flags, String password) throws Exception {
        List<String> ours = new ArrayList<>(List.of("-u", "exam.test", "-f"));
        List<String> theirs = new ArrayList<>(ours);
        Path here = folder.resolve("here");
        Path there = folder.resolve("there");
        assertThat(set("x", "-p", "-c", "-u", "exam.test", "-f", here.toString(), "old"))
                .isZero();
        real("x", "saslpasswd2", "-p", "-c", "-u", "exam.test", "-f", there.toString(), "old");
        ours.add(here.toString());
        theirs.add(there.toString());
        ours.addAll(List.of(flags.split(" ", -1)));
        theirs.addAll(List.of(flags.split(" ", -1)));
        Outcome real = Outcome.of(password, "saslpasswd2", theirs);

        assertThat(set(password, ours.toArray(String[]::new))).as(real.said()).isEqualTo(real.code());
        assertThat(withPassword(users(here)))
                .isEqualTo(withPassword(real("", "sasldblistusers2", "-f", there.toString())));
    }

    private static List<String> withPassword(List<String> lines) {
        return lines.stream()
                .filter(line -> line.endsWith(": userPassword"))
                .sorted()
                .toList();
    }

    private record Outcome(int code, String said) {
        static Outcome of(String input, String program, List<String> arguments) {
            List<String> command =
                    new ArrayList<>(List.of(Peers.program("sasl2-bin", program).toString()));
            command.addAll(arguments);
            ProgramRun run = ProgramRun.of(command, input, Path.of("/"), 60);
            return new Outcome(run.status(), run.output());
        }
    }

    @Test
    void aFileOfCyrusBecomesOursAndIsKept() throws Exception {
        Path file = folder.resolve("sasldb2");
        real("secret", "saslpasswd2", "-p", "-c", "-f", file.toString(), "-u", "exam.test", "alice");
        assertThat(users(file))
                .containsExactly("alice@exam.test: userPassword")
                .isEqualTo(real("", "sasldblistusers2", "-f", file.toString()));
        byte[] before = Files.readAllBytes(file);

        assertThat(set("new", "-p", "-f", file.toString(), "bob")).isZero();

        assertThat(users(file))
                .containsExactly(
                        "alice@exam.test: userPassword", "bob@exam.test: userPassword", "bob@exam.test: authPassword");
        assertThat(folder.resolve("sasldb2.cyrus")).hasBinaryContent(before);
    }

    private static List<String> real(String input, String program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(Peers.program("sasl2-bin", program).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).start();
        process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
        process.getOutputStream().close();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return lines;
    }
}
