package org.postern.programs.sendmail;

import java.nio.file.Files;
import java.nio.file.Path;

/// Which configuration a command reads: the one that it names, or the one of its role (sendmail op guide §2.3;
/// submit.cf only where it exists).
final class CommandFiles {
    private static final Path TRANSFER = Path.of("/etc/mail/sendmail.cf");
    private static final Path SUBMISSION = Path.of("/etc/mail/submit.cf");

    private CommandFiles() {}

    static Path configuration(SendmailArguments arguments) {
        if (arguments.configuration().isPresent()) {
            return Path.of(arguments.configuration().get()).toAbsolutePath().normalize();
        }
        boolean submission = arguments.effectiveRole() == SendmailArguments.Role.SUBMISSION;
        return submission && Files.exists(SUBMISSION) ? SUBMISSION : TRANSFER;
    }
}
