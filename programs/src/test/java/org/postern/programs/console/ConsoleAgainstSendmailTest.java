package org.postern.programs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.BlameFlag;
import org.postern.maps.SafeMapFiles;
import org.postern.os.ProcessIdentity;
import org.postern.receive.HelpFile;
import org.postern.smtp.HelpTexts;
import org.postern.testkit.Peers;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailDaemon;
import org.postern.testkit.SendmailFolder;

/// Each command of the control socket is asked of the real daemon too, and the answers are the same but for numbers.
///
/// A daemon of the real program needs root; an ordinary user has nothing to show here.
class ConsoleAgainstSendmailTest {
    private static final String MC = """
            OSTYPE(`linux')dnl
            define(`confDOMAIN_NAME', `mx.exam.test')dnl
            define(`confDONT_PROBE_INTERFACES', `true')dnl
            MAILER(`local')dnl
            MAILER(`smtp')dnl
            """;
    private static final List<String> COMMANDS = List.of(
            "help", "HELP me", "status", "Status please", "mstat", "memdump", "", "what", "quit now", "x".repeat(150));

    /// What ends the daemon, at least for a moment.
    private static final List<String> LAST = List.of("restart", "shutdown");

    /// Numbers are the machine's; the groups of a queue that nobody counts are in docs/compatibility.md.
    private static String alike(String answer) {
        return answer.replaceAll("(?m)^Q:.*\r\n", "")
                .replaceAll("\\d+ accepting connections", "N accepting connections")
                .replaceAll("(?m)(?<=[/:]|^)-?\\d+(?=[/ \r])", "N")
                .replaceAll("(?m)^(?:P:)?N con(?:sole|trol) socket [^\r]*\r\n", "");
    }

    private static String ask(Path socket, String line) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            channel.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(8192);
            while (channel.read(answer) > 0) {
                // To the end.
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void answersAreTheRealOnes(@TempDir Path scratch) throws IOException {
        if (!ProcessIdentity.isRoot()) {
            return;
        }
        Path help = Peers.tree("sendmail").resolve("etc/mail/helpfile");
        SendmailFolder folder = SendmailFolder.in(scratch.resolve("host"));
        folder.configure(RealSendmail.cf(MC));
        Path socket = folder.root().resolve("run/control");
        Files.writeString(
                folder.configuration(),
                "O ControlSocketName=" + socket + "\nO HelpFile=" + folder.etc()
                        + "/helpfile\nO DontBlameSendmail=TrustStickyBit\n",
                StandardOpenOption.APPEND);
        folder.file("helpfile", Files.readString(help, StandardCharsets.ISO_8859_1));
        List<String> theirs = new ArrayList<>();
        for (String last : LAST) {
            try (SendmailDaemon _ = RealSendmail.daemon(folder)) {
                for (String command : COMMANDS) {
                    theirs.add(command + ": " + alike(ask(socket, command)));
                }
                theirs.add(last + ": " + ask(socket, last));
            }
        }
        List<String> ours = new ArrayList<>();
        ConsoleCommands commands = new ConsoleCommands(
                new Calm(),
                HelpFile.read(
                        folder.etc().resolve("helpfile"),
                        new SafeMapFiles(Set.of(BlameFlag.TRUST_STICKY_BIT), ProcessIdentity.effective(), 0, false)),
                "8.17.1.9");
        for (String last : LAST) {
            for (String command : COMMANDS) {
                ours.add(command + ": " + alike(commands.answer(command)));
            }
            ours.add(last + ": " + commands.answer(last));
        }
        assertThat(ours).isEqualTo(theirs);

        Files.delete(folder.etc().resolve("helpfile"));
        try (SendmailDaemon _ = RealSendmail.daemon(folder)) {
            assertThat(new ConsoleCommands(new Calm(), HelpTexts.none(), "8.17.1.9").answer("help"))
                    .isEqualTo(ask(socket, "help"));
        }
    }

    /// A daemon with nothing to do.
    private static final class Calm implements ConsoleCommands.Daemon {
        @Override
        public ConsoleCommands.State state() {
            return new ConsoleCommands.State(0, 0, 1000, 0, 0);
        }

        @Override
        public void obey(ConsoleCommands.Wish wish) {
            // Nothing to end here.
        }
    }
}
