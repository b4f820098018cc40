package org.postern.programs.users;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.mail.HeaderField;
import org.postern.mail.HeaderParser;

/// A message that `vacation` may reply to: its sender and its header.
///
/// @param sender from the `From ` line of the delivering program
/// @param fields the header
record IncomingMail(String sender, List<HeaderField> fields) {
    private static final int LONGEST_HEADER = 256 * 1024;
    private static final int BLOCK = 8192;
    private static final Set<String> NOBODY = Set.of("postmaster", "uucp", "mailer", "mailer-daemon");
    private static final List<String> LIST_ENDINGS = List.of("-request", "-relay", "-owner");
    private static final Set<String> LIST_FIELDS = Set.of(
            "list-id", "list-post", "list-help", "list-unsubscribe", "list-owner", "list-subscribe", "list-archive");
    private static final Set<String> NO_REPLY_PRECEDENCE = Set.of("bulk", "junk", "list");

    IncomingMail {
        fields = List.copyOf(fields);
    }

    /// Reads a message up to its end; empty when it does not begin with a `From ` line.
    static Optional<IncomingMail> read(InputStream input) throws IOException {
        HeaderParser header = new HeaderParser(LONGEST_HEADER);
        byte[] block = new byte[BLOCK];
        for (int count = input.read(block); count >= 0; count = input.read(block)) {
            if (!header.finished()) {
                header.feed(block, 0, count);
            }
        }
        if (!header.finished()) {
            header.end();
        }
        return header.unixFrom().map(line -> new IncomingMail(senderOf(line), header.fields()));
    }

    /// The word behind `From `.
    private static String senderOf(String line) {
        String rest = line.substring("From ".length()).strip();
        int blank = rest.indexOf(' ');
        return blank < 0 ? rest : rest.substring(0, blank);
    }

    /// True when nobody waits for a reply: the sender is a program or a list (RFC 3834 §2).
    boolean isFromProgram() {
        String local =
                Ascii.lower(sender.substring(0, sender.indexOf('@') < 0 ? sender.length() : sender.indexOf('@')));
        return sender.isEmpty()
                || sender.equals("<>")
                || sender.startsWith("-")
                || NOBODY.contains(local)
                || local.startsWith("owner-")
                || LIST_ENDINGS.stream().anyMatch(local::endsWith)
                || fields.stream().anyMatch(IncomingMail::saysNoReply);
    }

    private static boolean saysNoReply(HeaderField field) {
        String name = Ascii.lower(field.name());
        String value = Ascii.lower(field.plainValue());
        return switch (name) {
            case "precedence" -> NO_REPLY_PRECEDENCE.stream().anyMatch(value::startsWith);
            case "auto-submitted" -> !value.isEmpty() && !value.startsWith("no");
            default -> LIST_FIELDS.contains(name);
        };
    }

    /// True when a recipient field names one of these users: a word of `To:` or `Cc:`.
    boolean names(List<String> users) {
        return fields.stream()
                .filter(field ->
                        Ascii.sameIgnoringCase(field.name(), "To") || Ascii.sameIgnoringCase(field.name(), "Cc"))
                .anyMatch(field ->
                        users.stream().anyMatch(user -> hasWord(Ascii.lower(field.value()), Ascii.lower(user))));
    }

    private static boolean hasWord(String text, String word) {
        for (int at = text.indexOf(word); at >= 0 && !word.isEmpty(); at = text.indexOf(word, at + 1)) {
            int end = at + word.length();
            if ((at == 0 || !isWordPart(text.charAt(at - 1)))
                    && (end == text.length() || !isWordPart(text.charAt(end)))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWordPart(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c);
    }
}
