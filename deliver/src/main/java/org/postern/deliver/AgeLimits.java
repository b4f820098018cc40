package org.postern.deliver;

import java.time.Duration;
import java.util.Map;
import org.postern.base.Ascii;
import org.postern.cf.CfTimeout;
import org.postern.cf.OptionValues;
import org.postern.mail.Envelope;
import org.postern.mail.EnvelopeFlag;
import org.postern.mail.HeaderField;

/// When a message has waited too long (sendmail op guide §5.6, Timeout.queuereturn and Timeout.queuewarn), by the
/// urgency that its `Priority` field claims and the class of its `Precedence` field.
final class AgeLimits {
    private final OptionValues options;
    private final Map<String, Integer> precedences;

    AgeLimits(OptionValues options, Map<String, Integer> precedences) {
        this.options = options;
        this.precedences = precedences;
    }

    /// After this time the message is returned.
    Duration returnAfter(Envelope envelope) {
        return options.timeout(
                switch (urgency(envelope)) {
                    case URGENT -> CfTimeout.QUEUE_RETURN_URGENT;
                    case NORMAL -> CfTimeout.QUEUE_RETURN_NORMAL;
                    case NON_URGENT -> CfTimeout.QUEUE_RETURN_NON_URGENT;
                    case REPORT -> CfTimeout.QUEUE_RETURN_DSN;
                });
    }

    /// After this time the sender is warned once; zero for never.
    Duration warnAfter(Envelope envelope) {
        if (bulk(envelope)) {
            return Duration.ZERO;
        }
        return options.timeout(
                switch (urgency(envelope)) {
                    case URGENT -> CfTimeout.QUEUE_WARN_URGENT;
                    case NORMAL -> CfTimeout.QUEUE_WARN_NORMAL;
                    case NON_URGENT -> CfTimeout.QUEUE_WARN_NON_URGENT;
                    case REPORT -> CfTimeout.QUEUE_WARN_DSN;
                });
    }

    /// True for a class below zero (`Precedence: bulk`): no warnings, and reports have no body.
    boolean bulk(Envelope envelope) {
        String precedence = field(envelope, "Precedence");
        for (Map.Entry<String, Integer> entry : precedences.entrySet()) {
            if (Ascii.sameIgnoringCase(entry.getKey(), precedence)) {
                return entry.getValue() < 0;
            }
        }
        return false;
    }

    private enum Urgency {
        URGENT,
        NORMAL,
        NON_URGENT,
        REPORT
    }

    private static Urgency urgency(Envelope envelope) {
        if (envelope.flags().contains(EnvelopeFlag.RESPONSE)) {
            return Urgency.REPORT;
        }
        return switch (Ascii.lower(field(envelope, "Priority"))) {
            case "urgent" -> Urgency.URGENT;
            case "non-urgent" -> Urgency.NON_URGENT;
            default -> Urgency.NORMAL;
        };
    }

    private static String field(Envelope envelope, String name) {
        for (HeaderField field : envelope.header()) {
            if (Ascii.sameIgnoringCase(field.name(), name)) {
                return field.plainValue();
            }
        }
        return "";
    }
}
