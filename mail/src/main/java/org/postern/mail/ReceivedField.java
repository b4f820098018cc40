package org.postern.mail;

import java.time.ZoneId;
import java.util.Optional;

/// The Received field that this host adds (RFC 5321 §4.4), in the form of sendmail's stock H line.
///
/// All texts must be free of control characters: they come from macros that were made safe when they were set.
///
/// @param heloName what the client called itself (macro `$s`); absent for local submission
/// @param client who it was (macro `$_`): `localhost [127.0.0.1]` or `alice@localhost`
/// @param authenticatedBits strength of the authentication layer, when the client authenticated
/// @param hostName macro `$j`
/// @param version macros `$v` and `$Z` with a slash between
/// @param protocol `ESMTP`, `SMTP`, `ESMTPS` ...; absent for local submission
/// @param id macro `$i`
/// @param tls what stands in the parenthesis about TLS, without parentheses
/// @param onlyRecipient the recipient, when there is exactly one
/// @param epochSeconds when the message arrived
/// @param zone the zone of the host
public record ReceivedField(
        Optional<String> heloName,
        String client,
        Optional<Integer> authenticatedBits,
        String hostName,
        String version,
        Optional<String> protocol,
        QueueId id,
        Optional<String> tls,
        Optional<String> onlyRecipient,
        long epochSeconds,
        ZoneId zone) {
    /// The field.
    public HeaderField field() {
        StringBuilder out = new StringBuilder(200).append(' ');
        if (heloName.isPresent()) {
            out.append("from ")
                    .append(heloName.get())
                    .append(" (")
                    .append(client)
                    .append(')');
        } else {
            out.append("(from ").append(client).append(')');
        }
        authenticatedBits.ifPresent(
                bits -> out.append("\n\t(authenticated bits=").append(bits).append(')'));
        out.append("\n\tby ").append(hostName).append(" (").append(version).append(')');
        protocol.ifPresent(word -> out.append(" with ").append(word));
        out.append(" id ").append(id);
        tls.ifPresent(text -> out.append("\n\t(").append(text).append(')'));
        // As the stock macro expands: "for" and the date share a line, and without "for" the date has its own.
        onlyRecipient.ifPresentOrElse(
                recipient -> out.append("\n\tfor ").append(recipient).append("; "), () -> out.append(";\n\t"));
        out.append(MailDate.format(epochSeconds, zone));
        return new HeaderField("Received", clean(out.toString()));
    }

    /// A control character would begin another header line; there must be none, and there will be none.
    private static String clean(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fold = c == '\n' && i + 1 < text.length() && text.charAt(i + 1) == '\t';
            boolean good = fold || c == '\t' || (c >= ' ' && c != 127);
            out.append(good ? c : '?');
        }
        return out.toString();
    }
}
