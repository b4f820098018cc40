package org.postern.smtp;

import java.util.Optional;
import java.util.OptionalLong;
import org.postern.mail.BodyType;
import org.postern.mail.DeliverBy;

/// The parameters of MAIL, understood.
///
/// @param size SIZE in bytes (RFC 1870), 0 when it was no number
/// @param body BODY (RFC 6152)
/// @param returnContent RET (RFC 3461 §4.3)
/// @param envelopeId ENVID in xtext as it came (RFC 3461 §4.4)
/// @param authSender AUTH in xtext as it came, `<>` for nobody (RFC 4954 §5); whether it is believed is policy
/// @param deliverBy BY (RFC 2852 §4)
/// @param international SMTPUTF8 (RFC 6531 §3.4)
public record MailParameters(
        OptionalLong size,
        BodyType body,
        Optional<ReturnContent> returnContent,
        Optional<String> envelopeId,
        Optional<String> authSender,
        Optional<DeliverBy> deliverBy,
        boolean international) {
    /// Nothing was given.
    public static final MailParameters NONE = new MailParameters(
            OptionalLong.empty(),
            BodyType.UNSTATED,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
}
