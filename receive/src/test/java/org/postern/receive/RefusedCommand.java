package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.smtp.AuthIdentity;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;

/// A command of a recorded dialogue that was refused, with everything that the client had said until then.
///
/// @param reply the line that was recorded
record RefusedCommand(String command, String reply, SessionFacts facts) {
    /// Facts hold one sender only.
    private static final String SECOND_MAIL = "Sender already specified";

    /// All MAIL and RCPT commands of a dialogue that were refused, as far as each was sent alone.
    static List<RefusedCommand> of(TranscriptProfile profile, Transcript transcript) {
        List<RefusedCommand> found = new ArrayList<>();
        SessionFacts facts = SessionFacts.of(profile.clientAddress(transcript));
        List<Transcript.Line> lines = transcript.lines();
        for (int i = 0; i + 1 < lines.size(); i++) {
            String next = lines.get(i + 1) instanceof Transcript.Expect(String _, String text) ? text : "";
            switch (lines.get(i)) {
                case Transcript.Send(String _, String bytes) -> {
                    String line = bytes.strip();
                    if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0) {
                        return found;
                    }
                    facts = after(facts, line, next);
                    boolean refused = (next.startsWith("4") || next.startsWith("5")) && !next.contains(SECOND_MAIL);
                    if (refused && (says(line, "MAIL FROM:") || says(line, "RCPT TO:"))) {
                        found.add(new RefusedCommand(line, next, facts));
                    }
                }
                case Transcript.Login(String _, String mechanism, String _, String user, String _) -> {
                    if (next.startsWith("235")) {
                        facts = login(facts, new AuthIdentity(mechanism, user, 0));
                    }
                }
                case Transcript.StartTls _ -> {
                    return found;
                }
                case Transcript.Comment _,
                        Transcript.Expect _,
                        Transcript.ExpectMatch _,
                        Transcript.ToRecord _,
                        Transcript.Close _,
                        Transcript.HangUp _ -> {}
            }
        }
        return found;
    }

    private static boolean says(String line, String command) {
        return Ascii.startsIgnoringCase(line, command);
    }

    private static SessionFacts after(SessionFacts facts, String line, String reply) {
        if (says(line, "EHLO ") || says(line, "HELO ")) {
            return with(facts, Optional.of(line.substring(5)), Optional.empty(), List.of());
        }
        if (says(line, "RSET") || reply.contains("Message accepted")) {
            return with(facts, facts.helo(), Optional.empty(), List.of());
        }
        if (says(line, "MAIL FROM:")) {
            return with(facts, facts.helo(), Optional.of(line.substring(10)), List.of());
        }
        if (says(line, "RCPT TO:")) {
            List<String> recipients = new ArrayList<>(facts.recipients());
            recipients.add(line.substring(8));
            return with(facts, facts.helo(), facts.sender(), recipients);
        }
        return facts;
    }

    private static SessionFacts with(
            SessionFacts facts, Optional<String> helo, Optional<String> sender, List<String> recipients) {
        return new SessionFacts(
                facts.client(),
                facts.clientName(),
                helo,
                facts.tls(),
                facts.login(),
                sender,
                recipients,
                facts.counts());
    }

    private static SessionFacts login(SessionFacts facts, AuthIdentity identity) {
        return new SessionFacts(
                facts.client(),
                facts.clientName(),
                facts.helo(),
                facts.tls(),
                Optional.of(identity),
                facts.sender(),
                facts.recipients(),
                facts.counts());
    }
}
