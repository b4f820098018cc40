package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.os.ProcessIdentity;
import org.postern.testkit.ProgramRun;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SmtpSink;

/// A queue directory is the same for both: what one leaves, the other delivers.
class QueueExchangeTest {
    private static final int MESSAGES = 1000;
    private static final int QUARANTINED = 10;
    private static final int RUNNERS = 4;

    @TempDir
    Path scratch;

    /// QUE-06: a full queue of the real program.
    @Test
    void posternDeliversTheQueueOfARealSendmail() throws Exception {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        QueueHost host = QueueHost.in(scratch).with("O DeliveryMode=queue\n");
        host.nextHop(new InetSocketAddress(1));
        try (SendmailDaemon daemon = RealSendmail.daemon(host.folder())) {
            fill(daemon.address().getPort());
        }
        assertThat(host.queued("qf")).hasSize(MESSAGES);
        // a hundred have been tried and wait; in the foreground, so that nothing changes afterwards
        host.real("sendmail", "", "-qf", "-OMaxQueueRunSize=100");
        host.real("sendmail", "", "-qSheld", "-Qlooks odd");
        assertThat(host.queued("hf")).hasSize(QUARANTINED);
        assertThat(attempted(host)).isPositive();
        try (SmtpSink sink = SmtpSink.start(2 * MESSAGES)) {
            host.nextHop(sink.address());
            ProgramRun run = host.postern("sendmail", "", "-qf");
            assertThat(run.status()).as(run.output()).isZero();
            checkArrived(sink, run.output());
        }
        assertThat(host.queued("qf")).isEmpty();
        assertThat(host.queued("Qf")).isEmpty();
        assertThat(host.queued("hf")).hasSize(QUARANTINED);
        assertThat(host.queued("df")).hasSize(QUARANTINED);
    }

    /// QUE-03, QUE-06: the same queue, the same locks.
    @Test
    void aRealSendmailDeliversTheQueueOfPostern() throws Exception {
        QueueHost host = QueueHost.in(scratch);
        Process daemon = host.daemon(scratch.resolve("output"), "-bD");
        try {
            host.awaitDaemon(daemon);
            fill(host.port());
            host.await("everything tried", daemon, () -> attempted(host) == MESSAGES);
        } finally {
            daemon.destroy();
            assertThat(daemon.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(attempted(host)).isEqualTo(MESSAGES);
        host.postern("sendmail", "", "-qSheld", "-Qlooks odd").succeeded();
        assertThat(host.queued("hf")).hasSize(QUARANTINED);
        assertThat(host.real("mailq", "").output()).endsWith("\t\tTotal requests: " + (MESSAGES - QUARANTINED) + "\n");
        try (SmtpSink sink = SmtpSink.start(2 * MESSAGES)) {
            host.nextHop(sink.address());
            checkArrived(sink, runsOfTheRealSendmail(host));
        }
        assertThat(host.queued("qf")).isEmpty();
        assertThat(host.queued("hf")).hasSize(QUARANTINED);
    }

    /// Several queue runs at the same time: the locks are tried as well, and it takes less time.
    private static String runsOfTheRealSendmail(QueueHost host) throws Exception {
        List<FutureTask<String>> runs = new ArrayList<>();
        for (int i = 0; i < RUNNERS; i++) {
            FutureTask<String> run = new FutureTask<>(() ->
                    host.real("sendmail", "", "-qf", "-OQueueSortOrder=random").output());
            Thread.ofPlatform().daemon().start(run);
            runs.add(run);
        }
        StringBuilder output = new StringBuilder();
        for (FutureTask<String> run : runs) {
            output.append(run.get());
        }
        return output.toString();
    }

    /// How many messages have been tried.
    private static long attempted(QueueHost host) {
        long count = 0;
        for (String name : host.queued("qf")) {
            count += host.control(name).contains("\nN0\n") ? 0 : 1;
        }
        return count;
    }

    private static void checkArrived(SmtpSink sink, String output) {
        Set<String> expected = new TreeSet<>();
        Set<String> arrived = new TreeSet<>();
        for (int i = 0; i < MESSAGES; i++) {
            for (String recipient : held(i) ? List.<String>of() : recipients(i)) {
                expected.add(i + " " + recipient);
            }
        }
        for (SmtpSink.Message message : sink.messages()) {
            String number = message.data()
                    .lines()
                    .filter(line -> line.startsWith("Subject: "))
                    .map(line -> line.substring("Subject: ".length()))
                    .findFirst()
                    .orElse("?");
            message.recipients().forEach(recipient -> arrived.add(number + " " + bare(recipient)));
            if (!number.equals("?")) {
                assertThat(message.data().replace("\r\n", "\n")).endsWith("\n\n" + body(Integer.parseInt(number)));
            }
        }
        assertThat(arrived).as(output).containsAll(expected);
        assertThat(arrived).hasSameSizeAs(expected);
    }

    private static String bare(String recipient) {
        int end = recipient.indexOf('>');
        return recipient.startsWith("<") && end > 0 ? recipient.substring(1, end) : recipient;
    }

    private static boolean held(int i) {
        return i % (MESSAGES / QUARANTINED) == 7;
    }

    private static List<String> recipients(int i) {
        SplittableRandom random = new SplittableRandom(i);
        return random.ints(1 + random.nextInt(4), 0, 30)
                .distinct()
                .mapToObj(n -> "r" + n + "@far" + n % 5 + ".test")
                .collect(Collectors.toList());
    }

    private static String body(int i) {
        String eight = i % 3 == 0 ? "caf\u00e9 \u00fcber \u0080\u009f\u00ff\n" : "plain\n";
        return ".dots\n" + eight + ("line " + i + "\n").repeat(i % 50);
    }

    /// Sends all messages.
    private static void fill(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(60_000);
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            expect(in, '2');
            say(socket, in, "EHLO client.near.test", '2');
            for (int i = 0; i < MESSAGES; i++) {
                String sender = i % 11 == 0 && !held(i) ? "" : (held(i) ? "held" : "s") + i + "@near.test";
                String parameters =
                        (i % 3 == 0 ? " BODY=8BITMIME" : "") + (i % 4 == 0 ? " RET=HDRS ENVID=env+2B" + i : "");
                say(socket, in, "MAIL FROM:<" + sender + ">" + parameters, '2');
                for (String recipient : recipients(i)) {
                    String wishes = i % 5 == 0 ? " NOTIFY=FAILURE,DELAY ORCPT=rfc822;" + recipient : "";
                    say(socket, in, "RCPT TO:<" + recipient + ">" + wishes, '2');
                }
                say(socket, in, "DATA", '3');
                say(
                        socket,
                        in,
                        stuffed("Subject: " + i + "\nTo: list:;\nPrecedence: " + (i % 2 == 0 ? "bulk" : "first-class")
                                        + "\nX-Folded: one\n\ttwo\n\n" + body(i))
                                + ".",
                        '2');
            }
            say(socket, in, "QUIT", '2');
        }
    }

    private static String stuffed(String data) {
        StringBuilder out = new StringBuilder();
        data.lines()
                .forEach(line ->
                        out.append(line.startsWith(".") ? "." : "").append(line).append("\r\n"));
        return out.toString();
    }

    private static void say(Socket socket, BufferedReader in, String command, char expected) throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        expect(in, expected);
    }

    private static void expect(BufferedReader in, char first) throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        assertThat(line).isNotNull().startsWith(String.valueOf(first));
    }
}
