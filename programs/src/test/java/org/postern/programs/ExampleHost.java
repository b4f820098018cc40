package org.postern.programs;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The host `mx.exam.test` with a configuration of the real m4 tree, below a temporary folder, for commands that look
/// at a configuration.
public final class ExampleHost {
    /// Its configuration.
    public static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx.exam.test')dnl
            define(`confDONT_PROBE_INTERFACES', `true')dnl
            LOCAL_DOMAIN(`mx.exam.test')dnl
            LOCAL_DOMAIN(`exam.test')dnl
            FEATURE(`access_db')dnl
            FEATURE(`mailertable')dnl
            MAILER(local)dnl
            MAILER(smtp)dnl
            """;

    private final SendmailFolder folder;

    private ExampleHost(SendmailFolder folder) {
        this.folder = folder;
    }

    /// Makes a host without a configuration.
    ///
    /// @param temporary empty; the host is made in it
    public static ExampleHost in(Path temporary) throws Exception {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new ExampleHost(SendmailFolder.in(temporary));
    }

    /// Its files.
    public SendmailFolder folder() {
        return folder;
    }

    /// Compiles a configuration; the temporary folder above it counts as safe.
    public ExampleHost configure(String mc) throws Exception {
        folder.configure(RealSendmail.cf(mc));
        return append("O DontBlameSendmail=TrustStickyBit");
    }

    /// Adds a line to the configuration.
    public ExampleHost append(String line) throws Exception {
        Files.writeString(folder.configuration(), line + "\n", StandardOpenOption.APPEND);
        return this;
    }

    /// What a command printed, on either stream, and its exit code.
    public record Run(String output, int status) {}

    /// Runs a command.
    ///
    /// @param command gets how it was called and gives its exit code
    public static Run run(ToIntFunction<Invocation> command) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
        int status = command.applyAsInt(
                new Invocation("postern", List.of(), InputStream.nullInputStream(), out, out, Map.of(), Path.of("/")));
        return new Run(bytes.toString(StandardCharsets.ISO_8859_1), status);
    }
}
