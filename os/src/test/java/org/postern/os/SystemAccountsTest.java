package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SystemAccountsTest implements AccountsContract {
    @Override
    public Accounts accounts() {
        return Accounts.system();
    }

    /// The plain-file reader is the twin: both must say the same about every local account.
    @Test
    void agreesWithTheFilesAboutEveryLine() throws Exception {
        Accounts files = new FileAccounts(Path.of("/etc/passwd"), Path.of("/etc/group"), 10_000_000);
        List<String> lines = Files.readAllLines(Path.of("/etc/passwd"), StandardCharsets.ISO_8859_1);
        for (String line : lines) {
            String name = line.split(":", -1)[0];
            Account expected = files.byName(name).found().orElseThrow();

            assertThat(accounts().byName(name)).isEqualTo(new AccountAnswer.Found<>(expected));
            assertThat(accounts().groupsOf(expected)).hasSameElementsAs(files.groupsOf(expected));
        }
        assertThat(lines).isNotEmpty();
    }
}
