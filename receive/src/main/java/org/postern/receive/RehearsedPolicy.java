package org.postern.receive;

import java.util.Optional;
import org.postern.smtp.AuthAnswer;
import org.postern.smtp.AuthExchange;
import org.postern.smtp.AuthIdentity;
import org.postern.smtp.Reply;
import org.postern.smtp.SessionView;

/// The policy of a real session, but that its client is believed when it says who it is.
final class RehearsedPolicy extends RulesetPolicy {
    private final Optional<AuthIdentity> login;

    RehearsedPolicy(ServingDaemon daemon, Origin origin, Optional<AuthIdentity> login) {
        super(daemon, origin);
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

    /// A rehearsal has no keys; what the rules say of TLS is asked where there are some.
    @Override
    public Optional<Reply> tlsRefusal(SessionView session) {
        return handshake().possible() ? super.tlsRefusal(session) : Optional.empty();
    }
}
