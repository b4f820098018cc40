package org.postern.programs.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postern.base.Event;
import org.postern.programs.Invocation;
import org.postern.testkit.Peers;

/// Our smrsh beside the real one: a copy of it whose directory of programs has been changed to another name of the
/// same length.
final class RestrictedShellProgramTest {
    private static final String REAL_DIRECTORY = "/etc/mail/smrsh";

    private Path directory = Path.of("/");
    private Path real = Path.of("/");

    @BeforeEach
    void makeDirectory() throws IOException {
        Path made = Files.createTempDirectory(Path.of("/tmp"), "s");
        int number = Math.floorMod(made.toString().hashCode(), 900_000_000) + 100_000_000;
        String wanted = "/tmp/s" + number;
        directory = Files.move(made, Path.of(wanted));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        program("okprog", "#!/bin/sh\necho \"ok $*\"\nexit 3\n", "rwxr-xr-x");
        program("good", "#!/bin/sh\necho good\n", "rwxr-xr-x");
        program("plain", "no program", "rw-r--r--");
        Files.createDirectory(directory.resolve("adir"));
        byte[] binary = Files.readAllBytes(Peers.tree("sendmail").resolve("usr/libexec/sendmail/smrsh"));
        String text = new String(binary, StandardCharsets.ISO_8859_1).replace(REAL_DIRECTORY, wanted);
        real = Files.write(directory.resolve("adir/smrsh"), text.getBytes(StandardCharsets.ISO_8859_1));
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void program(String name, String text, String mode) throws IOException {
        Files.writeString(directory.resolve(name), text);
        Files.setPosixFilePermissions(directory.resolve(name), PosixFilePermissions.fromString(mode));
    }

    @AfterEach
    void removeDirectory() throws IOException {
        Files.delete(real);
        for (String name : List.of("okprog", "good", "plain", "adir")) {
            Files.delete(directory.resolve(name));
        }
        Files.delete(directory);
    }

    /// CMD-04, the examples of the talk, and what smrsh(8) allows.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "okprog a b",
                "/some/where/okprog a",
                "  okprog",
                "okprog 'a  b' \"c\"",
                "okprog && good",
                "good && okprog x",
                "okprog || good",
                "good||okprog",
                "exec okprog x",
                "exec /bin/okprog x",
                "exec",
                "exec  ",
                "exit 5",
                "echo a b",
                "/bin/cat /etc/passwd",
                "adir/okprog",
                "adir",
                "plain",
                "okprog;",
                "okprog ; good",
                "okprog > /tmp/x",
                "okprog < /etc/passwd",
                "okprog | good",
                "okprog & good",
                "okprog `id`",
                "okprog $(id)",
                "okprog $HOME",
                "okprog (a)",
                "okprog a^b",
                "okprog a\nid",
                "okprog a\rid",
                "okprog\nid",
                "../okprog",
                ". okprog",
                "okprog \\a",
                "good || ",
                "good && exec",
                "good && cat x",
                "",
                "   "
            })
    void doesWhatTheRealOneDoes(String command) throws Exception {
        assertThat(ours(List.of("-c", command))).isEqualTo(real(List.of("-c", command)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-x", "okprog", "-c"})
    void demandsACommand(String argument) throws Exception {
        assertThat(ours(List.of(argument))).isEqualTo(real(List.of(argument)));
    }

    /// What a caller sees.
    private record Outcome(int code, String output, String errors) {}

    private Outcome real(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(real.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LD_LIBRARY_PATH", Peers.tree("sendmail") + "/usr/lib/x86_64-linux-gnu");
        return outcome(builder);
    }

    private static Outcome outcome(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output, errors);
    }

    /// A program that is allowed has the standard streams of the process, so the test starts it.
    private Outcome ours(List<String> arguments) throws InterruptedException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        List<Event> events = new ArrayList<>();
        List<Outcome> ran = new ArrayList<>();
        RestrictedShellProgram program = new RestrictedShellProgram(directory.toString(), events::add, builder -> {
            Outcome outcome = outcome(builder);
            ran.add(outcome);
            return outcome.code();
        });
        int code = program.run(new Invocation(
                real.toString(),
                arguments,
                InputStream.nullInputStream(),
                new PrintStream(output, true, StandardCharsets.ISO_8859_1),
                new PrintStream(errors, true, StandardCharsets.ISO_8859_1),
                Map.of(),
                Path.of("/")));
        String text = errors.toString(StandardCharsets.ISO_8859_1);
        return ran.isEmpty() ? new Outcome(code, output.toString(StandardCharsets.ISO_8859_1), text) : ran.getFirst();
    }
}
