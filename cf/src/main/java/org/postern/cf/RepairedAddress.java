package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.mail.AddressList;

/// An address as it is read after what is unbalanced in it has been mended (sendmail's prescan): a command
/// that only looks at addresses goes on with this, while mail for the address is refused.
///
/// @param written the address as it stands in its list
/// @param rest the list from this address on: what messages about it show
/// @param text the mended address, without comments; empty when nothing is left
/// @param problems what was wrong: `Unbalanced '<'`
public record RepairedAddress(String written, String rest, String text, List<String> problems) {
    private static final String UNBALANCED = "Unbalanced ";

    public RepairedAddress {
        problems = List.copyOf(problems);
    }

    /// True when something is left to be looked up, or the rules shall say what is missing.
    public boolean isAddress() {
        return problems.isEmpty()
                || (!text.isEmpty() && problems.stream().allMatch(problem -> problem.startsWith(UNBALANCED)));
    }

    /// Mends the addresses of a list with the OperatorChars of a configuration; one that needs nothing stays as it is.
    /// A comma inside of angle brackets ends the address all the same, unless they begin with a route.
    public static List<RepairedAddress> list(String text, Configuration configuration) {
        CharTypes types = configuration.rules().types();
        List<RepairedAddress> all = new ArrayList<>();
        if (text.indexOf('<') < 0) {
            for (String address : AddressList.splitOldStyle(text)) {
                Tokenizer.Result scanned = Tokenizer.scan(address, 0, '\0', types, CharTypes.Comments.DROPPED);
                all.add(of(address, address, scanned));
            }
            return all;
        }
        int start = skipped(text, 0);
        while (start < text.length()) {
            Tokenizer.Result scanned = Tokenizer.scan(text, start, ',', types, CharTypes.Comments.DROPPED);
            String written = text.substring(start, scanned.end()).strip();
            boolean delimited = written.endsWith(",");
            all.add(of(
                    delimited ? written.substring(0, written.length() - 1).strip() : written,
                    text.substring(start),
                    scanned));
            start = skipped(text, Math.max(scanned.end(), start + 1));
        }
        return all;
    }

    private static int skipped(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ',' || Ascii.isSpace(text.charAt(at)))) {
            at++;
        }
        return at;
    }

    private static RepairedAddress of(String written, String rest, Tokenizer.Result scanned) {
        List<String> problems = scanned.problems();
        return new RepairedAddress(
                written,
                rest,
                problems.isEmpty() ? written : scanned.tokens().join(' '),
                problems.stream().map(RuleReplies::withoutCodes).toList());
    }
}
