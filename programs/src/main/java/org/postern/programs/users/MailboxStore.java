package org.postern.programs.users;

import java.io.IOException;
import java.io.InputStream;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.helper.MailboxDelivery;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;
import org.postern.os.OsException;
import org.postern.programs.sendmail.KeptBody;

/// What `mail.local` does with one message: who is a user, and into his mailbox with it.
final class MailboxStore {
    /// What became of a message or a user, in mail.local's words.
    ///
    /// @param exit the exit code of the command
    /// @param reply the beginning of the LMTP reply: a code and an enhanced status
    /// @param text what is said
    record Outcome(SysExit exit, String reply, String text) {
        boolean good() {
            return exit == SysExit.OK;
        }
    }

    private static final int BLOCK = 64 * 1024;
    private static final int IN_MEMORY = 1 << 20;

    private final Accounts accounts;
    private final MailboxDelivery delivery;
    private final boolean fullIsFinal;

    /// @param fullIsFinal true when a quota sends the message back instead of keeping it waiting
    MailboxStore(Accounts accounts, MailboxDelivery delivery, boolean fullIsFinal) {
        this.accounts = accounts;
        this.delivery = delivery;
        this.fullIsFinal = fullIsFinal;
    }

    /// Is there such a user?
    Outcome find(String user) {
        return switch (accounts.byName(user)) {
            case AccountAnswer.Found<Account> _ -> new Outcome(SysExit.OK, "250 2.1.5", "Ok");
            case AccountAnswer.Absent<Account> _ -> unknown();
            case AccountAnswer.Unavailable<Account>(OsException _) ->
                new Outcome(SysExit.TEMPORARY_FAILURE, "451 4.3.0", "User database failure; retry later");
        };
    }

    private static Outcome unknown() {
        return new Outcome(SysExit.UNAVAILABLE, "550 5.1.1", "User unknown");
    }

    /// A message that was read to its end, for as many users as it has.
    static KeptBody keep(InputStream message) throws IOException {
        KeptBody kept = new KeptBody(message, IN_MEMORY);
        boolean complete = false;
        try (InputStream all = kept.fromTheBeginning()) {
            byte[] block = new byte[BLOCK];
            while (all.read(block, 0, block.length) >= 0) {
                // Only read: then nobody waits for the sender while a mailbox is locked.
            }
            complete = true;
            return kept;
        } finally {
            if (!complete) {
                kept.close();
            }
        }
    }

    /// Delivers to one user.
    ///
    /// @param sender empty for the null sender; without control characters
    Outcome deliver(String sender, String user, KeptBody message) throws IOException {
        Outcome found = find(user);
        if (!found.good()) {
            return found;
        }
        try (InputStream body = message.fromTheBeginning()) {
            HelperAnswer answer =
                    delivery.deliver(new HelperRequest.DeliverToMailbox("NOQUEUE", sender, user, 0), body);
            return outcome(user, answer);
        }
    }

    private Outcome outcome(String user, HelperAnswer answer) {
        return switch (answer) {
            case HelperAnswer.Delivered _ ->
                new Outcome(SysExit.OK, "250 2.1.5", PeerText.of(user).forLog() + " Ok");
            case HelperAnswer.Failed(SysExit exit, String status, String text) ->
                exit == SysExit.NO_USER ? unknown() : new Outcome(SysExit.UNAVAILABLE, "550 " + status, text);
            case HelperAnswer.Temporary(SysExit exit, String status, String text) ->
                fullIsFinal && status.equals("4.2.2")
                        ? new Outcome(SysExit.UNAVAILABLE, "552 5.2.2", text)
                        : new Outcome(exit, "450 " + status, text);
            case HelperAnswer.Refused _,
                    HelperAnswer.ProgramEnded _,
                    HelperAnswer.ProgramFailed _,
                    HelperAnswer.Secret _,
                    HelperAnswer.PasswordJudged _,
                    HelperAnswer.OfFile _,
                    HelperAnswer.Pong _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.NoList _,
                    HelperAnswer.ClassPart _ ->
                throw new IllegalStateException("not an answer to a delivery: " + answer);
        };
    }
}
