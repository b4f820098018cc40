package org.postern.programs.audit;

import java.util.Locale;

/// What mends a finding.
sealed interface Mend {
    /// Bits are taken from a file's mode: safe.
    ///
    /// @param path as the host knows it
    /// @param mode the new permission bits
    record Mode(String path, int mode) implements Mend {}

    /// A file or directory gets another owner: safe, where the owner is the one that the configuration wants.
    ///
    /// @param user name or number
    /// @param group name or number; empty to keep it
    record Owner(String path, String user, String group) implements Mend {}

    /// A command that an administrator must judge.
    record Command(String command) implements Mend {}

    /// A line for the `.mc` file, before its MAILER lines, which is compiled afterwards.
    ///
    /// @param file the `.mc` file
    record Line(String line, String file) implements Mend {
        /// A line for the usual file.
        Line(String line) {
            this(line, USUAL_SOURCE);
        }
    }

    /// A feature that goes out of the `.mc` file.
    ///
    /// @param file the `.mc` file
    record Remove(String feature, String file) implements Mend {
        /// Out of the usual file.
        Remove(String feature) {
            this(feature, USUAL_SOURCE);
        }
    }

    /// Two commands, of which one is enough and somebody has to say which.
    record Choice(Mend one, Mend other) implements Mend {}

    /// The `.mc` file of a host.
    String USUAL_SOURCE = "/etc/mail/sendmail.mc";

    /// The same for the `.mc` file that a configuration was made from.
    default Mend in(String source) {
        return switch (this) {
            case Line(String line, String _) -> new Line(line, source);
            case Remove(String feature, String _) -> new Remove(feature, source);
            case Choice(Mend one, Mend other) -> new Choice(one.in(source), other.in(source));
            case Mode _, Owner _, Command _ -> this;
        };
    }

    /// True when `--fix` may do it.
    default boolean safe() {
        return switch (this) {
            case Mode _, Owner _ -> true;
            case Command _, Line _, Remove _, Choice _ -> false;
        };
    }

    /// The command to type. Where there is a choice, the other one stands behind it in a comment of the shell.
    default String command() {
        return switch (this) {
            case Mode(String path, int mode) -> String.format(Locale.ROOT, "chmod %04o %s", mode, quoted(path));
            case Owner(String path, String user, String group) ->
                "chown -h " + user + (group.isEmpty() ? "" : ":" + group) + " " + quoted(path);
            case Command(String command) -> command;
            case Choice(Mend one, Mend other) -> one.command() + " # or: " + other.command();
            case Line(String line, String file) -> "postern mc --add " + text(line) + " " + quoted(file);
            case Remove(String feature, String file) ->
                "postern mc --drop " + text("FEATURE(`" + feature + "'") + " " + quoted(file);
        };
    }

    /// A text with the quotes of m4 as one word of a shell.
    static String text(String line) {
        return "\"" + line.replaceAll("[\\\\\"$`]", "\\\\$0") + "\"";
    }

    /// A path as one word of a shell, without control characters.
    static String quoted(String path) {
        boolean plain = !path.isEmpty() && path.chars().allMatch(Mend::isPlain);
        if (plain) {
            return path;
        }
        boolean printable = path.chars().allMatch(c -> c >= ' ' && c <= '~');
        StringBuilder out = new StringBuilder(printable ? "'" : "$'");
        path.chars().forEach(c -> {
            if (printable) {
                out.append(c == '\'' ? "'\\''" : String.valueOf((char) c));
            } else if (c == '\'' || c == '\\') {
                out.append('\\').append((char) c);
            } else if (c >= ' ' && c <= '~') {
                out.append((char) c);
            } else {
                out.append(String.format(Locale.ROOT, "\\x%02x", c & 0xff));
            }
        });
        return out.append('\'').toString();
    }

    private static boolean isPlain(int c) {
        boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        return letter || (c >= '0' && c <= '9') || "/._-+=:@,".indexOf(c) >= 0;
    }
}
