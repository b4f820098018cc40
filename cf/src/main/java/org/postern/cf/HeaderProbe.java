package org.postern.cf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// What the command `/header` of the address test prints: it runs the check of the field, if there is one, and shows
/// the bits that sendmail keeps about the field (sendmail op guide §5.7).
final class HeaderProbe {
    /// Every field that a user wrote.
    private static final int USER = 0x40000;
    /// The declared check takes comments away.
    private static final int CHECK_STRIPS = 0x10000;

    private static final int LONGEST_SHOWN = 253;

    private static final int FROM = 0x100;
    private static final int RECIPIENT = 0x2;
    private static final int RESENT = 0x8;
    private static final int BY_FLAG = 0x20;
    private static final int FORCED = 0x40;
    private static final int TRACE = 0x80;
    private static final int RECEIPT = 0x400;
    private static final int ERRORS = 0x800;
    private static final int ENCODING = 0x1000;
    private static final int CONTENT_TYPE = 0x2000;
    private static final int BCC = 0x4000;
    private static final int ENCODABLE = 0x8000;
    private static final int BOUND_LATE = 0x20000;
    private static final int END = 0x1;

    private static final Map<String, Integer> KNOWN = Map.ofEntries(
            Map.entry("resent-sender", FROM | RESENT),
            Map.entry("resent-from", FROM | RESENT),
            Map.entry("resent-reply-to", FROM | RESENT),
            Map.entry("sender", FROM),
            Map.entry("from", FROM),
            Map.entry("reply-to", FROM),
            Map.entry("errors-to", FROM | ERRORS),
            Map.entry("full-name", BY_FLAG),
            Map.entry("return-receipt-to", RECEIPT),
            Map.entry("delivery-receipt-to", RECEIPT),
            Map.entry("disposition-notification-to", FROM),
            Map.entry("to", RECIPIENT),
            Map.entry("resent-to", RECIPIENT | RESENT),
            Map.entry("cc", RECIPIENT),
            Map.entry("resent-cc", RECIPIENT | RESENT),
            Map.entry("bcc", RECIPIENT | BCC),
            Map.entry("resent-bcc", RECIPIENT | BCC | RESENT),
            Map.entry("apparently-to", RECIPIENT),
            Map.entry("resent-message-id", RESENT),
            Map.entry("resent-date", RESENT),
            Map.entry("received", TRACE | FORCED),
            Map.entry("x400-received", TRACE | FORCED),
            Map.entry("via", TRACE | FORCED),
            Map.entry("mail-from", TRACE | FORCED),
            Map.entry("comments", FORCED | ENCODABLE),
            Map.entry("return-path", FORCED | BY_FLAG | BOUND_LATE),
            Map.entry("content-transfer-encoding", ENCODING),
            Map.entry("content-type", CONTENT_TYPE),
            Map.entry("content-length", BY_FLAG),
            Map.entry("subject", ENCODABLE),
            Map.entry("x-authentication-warning", FORCED));

    private HeaderProbe() {}

    /// The answer behind what the rule sets print.
    static String answer(String line, Configuration configuration, RewriteEngine engine, MacroScope macros) {
        int end = 0;
        while (end < line.length() && line.charAt(end) > ' ' && line.charAt(end) < 127 && line.charAt(end) != ':') {
            end++;
        }
        int colon = end;
        while (colon < line.length() && Ascii.isSpace(line.charAt(colon))) {
            colon++;
        }
        if (end == 0 || colon >= line.length() || line.charAt(colon) != ':') {
            return "header syntax error, line \"" + Printable.text(line) + "\"\nul = 00000000\n";
        }
        String name = Ascii.lower(line.substring(0, end));
        if (name.equals("message") || name.equals("text")) {
            return shown(END);
        }
        int bits = USER | KNOWN.getOrDefault(name, 0);
        Optional<HeaderDeclaration> check = check(name, configuration);
        if (check.isPresent()) {
            boolean own = !check.get().name().equals("*");
            bits |= own && !check.get().checkKeepsComments() ? CHECK_STRIPS : 0;
            run(check.get(), name, line.substring(colon + 1), engine, macros);
        }
        return shown(bits);
    }

    private static String shown(int bits) {
        String digits = Integer.toHexString(bits);
        return "ul = 0x" + "0".repeat(8 - digits.length()) + digits + "\n";
    }

    private static Optional<HeaderDeclaration> check(String name, Configuration configuration) {
        Optional<HeaderDeclaration> found = Optional.empty();
        for (HeaderDeclaration header : configuration.headers()) {
            boolean own = Ascii.sameIgnoringCase(header.name(), name);
            if (header.check().isPresent() && (own || (header.name().equals("*") && found.isEmpty()))) {
                found = Optional.of(header);
            }
        }
        return found;
    }

    private static void run(
            HeaderDeclaration check, String name, String value, RewriteEngine engine, MacroScope macros) {
        macros.define("hdr_name", name);
        macros.define("currHeader", QuotedValue.of(value, LONGEST_SHOWN));
        macros.define("hdrlen", Integer.toString(value.length()));
        CheckResult result = check.checkKeepsComments()
                ? engine.checkKeepingComments(check.check().orElseThrow(), List.of(value), macros)
                : engine.check(check.check().orElseThrow(), value, macros);
        if (result instanceof CheckResult.Rejected(RuleReply reply, var _)) {
            engine.complain(reply.line());
        }
    }
}
