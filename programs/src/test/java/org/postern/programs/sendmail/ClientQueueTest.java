package org.postern.programs.sendmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a command leaves in its queue when no daemon answers.
class ClientQueueTest {
    @TempDir
    Path folder;

    private CommandRun send(String options, String... arguments) throws Exception {
        Path queue = folder.resolve("queue");
        if (!Files.exists(queue)) {
            Files.createDirectory(queue);
            Files.setPosixFilePermissions(queue, PosixFilePermissions.fromString("rwx------"));
        }
        Path configuration = Files.writeString(
                folder.resolve("sendmail.cf"), """
                V10/Berkeley
                O QueueDirectory=%s
                O DaemonPortOptions=Family=local, Addr=%s
                %s
                Mlocal, P=/bin/mail, F=lsDFM, A=mail $u
                Mprog, P=/bin/sh, F=lsD, A=sh -c $u
                Msmtp, P=[IPC], F=mDFMuX, A=TCP $h
                S0
                R$*	$#local $: $1
                """.formatted(queue, folder.resolve("nobody"), options));
        List<String> all = new java.util.ArrayList<>(List.of("-C", configuration.toString()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all, "Subject: x\n\nbody\n");
    }

    private List<Path> queued() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("queue"))) {
            return files.filter(file -> file.getFileName().toString().matches("[qd]f.*"))
                    .toList();
        }
    }

    @ParameterizedTest
    @CsvSource({"O QueueFileMode=0600, rw-------", "O QueueFileMode=0640, rw-r-----", "O QueueFileMode=0660, rw-rw----"
    })
    void queueFilesHaveTheModeOfTheOption(String option, String mode) throws Exception {
        CommandRun run = send(option, "bob");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(queued())
                .hasSize(2)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo(mode));
    }

    /// The flags of the command line are the message's: what the daemon will read in the control file.
    @Test
    void wishesForReportsAreKept() throws Exception {
        assertThat(send("", "-N", "success,delay", "-R", "hdrs", "-V", "id+2B1", "-h", "25", "bob")
                        .status())
                .isZero();
        Path control = queued().stream()
                .filter(file -> file.getFileName().toString().startsWith("qf"))
                .findFirst()
                .orElseThrow();
        assertThat(Files.readString(control)).contains("Zid+2B1", "Fdn", "RPNSD:<bob>");
        assertThat(send("", "-h", "26", "bob").status()).isEqualTo(69);
    }

    /// Programs are run by the daemon's helper alone: the queue run finds out what such an address means.
    @Test
    void anAddressThatAMapWouldDecideIsQueuedAllTheSame() throws Exception {
        CommandRun run = send("Kp program /bin/echo\nScanonify=3\nR$*\t$: $(p $1 $)", "-odq", "bob");
        assertThat(run.status()).as(run.output()).isZero();
        assertThat(run.output()).isEmpty();
        assertThat(queued())
                .hasSize(2)
                .anySatisfy(file -> assertThat(Files.readString(file))
                        .as("the recipient is there")
                        .contains("\nRPFD:<bob>\n"));
    }

    @Test
    void countsThem() throws Exception {
        assertThat(send("", "-bP").output()).isEqualTo(folder.resolve("queue") + " is empty\n");
        assertThat(send("", "-ba", "bob").status()).isZero();
        assertThat(send("", "-bP").output()).isEqualTo(folder.resolve("queue") + ": entries=1\n");
    }
}
