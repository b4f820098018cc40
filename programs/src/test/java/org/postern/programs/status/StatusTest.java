package org.postern.programs.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlRequest;
import org.postern.programs.control.ControlServer;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateSubject;

class StatusTest {
    @TempDir
    Path scratch;

    private String output = "";

    private int status(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.ISO_8859_1);
        int code = new StatusProgram(
                        new Invocation(
                                "postern", List.of(), InputStream.nullInputStream(), stream, stream, Map.of(), scratch),
                        new SystemClock())
                .run(List.of(words));
        output = Ascii.text(out.toByteArray());
        return code;
    }

    private String configuration(int port) throws IOException {
        Files.createDirectories(scratch.resolve("queue/journal"));
        Path file = scratch.resolve("sendmail.cf");
        Files.writeString(file, """
                V10/Berkeley
                Djmail.example.org
                O QueueDirectory=ROOT/queue
                O PidFile=ROOT/pid
                O DaemonPortOptions=Name=MTA, Addr=127.0.0.1, Port=%d
                O ServerCertFile=ROOT/none.pem
                Mlocal, P=/bin/false, F=lsDFMAw5:/|@qPn9
                """.formatted(port).replace("ROOT", scratch.toString()));
        return file.toString();
    }

    @Test
    void saysThatTheServerIsDown() throws IOException {
        String file = configuration(1);
        Files.writeString(scratch.resolve("queue/qf6APIuL00026010"), "V8\n");
        Files.writeString(scratch.resolve("queue/hf6APIuL00026011"), "V8\n");
        assertThat(status("-C", file)).isEqualTo(1);
        assertThat(output)
                .contains("The mail server does not run (" + file + ")")
                .containsPattern("MTA +127.0.0.1:1 +closed")
                .containsPattern("/queue +1 +1 +0 +\\d+ \\w+")
                .contains("cannot be read");
    }

    @Test
    void warnsOfANameThatNobodyCanAnswerTo() throws IOException {
        String file = configuration(1);
        assertThat(status("-C", file)).isEqualTo(1);
        assertThat(output).doesNotContain("calls itself");
        Files.writeString(Path.of(file), Files.readString(Path.of(file)).replace("Djmail.example.org", "Djmail"));
        assertThat(status("-C", file)).isEqualTo(1);
        assertThat(output.replaceAll("\\s+", " "))
                .contains("this host calls itself mail, without a domain", "127.0.1.1 mail.example.org mail");
    }

    @Test
    void showsProcessesPortsAndTheFiguresOfTheDaemon() throws Exception {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String file = configuration(port.getLocalPort());
            Files.writeString(scratch.resolve("pid"), ProcessHandle.current().pid() + "\n/usr/sbin/sendmail -bd\n");
            Path place = ControlClient.place(List.of(scratch.resolve("queue")));
            try (ControlServer server = ControlServer.open(place, Accounts.system(), (request, out) -> {
                assertThat(request).isInstanceOf(ControlRequest.Figures.class);
                out.accept("# TYPE postern_sessions gauge\npostern_sessions 3\npostern_queue_committed_total 7200\n"
                        + "postern_delivery_attempts_total{mailer=\"esmtp\",status=\"4\"} 11\n# EOF\n");
                return SysExit.OK;
            })) {
                assertThat(server).isNotNull();
                assertThat(status("-C", file)).as(output).isZero();
                assertThat(output)
                        .contains("The mail server runs")
                        .containsPattern("helper +" + ProcessHandle.current().pid())
                        .containsPattern("MTA +127.0.0.1:\\d+ +open")
                        .containsPattern("messages accepted +7200")
                        .containsPattern("deliveries put off +11")
                        .contains("3 sessions now");
                assertThat(status("-C", file, "--json")).isZero();
                assertThat(output).contains("\"running\": true", "\"postern_sessions\": 3");
            }
        }
    }

    @Test
    void showsBothProcessesAndTheirConfinement() throws Exception {
        Process network = new ProcessBuilder("setpriv", "--no-new-privs", "cat").start();
        try {
            String file = configuration(1);
            Files.writeString(scratch.resolve("pid"), ProcessHandle.current().pid() + "\n");
            assertThat(status("-C", file)).isEqualTo(1);
            String user = ProcessIdentity.isRoot() ? "root" : "no rights of root";
            assertThat(output.lines()).allMatch(line -> line.length() <= 80 || line.contains(scratch.toString()));
            assertThat(output)
                    .containsPattern("helper +" + ProcessHandle.current().pid() + " .* MiB +\\d+ \\w+")
                    .contains("\n  helper: " + user, "\n  network: " + user)
                    .containsPattern("network +" + network.pid());
            assertThat(status("-C", file, "--json")).isEqualTo(1);
            assertThat(output.replaceAll("\\s+", ""))
                    .contains("\"role\":\"helper\",\"pid\":"
                            + ProcessHandle.current().pid())
                    .contains("\"role\":\"network\",\"pid\":" + network.pid())
                    .contains("\"name\":\"MTA\",\"place\":\"127.0.0.1:1\",\"open\":false")
                    .contains("\"waiting\":0,\"held\":0,\"setAside\":0,\"oldestSeconds\":0")
                    .contains("\"figures\":null");
        } finally {
            network.destroy();
        }
    }

    @Test
    void findsTheProcessesWithoutAPidFile() throws Exception {
        Process network = new ProcessBuilder("cat").start();
        try {
            String file = configuration(1);
            Path place = ControlClient.place(List.of(scratch.resolve("queue")));
            try (ControlServer server = ControlServer.open(place, Accounts.system(), (_, out) -> {
                out.accept("postern_process_id " + network.pid() + "\n# EOF\n");
                return SysExit.OK;
            })) {
                assertThat(server).isNotNull();
                assertThat(status("-C", file)).isEqualTo(1);
                assertThat(output)
                        .contains("The mail server runs")
                        .containsPattern("helper +" + ProcessHandle.current().pid())
                        .containsPattern("network +" + network.pid());
            }
        } finally {
            network.destroy();
        }
    }

    @Test
    void confinementIsSaidInWords() {
        assertThat(facts(0, -1, false, false).confinement()).isEqualTo("root");
        assertThat(facts(100, 0, true, true).confinement())
                .isEqualTo("no rights of root, never more, cannot run programs");
        assertThat(facts(100, 1 << 10, true, true).confinement())
                .isEqualTo("may bind low ports, never more, cannot run programs");
        assertThat(facts(100, 3, false, false).confinement()).isEqualTo("capabilities 3");
    }

    private static ProcessFacts facts(int uid, long capabilities, boolean noNewPrivileges, boolean filtered) {
        return new ProcessFacts(1, "network", uid, capabilities, noNewPrivileges, filtered, 1024, Optional.empty());
    }

    /// To a user who may not see the pid file the open port says that the server runs; to root, that somebody else has
    /// it.
    @Test
    void anOpenPortWithoutAServer() throws Exception {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int code = status("-C", configuration(port.getLocalPort()));
            if (ProcessIdentity.isRoot()) {
                assertThat(code).isEqualTo(1);
                assertThat(output)
                        .contains("The mail server does not run")
                        .containsPattern(
                                "taken by .* \\(pid " + ProcessHandle.current().pid() + "\\)");
            } else {
                assertThat(code).isZero();
                assertThat(output).contains("runs, for all that this user can see");
            }
        }
    }

    @Test
    void whatIsNotUsedIsNamed() throws Exception {
        String file = configuration(1);
        Path key = scratch.resolve("key.pem");
        Files.writeString(key, "a key\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        Files.writeString(
                Path.of(file),
                "O ServerKeyFile=" + key + "\nKaccess hash " + scratch + "/none\n",
                StandardOpenOption.APPEND);
        status("-C", file);
        assertThat(output)
                .contains("Not used", key + ": not used: ")
                .contains("map access: does not work, so mail is put off: ");
        assertThat(status("-C", file, "--json")).isEqualTo(1);
        assertThat(output).contains("\"unused\"");
    }

    @Test
    void theAgeIsThatOfTheMessageAndNotOfItsFile() throws IOException {
        Path queue = Files.createDirectory(scratch.resolve("aged"));
        Files.writeString(queue.resolve("qf6AQNRhNR005734"), "V8\n");
        long minute = Instant.parse("2026-11-26T23:28:43Z").toEpochMilli();
        assertThat(QueueDirectoryFacts.of(queue, minute).oldestSeconds()).isEqualTo(60);
    }

    @Test
    void certificatesAreShownWithTheirTime() throws Exception {
        String file = configuration(1);
        SystemClock clock = new SystemClock();
        for (int days : List.of(400, 10)) {
            CertificateMaker.Made made = new CertificateMaker(clock, new SecureRandom())
                    .selfSigned(
                            new CertificateSubject("mail.example.org", "", List.of("mail.example.org")),
                            CertificateMaker.Use.SERVER,
                            CertificateMaker.KeyKind.EC,
                            days);
            Files.writeString(scratch.resolve("none.pem"), made.certificate());
            status("-C", file);
            assertThat(output)
                    .containsPattern("none.pem +"
                            + (days == 400
                                    ? "399 d \\d+ h +/CN=mail.example.org\\n"
                                    : "9 d \\d+ h ONLY +/CN=mail.example.org\\n"));
        }
    }

    @Test
    void refusesWhatItDoesNotKnow() throws IOException {
        assertThat(status("--everything")).isEqualTo(64);
        assertThat(status("-C", scratch.resolve("none.cf").toString())).isEqualTo(78);
    }
}
