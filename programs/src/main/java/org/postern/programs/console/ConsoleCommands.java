package org.postern.programs.console;

import java.util.List;
import java.util.Locale;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.smtp.HelpTexts;

/// What the commands answer, in sendmail's words (recorded from 8.17; doc/op, ControlSocketName).
public final class ConsoleCommands {
    /// What the daemon is asked to do.
    public enum Wish {
        /// End, cleanly.
        SHUTDOWN,
        /// Begin anew with the configuration as it is now.
        RESTART
    }

    /// The state of the daemon.
    ///
    /// @param sessions with clients at the moment
    /// @param mostSessions 0 for no bound
    /// @param freeKilobytes in the file system of the queue
    /// @param load of the host
    /// @param waiting messages in the queue
    public record State(long sessions, long mostSessions, long freeKilobytes, long load, long waiting) {}

    /// The daemon as its commands see it.
    public interface Daemon {
        /// Its state now.
        State state();

        /// Does what was asked, soon.
        void obey(Wish wish);
    }

    private static final int LONGEST_SHOWN = 1024;
    private static final String END = "\r\n";
    private static final String TOPIC = "control";

    private final Daemon daemon;
    private final HelpTexts help;
    private final String version;

    /// @param version as in answers that there is no help
    public ConsoleCommands(Daemon daemon, HelpTexts help, String version) {
        this.daemon = daemon;
        this.help = help;
        this.version = version;
    }

    /// The whole answer to a line.
    ///
    /// @param line without its end; commands are the same in upper and lower case, what follows them does not count
    String answer(String line) {
        String command = line.strip();
        int blank = command.indexOf(' ');
        String word = blank < 0 ? command : command.substring(0, blank);
        return switch (Ascii.lower(word)) {
            case "help" -> help();
            case "restart" -> wish(Wish.RESTART);
            case "shutdown" -> wish(Wish.SHUTDOWN);
            case "status" -> status();
            case "mstat" -> mstat();
            case "memdump" -> "Memory dump unavailable." + END + "To fix, run sendmail with -dsm_check_heap.4" + END;
            default -> "Bad command (" + PeerText.escape(word, LONGEST_SHOWN) + ")" + END;
        };
    }

    private String help() {
        List<String> lines = help.lines(TOPIC).orElse(List.of());
        if (lines.isEmpty()) {
            return "502 5.3.0 Sendmail " + version + " -- HELP not implemented" + END;
        }
        StringBuilder answer = new StringBuilder();
        lines.forEach(line -> answer.append("214-2.0.0 ").append(line).append(END));
        return answer + "214 2.0.0 End of HELP info" + END;
    }

    private String wish(Wish wish) {
        daemon.obey(wish);
        return "OK" + END;
    }

    private String status() {
        State state = daemon.state();
        return String.format(
                        Locale.ROOT,
                        "%d/%d/%d/%d" + END,
                        state.sessions,
                        state.mostSessions,
                        state.freeKilobytes,
                        state.load)
                + processes("");
    }

    private String mstat() {
        State state = daemon.state();
        return "C:" + state.sessions + END + "M:" + state.mostSessions + END + "L:" + state.load + END + "Q:mqueue:"
                + state.waiting + END + "D:0/./" + state.freeKilobytes + END + processes("P:");
    }

    private static String processes(String mark) {
        return mark + ProcessHandle.current().pid() + " accepting connections" + END;
    }
}
