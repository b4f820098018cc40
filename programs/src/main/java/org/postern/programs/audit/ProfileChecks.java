package org.postern.programs.audit;

import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.Mailer;
import org.postern.os.Account;

/// What one of the four kinds of system must have beyond what all have.
final class ProfileChecks implements Check {
    @Override
    public void look(Audited audited) {
        if (audited.profile().isEmpty()) {
            return;
        }
        switch (audited.profile().get()) {
            case LOGINS -> submission(audited);
            case ACCOUNTS -> {
                submission(audited);
                forwardOutside(audited);
            }
            case MAILSTORE -> {
                noForwarding(audited);
                noMembers(audited, "A mail store runs nothing and writes mailboxes only");
            }
            case FIREWALL -> firewall(audited);
        }
    }

    private static void submission(Audited audited) {
        if (audited.submission().isEmpty()) {
            audited.find(
                    Severity.MEDIUM,
                    "profile-submission",
                    "submit.cf",
                    "is missing",
                    "Programs of users hand mail in through it, with a queue of its own",
                    new Mend.Command(
                            "printf '%s\\n' \"OSTYPE(\\`generic')dnl\" \"FEATURE(\\`msp', \\`[127.0.0.1]')dnl\""
                                    + " >/etc/mail/submit.mc && postern mc -o /etc/mail/submit.cf /etc/mail/submit.mc"));
        }
    }

    private static void forwardOutside(Audited audited) {
        Account sample = new Account("somebody", 1, 1, "", "/home of somebody", "");
        boolean home =
                audited.userRules().forwardFiles(sample, "").stream().anyMatch(path -> path.startsWith(sample.home()));
        if (home && forwards(audited)) {
            audited.find(
                    Severity.MEDIUM,
                    "profile-forward-home",
                    "ForwardPath",
                    "looks for .forward in homes",
                    "Users without shell access change them through other services; outside of homes root decides how",
                    new Mend.Line("define(`confFORWARD_PATH', `/var/forward/$u')dnl"));
        }
    }

    private static boolean forwards(Audited audited) {
        boolean off = audited.options().isSet(CfOption.FORWARD_PATH)
                && audited.options().text(CfOption.FORWARD_PATH).isBlank();
        return !off && audited.localMailerTakes('w');
    }

    private static void noForwarding(Audited audited) {
        if (forwards(audited)) {
            audited.find(
                    Severity.MEDIUM,
                    "profile-forwarding",
                    "ForwardPath",
                    "users can forward",
                    "This kind of system does without, and needs no rights of users for it then",
                    new Mend.Line("define(`confFORWARD_PATH', `')dnl"));
        }
    }

    private static void noMembers(Audited audited, String why) {
        Optional<Mailer> local = audited.configuration().mailer("local");
        String letters = local.map(Mailer::flags).orElse("");
        boolean any = letters.indexOf('|') >= 0 || letters.indexOf('/') >= 0 || letters.indexOf(':') >= 0;
        if (any) {
            audited.find(
                    Severity.MEDIUM,
                    "profile-members",
                    "mailer local",
                    "takes programs, files or lists as recipients",
                    why,
                    new Mend.Line("MODIFY_MAILER_FLAGS(`LOCAL', `-|/:')dnl"));
        }
    }

    private static void firewall(Audited audited) {
        noForwarding(audited);
        noMembers(audited, "A firewall passes mail on and does not act upon it");
        if (audited.options().text(CfOption.RUN_AS_USER).isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "profile-run-as-user",
                    "RunAsUser",
                    "is not set",
                    "Nothing here needs the rights of root after the start",
                    new Mend.Line("define(`confRUN_AS_USER', `smmta')dnl"));
        }
        if (audited.options().text(CfOption.SAFE_FILE_ENVIRONMENT).isBlank()) {
            audited.find(
                    Severity.MEDIUM,
                    "profile-safe-file-environment",
                    "SafeFileEnvironment",
                    "is not set",
                    "A firewall writes no files; a directory that is not there makes sure of it",
                    new Mend.Line("define(`confSAFE_FILE_ENV', `/nonexistent')dnl"));
        }
        for (AliasEntry entry : AliasEntry.all(audited)) {
            if (entry.program().isPresent()
                    || entry.targetFile().isPresent()
                    || entry.list().isPresent()) {
                audited.find(
                        Severity.HIGH,
                        "profile-alias",
                        entry.place(),
                        entry.name() + " is a program, a file or a list",
                        "Aliases of a firewall lead to other addresses only",
                        entry.comment());
            }
        }
    }
}
