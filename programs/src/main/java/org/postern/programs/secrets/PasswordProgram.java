package org.postern.programs.secrets;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.postern.os.DurableFiles;
import org.postern.os.FileTrouble;
import org.postern.os.Terminal;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.sasl.SaslConfiguration;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretTable;
import org.postern.sasl.StoredSecrets;
import org.postern.sasl.UserName;

/// `saslpasswd2 [-v] [-c [-p] [-n]] [-d] [-a appname] [-f sasldb] [-u DOM] userid`: sets, makes or deletes the
/// password of a user; flags, prompts and exit codes of Cyrus's.
///
/// Salted keys are always kept; the password itself only when CRAM-MD5 or DIGEST-MD5 may need it, which
/// `mech_list` of Sendmail.conf and AuthMechanisms of `sendmail.cf` decide, and never with `-n`. Without a
/// `sendmail.cf`, and for another application (`-a`), it is kept.
public final class PasswordProgram implements Program {
    private static final String SENDMAIL = "Sendmail";
    private static final int FAILED = 1;
    private static final int BAD_PARAMETER = 7;
    private static final int LONGEST_PASSWORD = 1024;

    private final DurableFiles files;
    private final SecureRandom random;
    private final String hostName;
    private final Supplier<Optional<List<String>>> offered;

    /// @param hostName the realm without `-u`
    /// @param offered AuthMechanisms of the server; empty where there is none
    public PasswordProgram(
            DurableFiles files, SecureRandom random, String hostName, Supplier<Optional<List<String>>> offered) {
        this.files = files;
        this.random = random;
        this.hostName = hostName;
        this.offered = offered;
    }

    @Override
    public int run(Invocation invocation) {
        Optional<PasswordOptions> options = PasswordOptions.parse(invocation.arguments());
        if (options.isEmpty()) {
            invocation.error().print(PasswordOptions.USAGE);
            return FAILED;
        }
        if (options.get().version()) {
            invocation.error().println("saslpasswd2 of Postern");
            return 0;
        }
        try {
            return change(invocation, options.get());
        } catch (IOException | SecretTable.DamagedException failed) {
            return complain(
                    invocation,
                    "generic failure: "
                            + (failed instanceof IOException file ? FileTrouble.words(file) : failed.getMessage()),
                    FAILED);
        }
    }

    private int change(Invocation invocation, PasswordOptions options)
            throws IOException, SecretTable.DamagedException {
        SaslConfiguration configuration = configuration(options.application());
        Path path = Path.of(options.file().isEmpty() ? configuration.secretsFile() : options.file());
        SecretFile file = new SecretFile(path, files);
        String realm = options.realm().isEmpty() ? hostName : options.realm();
        UserName user = UserName.parse(options.user(), realm);
        if (options.delete()) {
            return done(invocation, path, file.change(table -> table.without(user)));
        }
        Optional<byte[]> typed = options.pipe() ? piped(invocation) : prompted(invocation);
        if (typed.isEmpty()) {
            return complain(invocation, "passwords don't match; aborting", FAILED);
        }
        if (typed.get().length == 0 || typed.get().length > LONGEST_PASSWORD) {
            return complain(invocation, "invalid parameter supplied", BAD_PARAMETER);
        }
        boolean plain = !options.withoutPlain() && needsPlain(configuration, options.application());
        StoredSecrets secrets = StoredSecrets.derive(Secret.of(typed.get()), plain, random);
        Arrays.fill(typed.get(), (byte) 0);
        return done(invocation, path, file.change(table -> table.with(user, secrets)));
    }

    private static int done(Invocation invocation, Path path, boolean keptOld) {
        if (keptOld) {
            invocation
                    .error()
                    .println("saslpasswd2: " + path + " was a file of Cyrus SASL; it is kept as " + path
                            + SecretFile.KEPT);
        }
        return 0;
    }

    private boolean needsPlain(SaslConfiguration configuration, String application) {
        Optional<List<String>> mechanisms = application.equals(SENDMAIL) ? offered.get() : Optional.empty();
        return mechanisms.map(names -> configuration.needsPlain(names)).orElseGet(() -> configuration.needsPlain());
    }

    /// The configuration of the application; that of sendmail unless another is named.
    private static SaslConfiguration configuration(String application) throws IOException {
        for (String place : SaslConfiguration.PLACES) {
            Path path = Path.of(place);
            if (application.equals(SENDMAIL) && Files.isReadable(path)) {
                return SaslConfiguration.parse(Files.readString(path, StandardCharsets.ISO_8859_1));
            }
        }
        return SaslConfiguration.usual();
    }

    private static Optional<byte[]> piped(Invocation invocation) throws IOException {
        byte[] bytes = invocation.input().readNBytes(LONGEST_PASSWORD + 2);
        int length = bytes.length;
        while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r')) {
            length--;
        }
        return Optional.of(Arrays.copyOf(bytes, length));
    }

    /// Asks twice; empty when the answers differ.
    private static Optional<byte[]> prompted(Invocation invocation) throws IOException {
        if (!Terminal.isTerminal(0)) {
            return piped(invocation);
        }
        Console console = Objects.requireNonNull(System.console(), "a terminal without a console");
        char[] first = console.readPassword("Password: ");
        char[] second = console.readPassword("Again (for verification): ");
        if (first == null || second == null || !Arrays.equals(first, second)) {
            return Optional.empty();
        }
        return Optional.of(new String(first).getBytes(StandardCharsets.UTF_8));
    }

    private static int complain(Invocation invocation, String text, int exit) {
        invocation.error().println("saslpasswd2: " + text);
        return exit;
    }
}
