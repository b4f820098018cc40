package org.postern.programs.mta;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.concurrent.locks.ReentrantLock;
import org.postern.base.Ascii;
import org.postern.base.EventSink;
import org.postern.base.PeerText;
import org.postern.helper.PasswordAuthority;
import org.postern.helperwire.HelperRequest.CheckPassword;
import org.postern.helperwire.PasswordState;
import org.postern.programs.secrets.SecretFile;
import org.postern.sasl.Secret;
import org.postern.sasl.SecretAnswer;
import org.postern.sasl.SecretTable;
import org.postern.sasl.StoredSecrets;
import org.postern.sasl.UserName;

/// `auto_transition`: who has shown a password that is right gets a secret, so that other mechanisms work for him next
/// time. Only passwords that the helper has judged itself are kept, and a secret that is there is never replaced: the
/// network process can add none that is not true.
final class KeepingPasswords implements PasswordAuthority {
    private final PasswordAuthority judge;
    private final SecretFile file;
    private final boolean plain;
    private final EventSink events;
    private final SecureRandom random = new SecureRandom();
    private final ReentrantLock keeping = new ReentrantLock();

    /// @param plain true to keep the password itself too
    KeepingPasswords(PasswordAuthority judge, SecretFile file, boolean plain, EventSink events) {
        this.judge = judge;
        this.file = file;
        this.plain = plain;
        this.events = events;
    }

    @Override
    public Answer judge(CheckPassword request) {
        Answer answer = judge.judge(request);
        if (answer instanceof Answer.Judged(PasswordState state) && state == PasswordState.RIGHT) {
            keeping.lock();
            try {
                keep(new UserName(request.user(), request.realm()), Secret.of(Ascii.bytes(request.password())));
            } finally {
                keeping.unlock();
            }
        }
        return answer;
    }

    private void keep(UserName user, Secret password) {
        try {
            if (file.read().find(user) instanceof SecretAnswer.Found) {
                return;
            }
            StoredSecrets secrets = StoredSecrets.derive(password, plain, random);
            boolean _ = file.change(
                    table -> table.find(user) instanceof SecretAnswer.Found ? table : table.with(user, secrets));
            events.accept(DaemonEvent.info(
                    "helper.secret",
                    "auto_transition: a secret for " + PeerText.escape(user.full(), PeerText.LOG_LIMIT)));
        } catch (IOException | SecretTable.DamagedException failed) {
            events.accept(DaemonEvent.problem("helper.secret", "auto_transition: " + failed.getMessage()));
        }
    }
}
