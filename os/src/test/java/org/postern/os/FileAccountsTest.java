package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.base.SystemClock;

final class FileAccountsTest implements AccountsContract {
    @TempDir
    Path folder;

    @BeforeEach
    void write() throws Exception {
        Files.writeString(folder.resolve("passwd"), """
                root:x:0:0:root:/root:/bin/sh
                # a comment
                broken:x:notanumber:1:::
                +nis::::::
                alice:x:1000:1000:Alice,,,:/home/alice:/bin/sh
                big:x:4294967294:4294967294::/:
                """);
        Files.writeString(folder.resolve("group"), """
                root:x:0:
                staff:x:50:bob,alice
                other:x:51:alicex,xalice
                """);
    }

    @Override
    public Accounts accounts() {
        return new FileAccounts(folder.resolve("passwd"), folder.resolve("group"), 10_000);
    }

    @Test
    void readsEveryField() {
        assertThat(accounts().byName("alice").found())
                .contains(new Account("alice", 1000, 1000, "Alice,,,", "/home/alice", "/bin/sh"));
    }

    @Test
    void theLargestNumbersAreNumbers() {
        assertThat(accounts().byName("big").found().orElseThrow().uid()).isEqualTo(-2);
        assertThat(accounts().byUid(-2).found()).isPresent();
    }

    @Test
    void linesThatAreNoEntriesAreNotFound() {
        assertThat(accounts().byName("broken")).isEqualTo(new AccountAnswer.Absent<>());
        assertThat(accounts().byName("+nis")).isEqualTo(new AccountAnswer.Absent<>());
    }

    @Test
    void membersAreWholeNames() {
        Account alice = accounts().byName("alice").found().orElseThrow();

        assertThat(accounts().groupsOf(alice)).isEqualTo(List.of(1000, 50));
        assertThat(accounts().groupByName("staff").found().orElseThrow().members())
                .isEqualTo(List.of("bob", "alice"));
    }

    @Test
    void aMissingOrTooLongFileIsUnavailableNotAbsent() {
        Accounts missing = new FileAccounts(folder.resolve("nowhere"), folder.resolve("group"), 10_000);
        Accounts tooLong = new FileAccounts(folder.resolve("passwd"), folder.resolve("group"), 20);

        assertThat(missing.byName("alice")).isInstanceOf(AccountAnswer.Unavailable.class);
        assertThat(tooLong.byUid(1000)).isInstanceOf(AccountAnswer.Unavailable.class);
    }

    @Test
    void aChangedFileIsSeenAtTheNextQuestion() throws IOException {
        Path passwd = folder.resolve("passwd");
        Accounts accounts = new FileAccounts(passwd, folder.resolve("group"), 10_000, laterBy(0));
        assertThat(accounts.byName("carol")).isEqualTo(new AccountAnswer.Absent<>());

        Files.writeString(passwd, "carol:x:1002:1002::/:/bin/sh\n");
        assertThat(accounts.byName("carol").found()).isPresent();

        Files.writeString(passwd, "carla:x:1002:1002::/:/bin/sh\n");
        assertThat(accounts.byName("carol")).isEqualTo(new AccountAnswer.Absent<>());
    }

    @Test
    void aFileThatHasLongBeenTheSameIsNotReadAgain() throws IOException {
        Path passwd = folder.resolve("passwd");
        Accounts accounts = new FileAccounts(passwd, folder.resolve("group"), 10_000, laterBy(60_000));
        FileTime changed = Files.getLastModifiedTime(passwd);
        String text = Files.readString(passwd);
        assertThat(accounts.byName("alice").found()).isPresent();

        Files.writeString(passwd, text.replace("alice", "ALICE"));
        Files.setLastModifiedTime(passwd, changed);
        assertThat(accounts.byName("alice").found()).isPresent();

        Files.setLastModifiedTime(passwd, FileTime.fromMillis(changed.toMillis() + 1));
        assertThat(accounts.byName("alice")).isEqualTo(new AccountAnswer.Absent<>());
    }

    private static Clock laterBy(long millis) {
        return new Clock() {
            @Override
            public long epochMillis() {
                return new SystemClock().epochMillis() + millis;
            }

            @Override
            public long nanoTime() {
                return new SystemClock().nanoTime();
            }
        };
    }
}
