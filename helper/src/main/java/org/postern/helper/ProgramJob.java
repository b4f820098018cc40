package org.postern.helper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.cf.LocalProgram;
import org.postern.cf.Mailer;

/// One run of the program of a mailer.
///
/// @param mailer from the helper's own copy of the configuration
/// @param users what `$u` stands for, at least one
/// @param host what `$h` stands for
/// @param rights whose
/// @param queueId for `$i`
/// @param sender the envelope sender, empty for the null sender
record ProgramJob(Mailer mailer, List<String> users, String host, Rights rights, String queueId, String sender) {
    ProgramJob {
        users = List.copyOf(users);
    }

    /// The sender as programs see it.
    String shownSender() {
        return sender.isEmpty() ? "MAILER-DAEMON" : sender;
    }

    /// What Debian's `sensible-mda` runs: the first of its programs that is installed; nothing when none is.
    List<String> choice() {
        return LocalProgram.CHOICES.stream()
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst()
                .map(this::choice)
                .orElse(List.of());
    }

    private List<String> choice(String program) {
        String user = users.getFirst();
        return switch (program.substring(program.lastIndexOf('/') + 1)) {
            case "procmail" -> List.of(program, "-t", "-f", shownSender(), "-a", host, "-d", user);
            case "maildrop" -> List.of(program, "-f", shownSender(), "-d", user, host);
            default -> List.of(program, "-r", shownSender(), user);
        };
    }
}
