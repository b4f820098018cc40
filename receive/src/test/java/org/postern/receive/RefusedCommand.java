package org.postern.receive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.smtp.AuthIdentity;
import org.postern.testkit.Transcript;
import org.postern.testkit.TranscriptProfile;
import org.postern.tls.PeerCertificate;
import org.postern.tls.TlsIdentity;
import org.postern.tls.Verify;

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
                case Transcript.StartTls(String _, Optional<String> certificate) ->
                    facts = encrypted(facts, certificate);
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

    /// After STARTTLS everything that was said before is forgotten (RFC 3207 §4.2).
    private static SessionFacts encrypted(SessionFacts facts, Optional<String> certificate) {
        TlsIdentity identity = new TlsIdentity(
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                256,
                256,
                certificate.map(RefusedCommand::verify).orElse(Verify.NO),
                "ok",
                certificate.map(RefusedCommand::certificate),
                "cert_md5",
                List.of(),
                false);
        return new SessionFacts(
                facts.client(),
                facts.clientName(),
                Optional.empty(),
                Optional.of(identity),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                facts.counts());
    }

    private static Verify verify(String name) {
        return name.equals("twin") || name.equals("stranger") ? Verify.FAIL : Verify.OK;
    }

    /// The names in the certificates of [org.postern.testkit.TestCertificates], as the macros have them.
    private static PeerCertificate certificate(String name) {
        String california = "/C=US/ST=California/L=Emeryville/O=";
        String sendmail = california + "Sendmail,+20Inc.";
        String shapiro = california + "gshapiro.net/CN=CA/emailAddress=certs@gshapiro.net";
        String authority = sendmail + "/CN=Sendmail+20Cert/emailAddress=rootca@sendmail.com";
        return switch (name) {
            case "gir", "twin" ->
                named("/C=US/ST=California/O=gshapiro.net/CN=", "gir.gshapiro.net", "", shapiro, "CA");
            case "shapiro" ->
                named(
                        sendmail + "/OU=Engineering/CN=",
                        "Gregory+20Neil+20Shapiro",
                        "/emailAddress=gshapiro@sendmail.com",
                        authority,
                        "Sendmail+20Cert");
            case "other" ->
                named(
                        sendmail + "/OU=Sales/CN=",
                        "Somebody+20+28Else+29+20&+20Co+20+5C+2B+20Sons",
                        "",
                        authority,
                        "Sendmail+20Cert");
            case "stranger" ->
                named("/C=US/O=Nobody/CN=", "stranger.test", "", "/C=US/O=Nobody/CN=stranger.test", "stranger.test");
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static PeerCertificate named(String before, String name, String after, String issuer, String issuerName) {
        return new PeerCertificate(before + name + after, issuer, name, issuerName, "", List.of(), List.of());
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
