package org.postern.helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.postern.base.PeerText;
import org.postern.os.Identity;

/// The rules of smrsh: which command lines a program in a list may be, and what becomes of them.
///
/// Every command word loses its path and must be an executable file in one directory that the administrator fills;
/// nothing that makes a shell do more than run it with arguments is let through, except `&&` and `||` between such
/// commands. `exec`, `exit` and `echo` are the shell's own.
public final class RestrictedShell {
    /// What is decided about a command line.
    public sealed interface Verdict {
        /// `/bin/sh -c` may run this.
        record Allowed(String command) implements Verdict {}

        /// Nothing may be run.
        ///
        /// @param code the exit code of smrsh
        /// @param text what it prints
        /// @param log what it logs, empty for nothing
        record Refused(int code, String text, String log) implements Verdict {}
    }

    private static final int USAGE = 64;
    private static final int UNAVAILABLE = 69;
    private static final int LONGEST = 1000;
    private static final String FORBIDDEN = "<|>^();&`$\r\n";

    private final String name;
    private final String directory;

    /// @param name as which it was called, for messages
    /// @param directory where the allowed programs are
    public RestrictedShell(String name, String directory) {
        this.name = name;
        this.directory = directory;
    }

    /// The directory of this host: the first of the usual ones that is there.
    public static String usualDirectory() {
        for (String place : List.of("/etc/mail/smrsh", "/usr/lib/sm.bin", "/usr/adm/sm.bin")) {
            if (Files.isDirectory(Path.of(place))) {
                return place;
            }
        }
        return "/etc/mail/smrsh";
    }

    /// Judges a call.
    ///
    /// @param arguments without the name of the program: `-c`, command
    /// @param user who must be able to execute the programs
    /// @throws IOException never for a missing file
    public Verdict judge(List<String> arguments, Identity user) throws IOException {
        if (arguments.size() != 2 || !arguments.getFirst().equals("-c") || blank(arguments.getLast())) {
            return new Verdict.Refused(USAGE, "Usage: " + name + " -c command", "usage");
        }
        String command = arguments.getLast();
        if (command.length() > LONGEST - directory.length() - 2) {
            return new Verdict.Refused(
                    UNAVAILABLE,
                    name + ": command too long: " + command,
                    "uid " + uid(user) + ": command too long: " + PeerText.escape(command, 40));
        }
        return new Judgement(command, user).run();
    }

    private static boolean blank(String text) {
        return text.chars().allMatch(c -> c == ' ' || c == '\t');
    }

    private static String uid(Identity user) {
        return Integer.toUnsignedString(user.uid());
    }

    private final class Judgement {
        private final String command;
        private final Identity user;
        private final StringBuilder out = new StringBuilder();
        private int at;

        Judgement(String command, Identity user) {
            this.command = command;
            this.user = user;
        }

        Verdict run() throws IOException {
            boolean executing = false;
            while (at < command.length()) {
                skipBlanks();
                if (at == command.length()) {
                    break;
                }
                int start = at;
                while (at < command.length() && command.charAt(at) != ' ' && command.charAt(at) != '\t') {
                    at++;
                }
                String word = lastComponent(command.substring(start, at));
                boolean more = !blank(command.substring(at));
                if (word.equals("exec") && at < command.length()) {
                    if (!more) {
                        return refused("missing command to exec", "missing command to exec");
                    }
                    out.append("exec ");
                    executing = true;
                    continue;
                }
                executing = false;
                if (word.equals("exit") || word.equals("echo")) {
                    out.append(word);
                } else {
                    String problem = problem(word);
                    if (!problem.isEmpty()) {
                        return unavailable(word, problem, command.substring(start));
                    }
                    out.append(directory).append('/').append(word);
                }
                int special = special();
                out.append(command, at, special);
                at = special;
                if (at < command.length()) {
                    char c = command.charAt(at);
                    boolean pair = at + 1 < command.length() && command.charAt(at + 1) == c && (c == '&' || c == '|');
                    if (!pair) {
                        return refused(
                                "cannot use " + c + " in command", "attempt to use " + c + " in command: " + command);
                    }
                    out.append(c).append(c).append(' ');
                    at += 2;
                }
            }
            return executing
                    ? refused("missing command to exec", "missing command to exec")
                    : new Verdict.Allowed(out.toString());
        }

        private void skipBlanks() {
            while (at < command.length() && (command.charAt(at) == ' ' || command.charAt(at) == '\t')) {
                at++;
            }
        }

        /// Where the next character is that would make the shell do more.
        private int special() {
            for (int i = at; i < command.length(); i++) {
                if (FORBIDDEN.indexOf(command.charAt(i) & 0x7f) >= 0) {
                    return i;
                }
            }
            return command.length();
        }

        private Verdict refused(String text, String log) {
            return new Verdict.Refused(
                    UNAVAILABLE, name + ": " + text, "uid " + uid(user) + ": " + PeerText.escape(log, LONGEST));
        }

        private Verdict unavailable(String word, String problem, String rest) {
            String why = problem.equals(NOT_EXECUTABLE) ? "" : " (" + problem + ")";
            return new Verdict.Refused(
                    UNAVAILABLE,
                    name + ": \"" + word + "\" not available for sendmail programs" + why,
                    "uid " + uid(user) + ": attempt to use \"" + PeerText.escape(rest, LONGEST) + "\" (" + problem
                            + ")");
        }

        private String problem(String word) throws IOException {
            Map<String, Object> status;
            try {
                status = Files.readAttributes(Path.of(directory, word), "unix:mode,uid,gid,isRegularFile");
            } catch (IOException | IllegalArgumentException _) {
                return "stat failed";
            }
            if (!Boolean.TRUE.equals(status.get("isRegularFile"))) {
                return "not a file";
            }
            int mode = status.get("mode") instanceof Integer bits ? bits : 0;
            int shift = Integer.valueOf(user.uid()).equals(status.get("uid"))
                    ? 6
                    : status.get("gid") instanceof Integer gid && user.belongsTo(gid) ? 3 : 0;
            boolean executable = user.isRoot() ? (mode & 0111) != 0 : (mode >> shift & 1) != 0;
            return executable ? "" : NOT_EXECUTABLE;
        }
    }

    private static final String NOT_EXECUTABLE = "not executable";

    /// What is behind the last slash, also one with its eighth bit set.
    private static String lastComponent(String word) {
        int slash = -1;
        for (int i = 0; i < word.length(); i++) {
            if ((word.charAt(i) & 0x7f) == '/') {
                slash = i;
            }
        }
        return word.substring(slash + 1);
    }
}
