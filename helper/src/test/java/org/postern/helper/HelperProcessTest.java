package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.os.ProcessSignal;

/// The helper and a network process as they run: two JVMs, the second started through `setpriv` when the tests are
/// root, and as the same user without new privileges when they are not.
final class HelperProcessTest {
    private static final long MIB = 1024 * 1024;

    private final Path folder;
    private final MailboxFixture mail;
    private final HelperProcesses processes;

    HelperProcessTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        mail = new MailboxFixture(folder);
        processes = new HelperProcesses(folder, mail);
    }

    private HelperProcesses.Started start(String... child) throws IOException {
        return processes.start(List.of(), "", child);
    }

    /// FS-05, CMD-05: the identities are read back, and no descriptor was inherited.
    @Test
    void theNetworkProcessNeverHasRootAndCanRunNothing() throws Exception {
        try (HelperProcesses.Started started = start("report")) {
            List<String> lines = started.all();

            assertThat(started.helper.waitFor()).as("%s", lines).isZero();
            String ids = mail.root ? "uid=54321 gid=54321 groups= cap=" : "uid=" + mail.user.uid();
            assertThat(lines)
                    .contains(
                            "stray print",
                            "seccomp=Installed[]",
                            "shortcomings=[]",
                            "root=false",
                            "environment={AGENT=sendmail, LC_ALL=C.UTF-8, PATH=/usr/bin:/bin, TZ=UTC}",
                            "folder=/",
                            "ping=true",
                            "session=true",
                            "exec=refused",
                            "inherited=[]",
                            "a\\033[2J\\007\\303\\251")
                    .anySatisfy(line -> assertThat(line)
                            .startsWith("line=confinement: " + ids)
                            .contains(" nnp=1 seccomp=2 "));
        }
    }

    @Test
    void keepingTheUserGivesNoCapabilitiesEvenToRoot() throws Exception {
        try (HelperProcesses.Started started = processes.start(List.of(), HelperChild.KEEP_USER, "report")) {
            assertThat(started.await("line=confinement: "))
                    .startsWith("uid=" + ProcessIdentity.effectiveUserId() + " ")
                    .contains(" cap=0 nnp=1 seccomp=2 ");
        }
    }

    @Test
    void mailIsDeliveredAsItsUser() throws Exception {
        try (HelperProcesses.Started started = start("deliver", mail.user.name(), "nosuchuser", "root", "../x")) {
            List<String> lines = started.all();

            assertThat(started.helper.waitFor()).as("%s", lines).isZero();
            assertThat(lines)
                    .contains("answer=Delivered[status=2.1.5, text=Sent]")
                    .anyMatch(line -> line.startsWith("answer=Failed[exit=NO_USER, status=5.1.1"))
                    .anyMatch(line -> line.startsWith("answer=Temporary[exit=TEMPORARY_FAILURE, status=4.7.0"));
            assertThat(mail.directory.resolve("root")).doesNotExist();
            assertThat(Files.getAttribute(mail.mailbox(), "unix:uid")).isEqualTo(mail.user.uid());
            assertThat(mail.content()).startsWith("From alice@a.example ").contains("A line of text.");
        }
    }

    /// `RLIMIT_FSIZE` is a disk that is full.
    @Test
    void aFullDiskLeavesTheMailboxAsItWas() throws Exception {
        mail.existing("old\n\n");
        try (HelperProcesses.Started started =
                processes.start(List.of("prlimit", "--fsize=1000000"), "", "deliver-long", mail.user.name())) {
            List<String> lines = started.all();

            assertThat(lines)
                    .contains("answer=Temporary[exit=TEMPORARY_FAILURE, status=4.2.2, text=" + mail.mailbox()
                            + ": File too large]");
            assertThat(mail.content()).isEqualTo("old\n\n");
            assertThat(mail.dotLock()).doesNotExist();
        }
    }

    @Test
    void whenTheHelperIsKilledTheNetworkProcessEnds() throws Exception {
        try (HelperProcesses.Started started = start("wait")) {
            ProcessHandle network =
                    ProcessHandle.of(Long.parseLong(started.await("ready="))).orElseThrow();
            started.helper.destroyForcibly();

            network.onExit().join();
            assertThat(network.isAlive()).isFalse();
        }
    }

    @Test
    void whenTheNetworkProcessIsKilledTheHelperEnds() throws Exception {
        try (HelperProcesses.Started started = start("wait")) {
            long network = Long.parseLong(started.await("ready="));
            assertThat(ProcessHandle.of(network).orElseThrow().destroyForcibly())
                    .isTrue();

            assertThat(started.helper.waitFor()).isEqualTo(137);
            assertThat(started.all()).contains("event=network process " + network + " ended with 137 by itself");
        }
    }

    @Test
    void garbageOnThePairEndsBoth() throws Exception {
        try (HelperProcesses.Started started = start("garbage")) {
            assertThat(started.all())
                    .contains("event=SECURITY: the network process sends what makes no sense (GARBAGE, 101 bad"
                            + " frames): stopping it");
            started.helper.waitFor();
            assertThat(started.helper.descendants()).isEmpty();
        }
    }

    @Test
    void signalsReachTheNetworkProcessAndTheHelperIsSmall() throws Exception {
        try (HelperProcesses.Started started = start("wait")) {
            started.await("ready=");
            String resident = status(started).replaceAll("(?s).*VmRSS:\\s+([0-9]+) kB.*", "$1");
            assertThat(Long.parseLong(resident) * 1024).isLessThan(60 * MIB);

            ProcessSignal.HUP.send(started.helper.pid());
            assertThat(started.await("signal=")).isEqualTo("HUP");
            Files.createFile(folder.resolve("broken"));
            ProcessSignal.HUP.send(started.helper.pid());
            assertThat(started.await("event=refused")).isEmpty();
            ProcessSignal.USR1.send(started.helper.pid());
            assertThat(started.await("signal=")).isEqualTo("USR1");
            ProcessSignal.TERM.send(started.helper.pid());
            assertThat(started.await("signal=")).isEqualTo("TERM");

            assertThat(started.helper.waitFor()).isEqualTo(9);
            assertThat(started.all()).anyMatch(line -> line.matches("event=network process [0-9]+ ended with 9"));
        }
    }

    @Test
    void withRunAsUserTheHelperBecomesThatUserForEver() throws Exception {
        try (HelperProcesses.Started started =
                processes.start(List.of(), "postern", "deliver-and-wait", mail.user.name())) {
            assertThat(started.await("answer=")).startsWith(mail.root ? "Temporary[" : "Delivered[");
            started.await("ready=");
            int expected = ProcessIdentity.isRoot() ? HelperProcesses.NETWORK_ID : mail.user.uid();

            assertThat(status(started)).containsPattern("Uid:\\s" + expected + "\\s" + expected + "\\s" + expected);
        }
    }

    @Test
    void aFileOfRootIsShownOnlyWhenItsHelperNamesIt() throws Exception {
        Path files = Files.createDirectory(folder.resolve("files"));
        MailboxFixture.own(Files.writeString(files.resolve("private"), "content"), ownId(), ownId(), 0600);
        MailboxFixture.own(Files.writeString(files.resolve("other"), "secret"), ownId(), ownId(), 0600);
        String refused = "Refused[text=no file that the configuration names]";
        try (HelperProcesses.Started started =
                start("files", "/files/private", "/files/other", "/files/../files/private", "/passwd", "", "x")) {
            List<String> lines = started.all();

            assertThat(lines)
                    .contains(
                            "answer /files/other=" + refused,
                            "answer /files/../files/private=" + refused,
                            "answer /passwd=" + refused,
                            "answer =" + refused,
                            "answer x=" + refused)
                    .contains("answer /files/private=" + (mail.root ? "content" : refused));
            started.helper.waitFor();
            assertThat(folder.resolve("state").toFile().list()).isNullOrEmpty();
        }
    }

    private static int ownId() {
        return ProcessIdentity.effectiveUserId();
    }

    private static String status(HelperProcesses.Started started) throws IOException {
        return Files.readString(Path.of("/proc/" + started.helper.pid() + "/status"), StandardCharsets.ISO_8859_1);
    }

    @Test
    void anExistingQueueIsAdoptedAndTheExitCodeIsTheHelpers() throws Exception {
        Files.writeString(folder.resolve("queue/qf1234567890"), "V8\n");
        try (HelperProcesses.Started started = start("exit", "71")) {
            List<String> lines = started.all();
            int owner = mail.root ? HelperProcesses.NETWORK_ID : mail.user.uid();

            assertThat(Files.getAttribute(folder.resolve("queue"), "unix:uid")).isEqualTo(owner);
            assertThat(Files.getAttribute(folder.resolve("queue/qf1234567890"), "unix:uid"))
                    .isEqualTo(owner);
            assertThat(lines.stream().anyMatch(line -> line.contains(" adopted: owner 0:0 -> 54321:54321, 1 files")))
                    .isEqualTo(mail.root);
            assertThat(lines).anyMatch(line -> line.matches("event=network process [0-9]+ ended with 71 by itself"));
            assertThat(started.helper.waitFor()).isEqualTo(71);
        }
    }
}
