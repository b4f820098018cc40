package org.postern.programs.audit;

import java.util.List;
import java.util.Optional;
import org.postern.programs.profile.SystemProfile;

/// The command line of `postern audit`.
///
/// @param configuration the `sendmail.cf`, as the host that is looked at names it
/// @param root `/`, or the folder in its place
/// @param json JSON in place of text
/// @param fix mend what is safe to mend
/// @param yes without asking
/// @param severity what is less bad is left out
record AuditOptions(
        String configuration,
        String root,
        Optional<SystemProfile> profile,
        boolean json,
        boolean fix,
        boolean yes,
        Severity severity) {
    static final String USAGE = """
            usage: postern audit [-C FILE.cf] [--root DIR] [--profile logins|accounts|mailstore|firewall]
                                 [--severity C|H|M|I] [--json] [--fix [--yes]]
            exit code: 0 nothing found, 1 something found, 2 could not look
            """;

    /// What came of reading it.
    sealed interface Result {
        record Parsed(AuditOptions options) implements Result {}

        record Wrong(String message) implements Result {}
    }

    static Result parse(List<String> words) {
        String configuration = "/etc/mail/sendmail.cf";
        String root = "/";
        Optional<SystemProfile> profile = Optional.empty();
        boolean json = false;
        boolean fix = false;
        boolean yes = false;
        Severity severity = Severity.INFO;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean takesValue =
                    List.of("-C", "--root", "--profile", "--severity").contains(word);
            if (takesValue && i + 1 == words.size()) {
                return new Result.Wrong(word + " needs a value");
            }
            switch (word) {
                case "-C" -> configuration = words.get(++i);
                case "--root" -> root = words.get(++i);
                case "--profile" -> {
                    profile = profile(words.get(++i));
                    if (profile.isEmpty()) {
                        return new Result.Wrong("there is no profile " + words.get(i));
                    }
                }
                case "--severity" -> {
                    Optional<Severity> named = Severity.of(words.get(++i));
                    if (named.isEmpty()) {
                        return new Result.Wrong("there is no severity " + words.get(i));
                    }
                    severity = named.get();
                }
                case "--json" -> json = true;
                case "--fix" -> fix = true;
                case "--yes" -> yes = true;
                default -> {
                    return new Result.Wrong("what is " + word + "?");
                }
            }
        }
        return new Result.Parsed(new AuditOptions(configuration, root, profile, json, fix, yes, severity));
    }

    /// The names of `postern init`, and two that say the same.
    private static Optional<SystemProfile> profile(String word) {
        return switch (word) {
            case "no-shell" -> Optional.of(SystemProfile.ACCOUNTS);
            case "mailbox" -> Optional.of(SystemProfile.MAILSTORE);
            default -> SystemProfile.of(word);
        };
    }
}
