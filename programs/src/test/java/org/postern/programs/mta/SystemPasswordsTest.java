package org.postern.programs.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Event;
import org.postern.helper.PasswordAuthority;
import org.postern.helperwire.HelperRequest.CheckPassword;
import org.postern.helperwire.PasswordState;
import org.postern.os.PasswordHash;
import org.postern.os.RealDurableFiles;
import org.postern.programs.secrets.SecretFile;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.UserName;
import org.postern.testkit.FakeClock;

/// `pwcheck_method: shadow` and `auto_transition` in the helper.
final class SystemPasswordsTest {
    /// 2023-11-14, the day of [FakeClock].
    private static final long TODAY = new FakeClock().epochSeconds() / 86_400;

    @TempDir
    private Path folder;

    private final List<Event> events = new ArrayList<>();
    private SystemPasswords passwords;

    SystemPasswordsTest() {
        passwords = new SystemPasswords(Path.of("/nonexistent"), Path.of("/nonexistent"), "", new FakeClock());
    }

    @BeforeEach
    void accounts() throws Exception {
        String hash = PasswordHash.of("secret".getBytes(StandardCharsets.US_ASCII), "$6$saltsalt$")
                .orElseThrow();
        StringBuilder passwd = new StringBuilder("root:x:0:0::/root:/bin/sh\nold:" + hash + ":1000:1000::/:/bin/sh\n");
        StringBuilder shadow = new StringBuilder("root:" + hash + ":19000:0:99999:7:::\n");
        List<String> aging = List.of(
                "good:" + hash + ":19000:0:99999:7:::",
                "locked:!" + hash + ":19000:0:99999:7:::",
                "star:*:19000:0:99999:7:::",
                "empty::19000:0:99999:7:::",
                "gone:" + hash + ":19000:0:99999:7::" + TODAY + ":",
                "tomorrow:" + hash + ":19000:0:99999:7::" + (TODAY + 1) + ":",
                "stale:" + hash + ":" + (TODAY - 40) + ":0:30:7:9::",
                "grace:" + hash + ":" + (TODAY - 40) + ":0:30:7:10::",
                "first:" + hash + ":0:0:99999:7:::");
        int uid = 1001;
        for (String line : aging) {
            shadow.append(line).append('\n');
            passwd.append(line, 0, line.indexOf(':'))
                    .append(":x:")
                    .append(uid++)
                    .append(":100::/:/bin/sh\n");
        }
        Files.writeString(folder.resolve("passwd"), passwd);
        Files.writeString(folder.resolve("shadow"), shadow);
        passwords =
                new SystemPasswords(folder.resolve("passwd"), folder.resolve("shadow"), "exam.test", new FakeClock());
    }

    private static PasswordAuthority.Answer judged(PasswordState state) {
        return new PasswordAuthority.Answer.Judged(state);
    }

    @ParameterizedTest
    @CsvSource({
        "good, secret, RIGHT",
        "good, Secret, WRONG",
        "good, '', WRONG",
        "old, secret, RIGHT",
        "nobody, secret, UNKNOWN",
        "root, secret, LOCKED",
        "locked, secret, LOCKED",
        "star, secret, LOCKED",
        "empty, '', WRONG",
        "empty, secret, WRONG",
        "gone, secret, LOCKED",
        "tomorrow, secret, RIGHT",
        "stale, secret, EXPIRED",
        "grace, secret, RIGHT",
        "first, secret, EXPIRED"
    })
    void theAccountDecides(String user, String password, PasswordState state) {
        assertThat(passwords.judge(new CheckPassword(user, "exam.test", password)))
                .isEqualTo(judged(state));
    }

    @Test
    void otherRealmsHaveNoAccounts() {
        assertThat(passwords.judge(new CheckPassword("good", "other.test", "secret")))
                .isEqualTo(judged(PasswordState.UNKNOWN));
    }

    @Test
    void aFileThatCannotBeReadIsNoVerdict() throws Exception {
        Files.delete(folder.resolve("shadow"));
        Files.createDirectory(folder.resolve("shadow"));
        assertThat(passwords.judge(new CheckPassword("good", "exam.test", "secret")))
                .isInstanceOf(PasswordAuthority.Answer.NotNow.class);
    }

    @Test
    void aRightPasswordIsKeptOnceAndNoOther() throws Exception {
        SecretFile file = new SecretFile(folder.resolve("secrets"), new RealDurableFiles());
        PasswordAuthority keeping = new KeepingPasswords(passwords, file, false, events::add);
        PasswordAuthority.Answer _ = keeping.judge(new CheckPassword("good", "exam.test", "wrong"));
        assertThat(file.read().names()).isEmpty();
        PasswordAuthority.Answer _ = keeping.judge(new CheckPassword("good", "exam.test", "secret"));
        SecretAnswer.Found first = (SecretAnswer.Found) file.read().find(new UserName("good", "exam.test"));
        assertThat(first.secrets().plain()).isEmpty();
        assertThat(first.secrets().scram().values().iterator().next().toString())
                .doesNotContain("secret");
        PasswordAuthority.Answer _ = keeping.judge(new CheckPassword("good", "exam.test", "secret"));
        assertThat(file.read().find(new UserName("good", "exam.test"))).isEqualTo(first);
        assertThat(events).hasSize(1).noneMatch(event -> event.line().contains("secret\""));
        PasswordAuthority plain = new KeepingPasswords(passwords, file, true, events::add);
        PasswordAuthority.Answer _ = plain.judge(new CheckPassword("old", "exam.test", "secret"));
        assertThat(((SecretAnswer.Found) file.read().find(new UserName("old", "exam.test")))
                        .secrets()
                        .plain())
                .contains(Secret.ofUtf8("secret"));
    }
}
