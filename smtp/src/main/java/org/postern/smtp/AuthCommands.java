package org.postern.smtp;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// AUTH and the lines of its exchange (RFC 4954 §4), with sendmail's replies in sendmail's order.
final class AuthCommands {
    private static final String NO_RESPONSE = "=";
    private static final String CANCEL = "*";

    private final SessionState state;
    private Optional<AuthExchange> running = Optional.empty();

    AuthCommands(SessionState state) {
        this.state = state;
    }

    /// True while the next line belongs to an exchange and is no command.
    boolean running() {
        return running.isPresent();
    }

    void auth(SmtpCommand.Auth auth) {
        List<String> mechanisms = state.mechanisms();
        if (mechanisms.isEmpty()) {
            state.say(ReplyTable.AUTH_NOT_AVAILABLE);
        } else if (state.authentication().isPresent()) {
            state.say(ReplyTable.ALREADY_AUTHENTICATED);
        } else if (state.transaction().isPresent()) {
            state.say(ReplyTable.AUTH_IN_TRANSACTION);
        } else if (state.count(NoiseLimits.Kind.AUTH, auth.verb().name())) {
            choose(auth, mechanisms);
        }
    }

    private void choose(SmtpCommand.Auth auth, List<String> mechanisms) {
        String mechanism = auth.mechanism().forParsing();
        if (mechanism.isEmpty()) {
            state.say(ReplyTable.AUTH_MECHANISM_MISSING);
            return;
        }
        boolean offered = mechanisms.stream().anyMatch(one -> Ascii.sameIgnoringCase(one, mechanism));
        Optional<AuthExchange> exchange =
                offered ? state.policy().authenticate(state.view(), mechanism) : Optional.empty();
        if (exchange.isEmpty()) {
            state.say(ReplyTable.authMechanism(auth.mechanism()));
            return;
        }
        begin(exchange.get(), auth.initialResponse());
    }

    private void begin(AuthExchange exchange, Optional<PeerText> typed) {
        if (typed.isEmpty()) {
            answer(exchange, exchange.begin(Optional.empty()));
            return;
        }
        String text = typed.get().forParsing();
        Optional<byte[]> initial = text.equals(NO_RESPONSE) ? Optional.of(new byte[0]) : decoded(text);
        if (initial.isEmpty()) {
            noteUndecodable();
            state.say(ReplyTable.authInitialResponse(typed.get()));
            return;
        }
        answer(exchange, exchange.begin(initial));
    }

    /// A line of the exchange.
    void respond(String line) {
        AuthExchange exchange = running.orElseThrow();
        running = Optional.empty();
        if (line.equals(CANCEL)) {
            state.say(ReplyTable.AUTH_ABORTED);
            return;
        }
        Optional<byte[]> response = decoded(line);
        if (response.isEmpty()) {
            state.say(ReplyTable.authParameter(PeerText.of(line)));
            return;
        }
        answer(exchange, exchange.respond(response.get()));
    }

    private void answer(AuthExchange exchange, AuthAnswer answer) {
        switch (answer) {
            case AuthAnswer.Challenge(byte[] data) -> {
                running = Optional.of(exchange);
                state.say(Reply.plain(334, Base64.getEncoder().encodeToString(data)));
            }
            case AuthAnswer.Success(AuthIdentity identity, boolean layered) -> {
                state.authenticated(identity);
                state.say(ReplyTable.AUTHENTICATED);
                if (layered) {
                    state.startLayer();
                }
            }
            case AuthAnswer.Failure(boolean temporary) ->
                state.say(temporary ? ReplyTable.AUTH_TEMPORARY_FAILURE : ReplyTable.AUTH_FAILED);
        }
    }

    /// What came is not shown: it may be a password that was not encoded.
    private void noteUndecodable() {
        state.notice(
                SessionNotice.Kind.UNDECODABLE,
                "AUTH decode64 error [1 for \"" + TrafficLines.MASK + "\"], relay="
                        + state.client().display());
    }

    /// Base64 with its padding (RFC 4648 §4), or nothing when it is none.
    private static Optional<byte[]> decoded(String text) {
        if (text.length() % 4 != 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(Ascii.bytes(text)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
