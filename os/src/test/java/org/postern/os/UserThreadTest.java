package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// As root the work runs as `nobody`; without root a thread can only be what the process already is.
final class UserThreadTest {
    @TempDir
    Path folder;

    private final Identity own = ProcessIdentity.effective();
    private final Identity nobody = nobody();

    private static Identity nobody() {
        Account account = Accounts.system().byName("nobody").found().orElseThrow();
        return new Identity(account.uid(), account.gid(), List.of(account.gid()));
    }

    @BeforeEach
    void open() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private Identity user() {
        return own.isRoot() ? nobody : own;
    }

    @Test
    void theWorkIsDoneAsTheUserAndNobodyElseIsChanged() throws Exception {
        Identity inside = UserThread.run(user(), ProcessIdentity::effective);

        assertThat(inside).isEqualTo(user());
        assertThat(ProcessIdentity.effective()).isEqualTo(own);
    }

    @Test
    void filesBelongToTheUser() throws Exception {
        try (OpenDirectory directory = OpenDirectory.open(folder.toString())) {
            UserThread.run(user(), () -> {
                        try (OpenFile file = directory.create("made", 0600)) {
                            return file.status();
                        }
                    })
                    .uid();
            assertThat(directory.status("made").uid()).isEqualTo(user().uid());
            assertThat(directory.status("made").gid()).isEqualTo(user().gid());
        }
    }

    @Test
    void whatTheUserMayNotReadIsNotRead() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "x");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("---------"));
        try (OpenDirectory directory = OpenDirectory.open(folder.toString())) {
            assertThatThrownBy(() -> UserThread.run(user(), () -> directory.openForReading("secret")))
                    .isInstanceOfSatisfying(
                            OsException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES));
        }
    }

    @Test
    void theLastThingsAreDoneAsTheUserWhenTheThreadEnds() throws Exception {
        CompletableFuture<Identity> last = new CompletableFuture<>();
        CompletableFuture<Identity> replaced = new CompletableFuture<>();

        UserThread.run(user(), () -> {
            assertThat(UserThread.beforeEnd("key", () -> replaced.complete(ProcessIdentity.effective())))
                    .isTrue();
            return UserThread.beforeEnd("key", () -> last.complete(ProcessIdentity.effective()));
        });
        UserThread.endWaiting();

        assertThat(last).isCompletedWithValue(user());
        assertThat(replaced).isNotDone();
    }

    @Test
    void aThreadKnowsItsLastThings() throws Exception {
        UserThread.endWaiting();

        assertThat(UserThread.run(user(), () -> {
                    boolean before = UserThread.hasLast("key");
                    return before || !UserThread.beforeEnd("key", () -> {});
                }))
                .isFalse();
        assertThat(UserThread.run(user(), () -> UserThread.hasLast("key") && !UserThread.hasLast("other")))
                .isTrue();
        assertThat(UserThread.beforeEnd("key", () -> {})).isFalse();
        assertThat(UserThread.hasLast("key")).isFalse();
    }

    @Test
    void whoHasAResultFindsTheThreadWaiting() throws Exception {
        Thread first = UserThread.run(user(), Thread::currentThread);

        for (int i = 0; i < 2000; i++) {
            assertThat(UserThread.run(user(), Thread::currentThread)).isSameAs(first);
        }
    }

    @Test
    void thereIsALimitToLastThings() throws Exception {
        assertThat(UserThread.run(user(), () -> {
                    for (int i = 0; i < 64; i++) {
                        assertThat(UserThread.beforeEnd(i, () -> {})).isTrue();
                    }
                    return UserThread.beforeEnd(1, () -> {}) && !UserThread.beforeEnd(64, () -> {});
                }))
                .isTrue();
        UserThread.endWaiting();
    }

    @Test
    void aThreadServesItsUserAgainAndNobodyElse() throws Exception {
        Identity other = own.isRoot() ? new Identity(nobody.uid(), nobody.gid(), List.of(nobody.gid(), 7)) : user();
        Thread first = UserThread.run(user(), Thread::currentThread);
        for (int i = 0; i < 50; i++) {
            Thread same = UserThread.run(user(), () -> {
                assertThat(ProcessIdentity.effective()).isEqualTo(user());
                return Thread.currentThread();
            });
            Thread others = UserThread.run(other, () -> {
                assertThat(ProcessIdentity.effective()).isEqualTo(other);
                return Thread.currentThread();
            });
            assertThat(same).isNotEqualTo(Thread.currentThread());
            assertThat(own.isRoot() && others.equals(first)).isFalse();
        }
    }

    @Test
    void anInterruptionOfOneWorkDoesNotReachTheNext() throws Exception {
        for (int i = 0; i < 20; i++) {
            CountDownLatch begun = new CountDownLatch(1);
            FutureTask<String> task = UserThread.start(
                    user(),
                    () -> {
                        begun.countDown();
                        new CountDownLatch(1).await();
                        return "";
                    },
                    () -> {});
            begun.await();
            task.cancel(true);
            assertThat(UserThread.run(user(), Thread::interrupted)).isFalse();
        }
    }

    /// FS-05: an identity that was not reached means no work.
    @Test
    void theEndIsToldWhenTheWorkCannotBegin() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        FutureTask<String> task = UserThread.start(new Identity(0, 0, List.of(0)), () -> "never", ended::countDown);
        if (own.isRoot()) {
            assertThatThrownBy(task::get).hasCauseInstanceOf(OsException.class);
        }
        ended.await();
    }

    /// FS-05: root is no user to become.
    @Test
    void rootIsNeverActedFor() {
        Identity root = new Identity(0, 0, List.of(0));
        AtomicBoolean ran = new AtomicBoolean();

        assertThatThrownBy(() -> UserThread.run(root, () -> {
                    ran.set(true);
                    return "";
                }))
                .isInstanceOf(OsException.class);
        assertThat(ran).isFalse();
    }

    @Test
    void withoutRootNobodyElseIsActedFor() throws Exception {
        Identity other = new Identity(nobody.uid() - 1, nobody.gid(), List.of());
        if (own.isRoot()) {
            Identity nested = UserThread.run(nobody, () -> ProcessIdentity.effective());
            assertThat(nested.uid()).isEqualTo(nobody.uid());
        } else {
            assertThatThrownBy(() -> UserThread.run(other, () -> "")).isInstanceOf(OsException.class);
        }
    }

    @Test
    void anErrorOfTheWorkIsTheCallersError() {
        assertThatThrownBy(() -> UserThread.run(user(), () -> {
                    throw new IllegalStateException("inside");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("inside");
    }

    /// The user must not be able to end or hamper the process that works for him: `kill` with his rights, aimed at
    /// the very thread, is refused as long as it acts for him.
    @Test
    void theUserCannotSignalTheThreadThatActsForHim() throws Exception {
        CompletableFuture<Long> threadId = new CompletableFuture<>();
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<String> acting = CompletableFuture.supplyAsync(() -> act(threadId, end));
        try {
            String thread = Long.toString(threadId.get());
            if (own.isRoot()) {
                assertThat(as(nobody, "/bin/sh", "-c", "kill -0 " + thread)).isNotZero();
                assertThat(as(nobody, "prlimit", "--pid", thread, "--nofile=3:3"))
                        .isNotZero();
                assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -0 " + thread)
                                .start()
                                .waitFor())
                        .as("root may: the thread is there")
                        .isZero();
            } else {
                assertThat(ProcessIdentity.realUserId()).isEqualTo(own.uid());
            }
        } finally {
            end.countDown();
        }
        assertThat(acting.get()).isEqualTo("done");
    }

    private String act(CompletableFuture<Long> threadId, CountDownLatch end) {
        try {
            return UserThread.run(user(), () -> {
                threadId.complete(Kernel.call(SystemCall.GETTID));
                end.await();
                return "done";
            });
        } catch (Exception e) {
            threadId.completeExceptionally(e);
            throw new IllegalStateException(e);
        }
    }

    private static int as(Identity user, String... command) throws Exception {
        List<String> all = new java.util.ArrayList<>(
                List.of("setpriv", "--reuid=" + user.uid(), "--regid=" + user.gid(), "--clear-groups"));
        all.addAll(List.of(command));
        return new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }
}
