package org.postern.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.mail.QueueId;

/// A server session in memory with everything that its owner has to do, for tests.
final class Dialogue {
    static final ClientIdentity LOCAL = new ClientIdentity("localhost", "127.0.0.1", false, Optional.empty());

    final PlainPolicy policy = new PlainPolicy();
    final List<Event> events = new ArrayList<>();
    final List<Long> delays = new ArrayList<>();
    final List<Step.CommitMessage> committed = new ArrayList<>();
    final List<String> bodies = new ArrayList<>();
    final List<String> queueRuns = new ArrayList<>();
    int dropped;
    boolean closed;
    boolean moreReadable;
    boolean handshakeFails;
    int layers;
    Optional<Reply> openFailure = Optional.empty();
    Optional<Reply> bodyFailure = Optional.empty();
    Optional<Reply> commitFailure = Optional.empty();
    SessionFeatures features = SessionFeatures.defaults(Set.of());
    SessionLimits limits = SessionLimits.DEFAULT;
    EnumSet<SessionSettings.Mode> modes = EnumSet.of(SessionSettings.Mode.SEND_MIME_ERRORS);
    HelpTexts help = HelpTexts.none();
    MemoryBudget memory = MemoryBudget.unlimited();
    ClientIdentity client = LOCAL;

    private Optional<ServerSession> session = Optional.empty();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int messages;

    /// Opens the session and returns the greeting.
    String open() {
        SessionSettings settings = new SessionSettings("mx.exam.test", "8.17.1.9", "MTA", modes, limits, help, memory);
        session = Optional.of(new ServerSession(
                settings,
                client,
                features,
                "mx.exam.test ESMTP Sendmail ready",
                policy,
                () -> moreReadable,
                () -> "SESSION",
                events::add));
        return run();
    }

    ServerSession session() {
        return session.orElseThrow();
    }

    /// Sends lines, each with CR LF, in one piece, and returns what the server says to them.
    String say(String... lines) {
        return raw(String.join("\r\n", lines) + "\r\n");
    }

    /// Sends bytes as they are and returns what the server says.
    String raw(String bytes) {
        byte[] data = Ascii.bytes(bytes);
        session().input(data, 0, data.length);
        return run();
    }

    /// HELO, MAIL and RCPT, all accepted.
    Dialogue transaction() {
        open();
        assertThat(say("EHLO client.test")).endsWith("250 HELP\r\n");
        assertThat(say("MAIL FROM:<a@good.test>")).startsWith("250 ");
        assertThat(say("RCPT TO:<bob@exam.test>")).startsWith("250 ");
        return this;
    }

    List<String> log() {
        return events.stream()
                .filter(event -> event.logLevel() < 15)
                .map(Event::line)
                .toList();
    }

    String run() {
        StringBuilder said = new StringBuilder();
        while (true) {
            switch (session().next()) {
                case Step.Say(Reply reply) -> reply.appendTo(said);
                case Step.NeedInput(Step.Phase _) -> {
                    return said.toString();
                }
                case Step.Delay(long millis) -> delays.add(millis);
                case Step.WatchForEarlyTalk(long millis) -> delays.add(-millis);
                case Step.OpenMessage() -> openMessage();
                case Step.Body(byte[] bytes, int offset, int length) -> {
                    bodyFailure.ifPresentOrElse(
                            reply -> session().storageFailed(reply), () -> body.write(bytes, offset, length));
                }
                case Step.CommitMessage commit -> commit(commit);
                case Step.DropMessage() -> {
                    dropped++;
                    body.reset();
                }
                case Step.StartQueueRun(var target) -> queueRuns.add(target.forParsing());
                case Step.UpgradeToTls() -> {
                    if (handshakeFails) {
                        session().tlsFailed();
                    } else {
                        session().tlsStarted();
                    }
                }
                case Step.StartSecurityLayer() -> layers++;
                case Step.Close() -> {
                    closed = true;
                    return said.toString();
                }
            }
        }
    }

    private void openMessage() {
        if (openFailure.isPresent()) {
            session().messageNotOpened(openFailure.get());
        } else {
            messages++;
            session().messageOpened(new QueueId("message" + messages));
        }
    }

    private void commit(Step.CommitMessage commit) {
        if (commitFailure.isPresent()) {
            session().messageNotCommitted(commitFailure.get());
            return;
        }
        committed.add(commit);
        bodies.add(Ascii.text(body.toByteArray()));
        body.reset();
        session().messageCommitted();
    }
}
