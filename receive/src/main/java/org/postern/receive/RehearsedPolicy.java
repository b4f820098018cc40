package org.postern.receive;

import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.smtp.AuthAnswer;
import org.postern.smtp.AuthExchange;
import org.postern.smtp.AuthIdentity;
import org.postern.smtp.CommandVerb;
import org.postern.smtp.LookupAnswer;
import org.postern.smtp.ReceivedMessage;
import org.postern.smtp.Reply;
import org.postern.smtp.SessionPolicy;
import org.postern.smtp.SessionView;
import org.postern.smtp.Transaction;
import org.postern.smtp.Verdict;

/// The policy of a real session, but that its client is believed when it says who it is.
final class RehearsedPolicy implements SessionPolicy {
    private final RulesetPolicy policy;
    private final Optional<AuthIdentity> login;

    RehearsedPolicy(RulesetPolicy policy, Optional<AuthIdentity> login) {
        this.policy = policy;
        this.login = login;
    }

    @Override
    public Optional<AuthExchange> authenticate(SessionView session, String mechanism) {
        return login.map(identity -> new AuthExchange() {
            @Override
            public AuthAnswer begin(Optional<byte[]> initialResponse) {
                return new AuthAnswer.Success(identity, false);
            }

            @Override
            public AuthAnswer respond(byte[] response) {
                return new AuthAnswer.Success(identity, false);
            }
        });
    }

    @Override
    public Verdict connection(SessionView session) {
        return policy.connection(session);
    }

    @Override
    public Optional<Reply> onlyQueueRuns(SessionView session) {
        return policy.onlyQueueRuns(session);
    }

    @Override
    public long greetPauseMillis(SessionView session) {
        return policy.greetPauseMillis(session);
    }

    @Override
    public long busyMillis(SessionView session, CommandVerb verb) {
        return policy.busyMillis(session, verb);
    }

    @Override
    public Verdict hello(SessionView session, PeerText name) {
        return policy.hello(session, name);
    }

    @Override
    public List<String> mechanisms(SessionView session) {
        return policy.mechanisms(session);
    }

    @Override
    public int authAttempts() {
        return policy.authAttempts();
    }

    @Override
    public void authenticated(SessionView session, AuthIdentity identity) {
        policy.authenticated(session, identity);
    }

    @Override
    public void forgetAuthentication() {
        policy.forgetAuthentication();
    }

    /// A rehearsal has no keys; what the rules say of TLS is asked where there are some.
    @Override
    public Optional<Reply> tlsRefusal(SessionView session) {
        return policy.handshake().possible() ? policy.tlsRefusal(session) : Optional.empty();
    }

    @Override
    public Verdict encrypted(SessionView session) {
        return policy.encrypted(session);
    }

    @Override
    public Verdict senderSyntax(SessionView session, PeerText address) {
        return policy.senderSyntax(session, address);
    }

    @Override
    public Verdict sender(SessionView session, Transaction transaction) {
        return policy.sender(session, transaction);
    }

    @Override
    public Verdict recipientSyntax(SessionView session, PeerText address) {
        return policy.recipientSyntax(session, address);
    }

    @Override
    public Verdict recipient(SessionView session, Transaction transaction, Transaction.Accepted recipient) {
        return policy.recipient(session, transaction, recipient);
    }

    @Override
    public PeerText shown(Transaction.Accepted recipient) {
        return policy.shown(recipient);
    }

    @Override
    public Verdict data(SessionView session, Transaction transaction) {
        return policy.data(session, transaction);
    }

    @Override
    public Verdict endOfMessage(SessionView session, Transaction transaction, ReceivedMessage message) {
        return policy.endOfMessage(session, transaction, message);
    }

    @Override
    public void dropped(SessionView session, Transaction transaction, long size, String why) {
        policy.dropped(session, transaction, size, why);
    }

    @Override
    public LookupAnswer verify(SessionView session, PeerText address) {
        return policy.verify(session, address);
    }

    @Override
    public LookupAnswer expand(SessionView session, PeerText address) {
        return policy.expand(session, address);
    }

    @Override
    public Verdict queueRun(SessionView session, PeerText target) {
        return policy.queueRun(session, target);
    }
}
