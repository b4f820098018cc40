package org.postern.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.postern.cf.CfClass;

/// Whose login shell lets him have programs and files in his lists: those in /etc/shells, read anew at each question
/// (sendmail op guide §4.3).
final class ShellList {
    /// The line that accepts every shell.
    static final String ANY = "/SENDMAIL/ANY/SHELL/";

    private static final long LARGEST = 1 << 20;
    private static final Set<String> WITHOUT_FILE = Set.of(
            "/bin/sh",
            "/usr/bin/sh",
            "/bin/csh",
            "/usr/bin/csh",
            "/bin/bash",
            "/usr/bin/bash",
            "/bin/ksh",
            "/usr/bin/ksh",
            "/bin/dash",
            "/usr/bin/dash",
            "/bin/tcsh",
            "/usr/bin/tcsh",
            "/bin/zsh",
            "/usr/bin/zsh");

    private final Path file;
    private final CfClass trusted;

    ShellList(String file, CfClass trusted) {
        this.file = Path.of(file);
        this.trusted = trusted;
    }

    /// True when the user may; a list that cannot be read accepts nobody.
    boolean accepts(String user, String shell) {
        if (shell.isEmpty() || trusted.contains(user)) {
            return true;
        }
        try {
            if (Files.size(file) > LARGEST) {
                return false;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            return lines.stream().map(ShellList::word).anyMatch(line -> line.equals(shell) || line.equals(ANY));
        } catch (NoSuchFileException _) {
            return WITHOUT_FILE.contains(shell);
        } catch (IOException _) {
            return false;
        }
    }

    private static String word(String line) {
        int end = 0;
        while (end < line.length() && line.charAt(end) != '#' && line.charAt(end) > ' ') {
            end++;
        }
        return line.substring(0, end);
    }
}
