package org.postern.deliver;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.cf.LocalProgram;
import org.postern.cf.Mailer;

/// Which agent serves a mailer: connections for `[IPC]`, for programs that are spoken to and for `[LPC]`, the helper
/// for local mailboxes (flag `l`), for programs and for files; an agent that defers for what is none of these.
final class MailerTable {
    private final DeliveryAgent network;
    private final DeliveryAgent local;
    private final DeliveryAgent members;
    private final DeliveryAgent programs;

    MailerTable(DeliveryAgent network, DeliveryAgent local, DeliveryAgent members, DeliveryAgent programs) {
        this.network = network;
        this.local = local;
        this.members = members;
        this.programs = programs;
    }

    /// The agent of a mailer.
    DeliveryAgent agentFor(Mailer mailer) {
        if (mailer.network()) {
            return network;
        }
        if (mailer.file()
                || Ascii.sameIgnoringCase(mailer.name(), "*file*")
                || Ascii.sameIgnoringCase(mailer.name(), "prog")) {
            return members;
        }
        return switch (LocalProgram.of(mailer)) {
            case MAILBOX -> local;
            case CHOOSER ->
                LocalProgram.CHOICES.stream().map(Path::of).anyMatch(Files::isExecutable) ? programs : local;
            case OTHER -> program(mailer);
        };
    }

    private DeliveryAgent program(Mailer mailer) {
        if (isProcmailThatIsMissing(mailer)) {
            return local;
        }
        if (!mailer.path().startsWith("/") && !(mailer.console() && mailer.conversational())) {
            return deferring("P=" + mailer.path() + " of mailer " + mailer.name());
        }
        return mailer.conversational() ? network : programs;
    }

    /// procmail puts what no rule of a user takes into the mailbox; `OSTYPE(linux)` names it as the local mailer on
    /// hosts that never had it.
    private static boolean isProcmailThatIsMissing(Mailer mailer) {
        return mailer.has('l') && mailer.path().endsWith("/procmail") && !Files.exists(Path.of(mailer.path()));
    }

    private static DeliveryAgent deferring(String what) {
        return job -> List.of(Attempt.of(
                job.targets(),
                job.host(),
                0,
                DeliveryTexts.deferred(3, 3, what + " is not available in this version")));
    }
}
