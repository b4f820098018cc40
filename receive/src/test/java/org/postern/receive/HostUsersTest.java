package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.LookupResult;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;

class HostUsersTest {
    private static final Map<String, LookupResult> ALIASES = Map.of(
            "staff",
            new LookupResult.Found("alice, \"|prog a, b\", Carol <carol@far.test>,, \\bob (x, y)"),
            "broken",
            new LookupResult.TemporaryFailure("no server"));

    private static LocalUsers users(Path folder) throws Exception {
        Path passwd =
                Files.writeString(folder.resolve("passwd"), "alice:x:1000:1000:& Example,,:/home/alice:/bin/sh\n");
        Path group = Files.writeString(folder.resolve("group"), "alice:x:1000:\n");
        Accounts accounts = new FileAccounts(passwd, group, 10_000);
        return new HostUsers(name -> ALIASES.getOrDefault(name, LookupResult.NotFound.INSTANCE), accounts);
    }

    @Test
    void looksIntoAliasesAndAccounts(@TempDir Path folder) throws Exception {
        LocalUsers users = users(folder);
        assertThat(users.alias("staff")).isEqualTo(LocalUsers.Presence.PRESENT);
        assertThat(users.alias("alice")).isEqualTo(LocalUsers.Presence.ABSENT);
        assertThat(users.alias("broken")).isEqualTo(LocalUsers.Presence.UNKNOWN);
        assertThat(users.account("alice")).isEqualTo(LocalUsers.Presence.PRESENT);
        assertThat(users.account("staff")).isEqualTo(LocalUsers.Presence.ABSENT);
        assertThat(users.fullName("alice")).contains("Alice Example");
    }

    @Test
    void splitsTheRightSideOfAnAlias(@TempDir Path folder) throws Exception {
        assertThat(users(folder).aliasMembers("staff"))
                .containsExactly("alice", "\"|prog a, b\"", "Carol <carol@far.test>", "\\bob (x, y)");
        assertThat(users(folder).aliasMembers("alice")).isEmpty();
        assertThat(HostUsers.members("a\\")).containsExactly("a\\");
        assertThat(HostUsers.members("\"unclosed, b")).containsExactly("\"unclosed, b");
    }
}
