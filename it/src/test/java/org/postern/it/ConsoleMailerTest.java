package org.postern.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.testkit.ProgramRun;

/// `P=[LPC]`: a mailer that speaks on the standard input and output of the command, compared with the real sendmail.
class ConsoleMailerTest {
    private static final String MAILER = "Mesmtp, P=[LPC], F=mDFMuXa, S=EnvFromSMTP/HdrFromSMTP, R=EnvToSMTP, "
            + "E=\\r\\n, L=990, T=DNS/RFC822/SMTP, A=TCP $h\n";
    private static final String GREETING = "220 console ESMTP\r\n250-console\r\n250 PIPELINING\r\n";
    private static final String TAKEN = "250 2.1.5 to\r\n354 go\r\n250 2.0.0 taken\r\n";
    private static final String ANSWERS = GREETING + "250 2.1.0 from\r\n" + TAKEN + "250 2.0.0 reset\r\n"
            + "250 2.1.0 from\r\n550 5.1.1 nobody\r\n" + TAKEN + "221 2.0.0 bye\r\n";

    @TempDir
    Path scratch;

    /// What was said to whoever sits there, without what each program words or counts in its own way.
    private static List<String> said(ProgramRun run) {
        return run.output()
                .lines()
                .map(String::strip)
                .filter(line -> line.matches("(EHLO|RCPT|DATA|RSET|QUIT|Subject:|body|\\.).*"))
                .toList();
    }

    @Test
    void theDialogueOfAQueueRunIsThatOfTheRealProgram() throws Exception {
        QueueHost host = QueueHost.in(scratch).with(MAILER);
        host.nextHop(new InetSocketAddress(1));
        queueTwo(host);
        List<String> real = said(host.real("sendmail", ANSWERS, "-q", "-v"));
        assertThat(host.queued("qf")).isEmpty();
        queueTwo(host);
        ProgramRun own = host.postern("sendmail", ANSWERS, "-q", "-v");
        assertThat(said(own)).as(own.output()).isEqualTo(real).contains("RSET", "QUIT", "Subject: two");
        assertThat(own.output()).contains("\ntwo@far.test... Sent (2.0.0 taken)");
        assertThat(host.queued("qf")).isEmpty();
    }

    private static void queueTwo(QueueHost host) {
        host.real("sendmail", "Subject: one\n\nbody 1\n", "-odq", "-f", "s@near.test", "one@far.test")
                .succeeded();
        host.real(
                        "sendmail",
                        "Subject: two\n\nbody 2\n",
                        "-odq",
                        "-Nnever",
                        "-f",
                        "s@near.test",
                        "two@far.test",
                        "no@far.test")
                .succeeded();
        QueueHost.give(host.folder().queue());
    }

    /// The message ends with a dot, and the answers follow on the same input.
    @Test
    void aCommandThatDeliversItselfSpeaksBehindItsMessage() throws Exception {
        QueueHost host = QueueHost.in(scratch).with(MAILER);
        host.nextHop(new InetSocketAddress(1));
        String input = "Subject: one\n\nbody 1\n.\n" + GREETING + "250 2.1.0 from\r\n" + TAKEN + "221 2.0.0 bye\r\n";
        List<String> real = said(host.real("sendmail", input, "-odi", "-f", "s@near.test", "one@far.test"));
        ProgramRun own = host.postern("sendmail", input, "-odi", "-f", "s@near.test", "one@far.test");
        assertThat(said(own)).as(own.output()).isEqualTo(real).contains("Subject: one");
        assertThat(host.queued("qf")).isEmpty();
    }
}
