package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Clock;
import org.postern.base.SystemClock;

final class RecentAccountsTest implements AccountsContract {
    @TempDir
    Path folder;

    @Override
    public Accounts accounts() {
        return new RecentAccounts(Accounts.system(), new SystemClock());
    }

    @Test
    void forgetsAfterTwoSeconds() throws Exception {
        Path passwd = folder.resolve("passwd");
        Files.writeString(passwd, "alice:x:1000:1000::/home/alice:/bin/sh\n");
        long[] nanos = {0};
        Accounts accounts = new RecentAccounts(new FileAccounts(passwd, passwd, 10_000), at(nanos));
        assertThat(accounts.byName("alice").found()).isPresent();
        assertThat(accounts.byName("bob").found()).isEmpty();

        Files.writeString(passwd, "bob:x:1001:1001::/home/bob:/bin/sh\n# another size\n");
        nanos[0] = 1_999_999_999L;
        assertThat(accounts.byName("alice").found()).isPresent();
        assertThat(accounts.byName("bob").found()).isEmpty();

        nanos[0] = 2_000_000_000L;
        assertThat(accounts.byName("alice").found()).isEmpty();
        assertThat(accounts.byName("bob").found()).isPresent();
    }

    @Test
    void neverRemembersThatNobodyAnswered() throws Exception {
        Path passwd = folder.resolve("passwd");
        Accounts accounts = new RecentAccounts(new FileAccounts(passwd, passwd, 10_000), at(new long[] {0}));
        assertThat(accounts.byName("alice")).isInstanceOf(AccountAnswer.Unavailable.class);

        Files.writeString(passwd, "alice:x:1000:1000::/home/alice:/bin/sh\n");
        assertThat(accounts.byName("alice").found()).isPresent();
    }

    @Test
    void remembersGroupsForTwoSeconds() throws Exception {
        Path passwd = Files.writeString(folder.resolve("passwd"), "alice:x:1000:1000::/home/alice:/bin/sh\n");
        Path group = Files.writeString(folder.resolve("group"), "staff:x:50:alice\n");
        long[] nanos = {0};
        Accounts accounts = new RecentAccounts(new FileAccounts(passwd, group, 10_000), at(nanos));
        Account alice = accounts.byName("alice").found().orElseThrow();
        assertThat(accounts.groupsOf(alice)).contains(50);

        Files.writeString(group, "staff:x:50:\n# another size\n");
        nanos[0] = 1_999_999_999L;
        assertThat(accounts.groupsOf(alice)).contains(50);
        nanos[0] = 2_000_000_000L;
        assertThat(accounts.groupsOf(alice)).doesNotContain(50);
    }

    private static Clock at(long[] nanos) {
        SystemClock real = new SystemClock();
        return new Clock() {
            @Override
            public long epochMillis() {
                return real.epochMillis();
            }

            @Override
            public long nanoTime() {
                return nanos[0];
            }
        };
    }
}
