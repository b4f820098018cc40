package org.postern.receive;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.Mailer;
import org.postern.cf.Resolution;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;
import org.postern.smtp.Reply;

/// Whether a recipient that the rules resolved can be delivered at all: files and programs are never named from
/// outside, and a local user has an alias or an account. Aliases themselves are expanded after the message is
/// accepted.
final class RecipientCheck {
    /// What was found.
    sealed interface Finding {
        /// It can be delivered.
        ///
        /// @param local how it resolved in the end
        record Deliverable(Resolution.ToMailer local) implements Finding {}

        /// It can be delivered unless a source that does not answer now says otherwise.
        record Undecided() implements Finding {}

        /// It cannot.
        record Impossible(Reply reply) implements Finding {}

        /// The rules throw it away.
        record Discarded() implements Finding {}
    }

    private static final int MAX_STEPS = 10;
    private static final Reply TO_FILES = Reply.of("550 5.7.1 Cannot mail directly to files");
    private static final Reply TO_PROGRAMS = Reply.of("550 5.7.1 Cannot mail directly to programs");
    private static final Reply TO_INCLUDES = Reply.of("550 5.7.1 Cannot mail directly to :include:s");
    private static final Reply USER_UNKNOWN = Reply.of("550 5.1.1 User unknown");

    private static final char ALIASABLE = 'A';
    private static final char HAS_ACCOUNTS = 'w';
    private static final char TRIES_RULE_SET_5 = '5';

    private final AddressRules rules;
    private final LocalUsers users;

    RecipientCheck(AddressRules rules, LocalUsers users) {
        this.rules = rules;
        this.users = users;
    }

    Finding check(Resolution resolution, SessionMacros macros) {
        Resolution current = resolution;
        for (int step = 0; step < MAX_STEPS; step++) {
            switch (current) {
                case Resolution.Refused(RuleReply reply) -> {
                    return new Finding.Impossible(RuleQuestions.reply(reply));
                }
                case Resolution.Discarded() -> {
                    return new Finding.Discarded();
                }
                case Resolution.ToMailer to -> {
                    Optional<Finding> known = known(to);
                    if (known.isPresent()) {
                        return known.get();
                    }
                    Optional<Resolution> moved = to.mailer().has(TRIES_RULE_SET_5) && !to.withoutRuleSet5()
                            ? rules.resolveLocal(to, macros)
                            : Optional.empty();
                    if (moved.isEmpty() || moved.get().equals(to)) {
                        return account(to);
                    }
                    current = moved.get();
                }
            }
        }
        return new Finding.Undecided();
    }

    /// Everything that can be said before rule set 5 has its turn.
    private Optional<Finding> known(Resolution.ToMailer to) {
        Mailer mailer = to.mailer();
        String name = Ascii.lower(mailer.name());
        if (name.equals("*file*")) {
            return Optional.of(new Finding.Impossible(TO_FILES));
        }
        if (name.equals("*include*")) {
            return Optional.of(new Finding.Impossible(TO_INCLUDES));
        }
        if (name.equals("prog")) {
            return Optional.of(new Finding.Impossible(TO_PROGRAMS));
        }
        if (!mailer.has(ALIASABLE)) {
            return Optional.empty();
        }
        return switch (users.alias(unquoted(to.user()))) {
            case PRESENT -> Optional.of(new Finding.Deliverable(to));
            case UNKNOWN -> Optional.of(new Finding.Undecided());
            case ABSENT -> Optional.empty();
        };
    }

    private Finding account(Resolution.ToMailer to) {
        if (!to.mailer().has(HAS_ACCOUNTS)) {
            return new Finding.Deliverable(to);
        }
        return switch (users.account(unquoted(to.user()))) {
            case PRESENT -> new Finding.Deliverable(to);
            case UNKNOWN -> new Finding.Undecided();
            case ABSENT -> new Finding.Impossible(USER_UNKNOWN);
        };
    }

    /// A user part as a name: quotes, and backslashes between them, removed, as sendmail does before it looks for
    /// the user.
    static String unquoted(String user) {
        if (user.indexOf('"') < 0) {
            return user;
        }
        boolean quoted = false;
        StringBuilder out = new StringBuilder(user.length());
        for (int i = 0; i < user.length(); i++) {
            char c = user.charAt(i);
            if (quoted && c == '\\' && i + 1 < user.length()) {
                out.append(user.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
