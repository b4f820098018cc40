package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.maps.ShownFiles;
import org.postern.os.FileRule;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.SecretTable;
import org.postern.sasl.StoredSecrets;
import org.postern.sasl.UserName;
import org.postern.testkit.FakeClock;
import org.postern.testkit.Peers;

/// The file of secrets, ours and the one that the real saslpasswd2 writes.
class HostSecretsTest {
    private static final UserName ALICE = new UserName("alice", "exam.test");

    @TempDir
    private Path folder;

    private final List<String> problems = new ArrayList<>();

    private HostSecrets secrets(Path file) {
        return new HostSecrets(
                file.toString(),
                SafeFileRules.of(
                        ProcessIdentity.effective(),
                        FileRule.REGULAR_ONLY,
                        FileRule.NO_WORLD_READ,
                        FileRule.ROOT_IS_ROOT),
                _ -> new ShownFiles.Answer.Unavailable("no helper"),
                new FakeClock(),
                problems::add);
    }

    private static Optional<Secret> plain(SecretAnswer answer) {
        return answer instanceof SecretAnswer.Found(StoredSecrets stored) ? stored.plain() : Optional.empty();
    }

    @Test
    void readsWhatTheRealSaslpasswd2WritesAndSeesChanges() throws Exception {
        Path file = folder.resolve("sasldb2");
        HostSecrets secrets = secrets(file);
        assertThat(secrets.find(ALICE)).isEqualTo(new SecretAnswer.NotFound());

        for (String password : List.of("secret", "changed")) {
            Process process = new ProcessBuilder(
                            Peers.program("sasl2-bin", "saslpasswd2").toString(),
                            "-p",
                            "-c",
                            "-f",
                            file.toString(),
                            "-u",
                            "exam.test",
                            "alice")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().write(password.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            process.getOutputStream().close();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(plain(secrets.find(ALICE))).contains(Secret.ofUtf8(password));
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void whatMustNotBeUsedIsATemporaryFailureAndSaidOnce() throws IOException {
        Path file = folder.resolve("secrets");
        Files.write(
                file,
                SecretTable.EMPTY
                        .with(ALICE, StoredSecrets.ofPlain(Secret.ofUtf8("x")))
                        .encode());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        HostSecrets secrets = secrets(file);

        assertThat(secrets.find(ALICE)).isInstanceOf(SecretAnswer.TemporaryFailure.class);
        assertThat(secrets.find(ALICE)).isInstanceOf(SecretAnswer.TemporaryFailure.class);
        assertThat(problems).containsExactly(file + ": World readable file");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(plain(secrets.find(ALICE))).contains(Secret.ofUtf8("x"));

        Files.writeString(file, SecretTable.MARK + "\nnonsense\n");
        assertThat(secrets.find(ALICE)).isInstanceOf(SecretAnswer.TemporaryFailure.class);
        assertThat(problems).hasSize(2).last().isEqualTo(file + ": line 2 is not understood");
    }
}
