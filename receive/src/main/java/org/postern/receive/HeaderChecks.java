package org.postern.receive;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.HeaderDeclaration;
import org.postern.cf.SessionMacros;
import org.postern.mail.HeaderField;
import org.postern.mail.QueueId;
import org.postern.smtp.ReceivedMessage;
import org.postern.smtp.Verdict;

/// The rule sets of `HName: $>check` and `H*: $>check`, and `check_eoh` and `check_eom`: what sendmail asks while a
/// message comes in (sendmail op guide §5.7).
final class HeaderChecks {
    private static final String EVERY_OTHER = "*";
    private static final Set<String> SENDER_FIELDS = Set.of(
            "resent-sender",
            "resent-from",
            "resent-reply-to",
            "sender",
            "from",
            "reply-to",
            "errors-to",
            "full-name",
            "disposition-notification-to");
    private static final Set<String> RECIPIENT_FIELDS =
            Set.of("to", "resent-to", "cc", "resent-cc", "bcc", "resent-bcc", "apparently-to");

    private final Map<String, HeaderDeclaration> checks = new HashMap<>();

    /// @param headers the H lines; of several checks for one name the last one counts
    HeaderChecks(List<HeaderDeclaration> headers) {
        for (HeaderDeclaration header : headers) {
            if (header.check().isPresent()) {
                checks.put(Ascii.lower(header.name()), header);
            }
        }
    }

    /// Asks all of them. The last refusal is the answer.
    Verdict ask(RuleQuestions questions, ReceivedMessage message, QueueId id, SessionMacros macros) {
        Verdict outcome = Verdict.accept();
        if (!checks.isEmpty()) {
            for (HeaderField field : message.header()) {
                outcome = stronger(outcome, field(questions, field, id, macros));
            }
        }
        messageId(message).ifPresent(value -> macros.define("msg_id", value));
        String count = Integer.toString(message.header().size());
        String bytes = Long.toString(message.headerBytes());
        outcome = stronger(outcome, questions.keepingComments("check_eoh", List.of(count, bytes), id, macros));
        String size = Long.toString(message.size());
        macros.define("msg_size", size);
        return stronger(outcome, questions.keepingComments("check_eom", List.of(size), id, macros));
    }

    private static Optional<String> messageId(ReceivedMessage message) {
        return message.header().stream()
                .filter(field -> Ascii.sameIgnoringCase(field.name(), "Message-Id"))
                .map(HeaderField::plainValue)
                .findFirst();
    }

    private Verdict field(RuleQuestions questions, HeaderField field, QueueId id, SessionMacros macros) {
        String name = Ascii.lower(field.name());
        HeaderDeclaration check = Optional.ofNullable(checks.get(name)).orElse(checks.get(EVERY_OTHER));
        if (check == null) {
            return Verdict.accept();
        }
        String value = field.value().strip();
        macros.define("hdr_name", field.name());
        macros.define("currHeader", quoted(field.value()));
        macros.define("hdrlen", Integer.toString(field.value().length()));
        macros.define("addr_type", addressType(name));
        String ruleset = check.check().orElseThrow();
        // In the log the value has its blank in front, as sendmail writes it.
        String logged = field.value().startsWith(" ") ? " " + value : value;
        return questions.aboutField(ruleset, value, logged, check.checkKeepsComments(), id, macros);
    }

    /// One quoted token, so that rules see the value as it came, but for line breaks and other control characters.
    private static String quoted(String value) {
        StringBuilder out = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(Ascii.isControl(c) ? ' ' : c);
        }
        return out.append('"').toString();
    }

    private static String addressType(String name) {
        if (SENDER_FIELDS.contains(name)) {
            return "h s";
        }
        return RECIPIENT_FIELDS.contains(name) ? "h r" : "h";
    }

    /// A refusal outweighs discarding, that outweighs holding, and of two equals the last one counts.
    private static Verdict stronger(Verdict first, Verdict second) {
        return weight(second) >= weight(first) && weight(second) > 0 ? second : first;
    }

    private static int weight(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Accept() -> 0;
            case Verdict.AcceptWith _ -> 0;
            case Verdict.Quarantine _ -> 1;
            case Verdict.Discard() -> 2;
            case Verdict.Refuse _ -> 3;
            case Verdict.Abort _ -> 4;
        };
    }
}
