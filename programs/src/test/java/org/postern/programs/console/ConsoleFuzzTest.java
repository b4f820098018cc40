package org.postern.programs.console;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.postern.base.Ascii;
import org.postern.smtp.HelpTexts;

/// Any line on the control socket: an answer of whole lines of printable text.
final class ConsoleFuzzTest {
    private static final ConsoleCommands.Daemon DAEMON = new ConsoleCommands.Daemon() {
        @Override
        public ConsoleCommands.State state() {
            return new ConsoleCommands.State(3, 40, 42_585_592, 8, 17);
        }

        @Override
        public void obey(ConsoleCommands.Wish wish) {}
    };

    @FuzzTest
    void anyLine(byte[] input) {
        String answer = new ConsoleCommands(DAEMON, HelpTexts.none(), "8.17.1.9").answer(Ascii.text(input));
        if (!answer.endsWith("\r\n")) {
            throw new AssertionError("no whole line: " + answer);
        }
        for (String line : answer.split("\r\n", -1)) {
            if (!line.matches("[\t -~]*")) {
                throw new AssertionError("not printable: " + line);
            }
        }
    }
}
