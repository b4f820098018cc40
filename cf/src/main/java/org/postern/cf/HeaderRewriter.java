package org.postern.cf;

import java.util.Optional;
import org.postern.base.Ascii;

/// Rewrites the addresses of a header field and folds the field anew (sendmail's commaize).
final class HeaderRewriter {
    private static final int LINE = 78;
    private static final int MAX_NAME = 200;
    private static final String CONTINUATION = "        ";

    private final Configuration configuration;
    private final AddressRewriter rewriter;

    HeaderRewriter(Configuration configuration, AddressRewriter rewriter) {
        this.configuration = configuration;
        this.rewriter = rewriter;
    }

    /// Rewrites a body; the result begins with the blank behind the colon.
    String rewrite(String name, String value, AddressUse use, Mailer mailer, Optional<SenderDomain> sender) {
        String list = value.replace("\n", " ");
        boolean oldStyle = configuration.options().flag(CfOption.OLD_STYLE_HEADERS) && looksOld(list);
        int limit = lineLimit(mailer);
        StringBuilder out = new StringBuilder(value.length() + 16).append(' ');
        int column = Math.min(name.length(), MAX_NAME) + 2;
        boolean first = true;
        int position = 0;
        while (position < list.length()) {
            while (position < list.length() && isGap(list.charAt(position))) {
                position++;
            }
            int end = nameEnd(list, position, oldStyle ? ' ' : ',');
            String address = trimmed(list, position, end);
            position = Math.max(end, position + 1);
            if (address.isEmpty()) {
                continue;
            }
            String text =
                    rewriter.rewriteWithComments(address, use, mailer, sender).text();
            if (text.isEmpty()) {
                continue;
            }
            column += text.length() + (first ? 0 : 2);
            if (column > limit && !first) {
                out.append(",\n").append(CONTINUATION);
                column = CONTINUATION.length() + text.length();
            } else if (!first) {
                out.append(", ");
            }
            out.append(withoutLineBreaks(text));
            first = false;
        }
        return out.toString();
    }

    /// True for a list whose addresses blanks may separate: whoever writes commas, brackets or comments writes commas
    /// between addresses too (sendmail op guide §5.6, OldStyleHeaders).
    private static boolean looksOld(String list) {
        return list.chars().noneMatch(each -> ",;<(".indexOf(each) >= 0);
    }

    private static int lineLimit(Mailer mailer) {
        int limit = mailer.limits().lineLength() - 2;
        return limit < 0 || limit > LINE ? LINE : limit;
    }

    private static boolean isGap(char c) {
        return Ascii.isSpace(c) || c == ',';
    }

    /// Behind one complete name: a word that is followed by `@` goes on.
    private int nameEnd(String list, int start, char delimiter) {
        int position = start;
        while (true) {
            int end = Tokenizer.scan(
                            list, position, delimiter, configuration.rules().types(), CharTypes.Comments.DROPPED)
                    .end();
            int next = end;
            while (next < list.length() && Ascii.isSpace(list.charAt(next))) {
                next++;
            }
            if (next >= list.length() || list.charAt(next) != '@') {
                return end;
            }
            position = next + 1;
        }
    }

    private static String trimmed(String list, int start, int end) {
        int last = Math.min(end, list.length());
        while (last > start && isGap(list.charAt(last - 1))) {
            last--;
        }
        return list.substring(Math.min(start, last), last);
    }

    private static String withoutLineBreaks(String text) {
        return text.replace('\r', ' ').replace('\n', ' ');
    }
}
