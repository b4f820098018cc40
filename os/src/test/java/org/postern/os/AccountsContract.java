package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What every account data base must do, shown on the accounts that every host has.
interface AccountsContract {
    Accounts accounts();

    @Test
    default void findsRootByNameAndNumber() {
        Account root = accounts().byName("root").found().orElseThrow();

        assertThat(root.uid()).isZero();
        assertThat(root.gid()).isZero();
        assertThat(root.home()).startsWith("/");
        assertThat(accounts().byUid(0)).isEqualTo(new AccountAnswer.Found<>(root));
        assertThat(accounts().identityOf(root).groups()).contains(0);
    }

    @Test
    default void findsGroupsByNameAndNumber() {
        AccountGroup root = accounts().groupByGid(0).found().orElseThrow();

        assertThat(accounts().groupByName(root.name())).isEqualTo(new AccountAnswer.Found<>(root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no-such-user-here", "root:x", "../root", "ro\0ot", "root\n", "ROOT", " root"})
    default void whatIsNotThereIsAbsent(String name) {
        assertThat(accounts().byName(name)).isEqualTo(new AccountAnswer.Absent<>());
        assertThat(accounts().groupByName(name)).isEqualTo(new AccountAnswer.Absent<>());
    }

    @Test
    default void aNameOfAnyLengthIsAbsent() {
        assertThat(accounts().byName("a".repeat(257))).isEqualTo(new AccountAnswer.Absent<>());
        assertThat(accounts().byName("a".repeat(100_000))).isEqualTo(new AccountAnswer.Absent<>());
    }

    @Test
    default void anUnknownNumberIsAbsent() {
        assertThat(accounts().byUid(1_234_567_890)).isEqualTo(new AccountAnswer.Absent<>());
        assertThat(accounts().groupByGid(1_234_567_890)).isEqualTo(new AccountAnswer.Absent<>());
    }

    @Test
    default void anUnknownUserHasHisOwnGroupOnly() {
        assertThat(accounts().groupsOf(new Account("no-such-user-here", 4711, 4712, "", "/", "")))
                .isEqualTo(List.of(4712));
    }
}
