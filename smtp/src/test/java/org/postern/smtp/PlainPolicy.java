package org.postern.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;

/// A policy for tests: verdicts follow from words in the addresses, so that a dialogue shows what it does.
class PlainPolicy implements SessionPolicy {
    Verdict atConnection = Verdict.accept();
    Verdict atData = Verdict.accept();
    Verdict atEnd = Verdict.accept();
    Verdict atTls = Verdict.accept();
    List<String> mechanisms = List.of();
    final List<String> authenticated = new ArrayList<>();
    int exchanges;
    long pause;
    final List<ReceivedMessage> received = new ArrayList<>();

    @Override
    public Verdict connection(SessionView session) {
        return atConnection;
    }

    @Override
    public long greetPauseMillis(SessionView session) {
        return pause;
    }

    @Override
    public List<String> mechanisms(SessionView session) {
        return mechanisms;
    }

    /// Knows one password; `LAYER` agrees on a security layer, `LATER` cannot decide.
    @Override
    public Optional<AuthExchange> authenticate(SessionView session, String mechanism) {
        exchanges++;
        return Optional.of(new PlainExchange(mechanism));
    }

    @Override
    public void authenticated(SessionView session, AuthIdentity identity) {
        authenticated.add(identity.name());
    }

    @Override
    public void forgetAuthentication() {
        authenticated.clear();
    }

    @Override
    public Verdict encrypted(SessionView session) {
        return atTls;
    }

    private record PlainExchange(String mechanism) implements AuthExchange {
        @Override
        public AuthAnswer begin(Optional<byte[]> initialResponse) {
            return initialResponse.map(this::respond).orElseGet(() -> new AuthAnswer.Challenge(new byte[0]));
        }

        @Override
        public AuthAnswer respond(byte[] response) {
            if (mechanism.equals("LATER")) {
                return new AuthAnswer.Failure(true);
            }
            boolean layer = mechanism.equals("LAYER");
            return Ascii.text(response).equals("\0alice\0secret")
                    ? new AuthAnswer.Success(new AuthIdentity(mechanism, "alice", layer ? 128 : 0), layer)
                    : new AuthAnswer.Failure(false);
        }
    }

    @Override
    public Verdict senderSyntax(SessionView session, PeerText address) {
        return syntax(address);
    }

    private static Verdict syntax(PeerText address) {
        return address.forParsing().contains("@@")
                ? new Verdict.Refuse(Reply.of("553 5.1.3 Invalid route address"))
                : Verdict.accept();
    }

    @Override
    public Verdict sender(SessionView session, Transaction transaction) {
        return verdict(transaction.sender(), "451 4.1.8 Domain of sender address does not resolve");
    }

    @Override
    public Verdict recipientSyntax(SessionView session, PeerText address) {
        return syntax(address);
    }

    @Override
    public Verdict recipient(SessionView session, Transaction transaction, Transaction.Accepted recipient) {
        return verdict(recipient.address(), "550 5.1.1 User unknown");
    }

    private static Verdict verdict(PeerText address, String refusal) {
        String text = address.forParsing();
        if (text.contains("nosuch")) {
            return new Verdict.Refuse(Reply.of(refusal));
        }
        if (text.contains("goaway")) {
            return new Verdict.Abort(Reply.of("421 4.7.0 go away"));
        }
        if (text.contains("discard")) {
            return new Verdict.Discard();
        }
        if (text.contains("hold")) {
            return new Verdict.Quarantine("held");
        }
        if (text.contains("queued")) {
            return new Verdict.AcceptWith(ReplyTable.RECIPIENT_WILL_QUEUE);
        }
        return Verdict.accept();
    }

    @Override
    public Verdict data(SessionView session, Transaction transaction) {
        return atData;
    }

    @Override
    public Verdict endOfMessage(SessionView session, Transaction transaction, ReceivedMessage message) {
        received.add(message);
        return atEnd;
    }

    @Override
    public LookupAnswer verify(SessionView session, PeerText address) {
        return lookUp(address);
    }

    @Override
    public LookupAnswer expand(SessionView session, PeerText address) {
        return lookUp(address);
    }

    private static LookupAnswer lookUp(PeerText address) {
        return switch (address.forParsing()) {
            case "root", "<root>", "root@exam.test" -> new LookupAnswer.Local(List.of("root <root@mx.exam.test>"));
            case "alice" -> new LookupAnswer.Local(List.of("<alice@mx.exam.test>"));
            case "staff" -> new LookupAnswer.Local(List.of("root <root@mx.exam.test>", "<bob@mx.exam.test>"));
            case "user@other.test" -> new LookupAnswer.Remote("<user@other.test>");
            case "secret" -> new LookupAnswer.Refused(Reply.of("550 5.7.1 VRFY of secret not allowed"));
            case "nobody" -> new LookupAnswer.Local(List.of());
            default -> new LookupAnswer.Unknown(Reply.of("550 5.1.1 User unknown"));
        };
    }

    @Override
    public Verdict queueRun(SessionView session, PeerText target) {
        String text = target.forParsing();
        if (text.equals("#nosuch")) {
            return new Verdict.Refuse(ReplyTable.unknownQueue(PeerText.of("nosuch")));
        }
        return text.equals("denied.test")
                ? new Verdict.Refuse(Reply.of("550 5.7.1 ETRN denied for that domain"))
                : Verdict.accept();
    }
}
