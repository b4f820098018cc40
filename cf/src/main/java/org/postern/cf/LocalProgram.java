package org.postern.cf;

import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;

/// What the program of a mailer for users of this host (flag `l`) does with a message.
public enum LocalProgram {
    /// It appends to a mailbox below `/var/mail`. Postern does that itself.
    MAILBOX,
    /// Debian's `sensible-mda`: it hands on to the first of [#CHOICES] that is installed, else it is like a
    /// [#MAILBOX].
    CHOOSER,
    /// A program of its own: procmail, maildrop, dovecot-lda, or none that delivers to users.
    OTHER;

    /// The programs that `sensible-mda` looks for, in its order.
    public static final List<String> CHOICES =
            List.of("/etc/mail/smrsh/procmail", "/etc/mail/smrsh/maildrop", "/etc/mail/smrsh/deliver");

    private static final Set<String> WRITERS =
            Set.of("mail.local", "mail", "binmail", "bellmail", "mailx", "lmail", "rmail");

    /// What the mailer's program is, by its name.
    public static LocalProgram of(Mailer mailer) {
        boolean program = mailer.network() || mailer.file() || Ascii.sameIgnoringCase(mailer.name(), "prog");
        if (program || !mailer.has('l')) {
            return OTHER;
        }
        String name = mailer.path().substring(mailer.path().lastIndexOf('/') + 1);
        if (name.equals("sensible-mda")) {
            return CHOOSER;
        }
        return WRITERS.contains(name) ? MAILBOX : OTHER;
    }
}
