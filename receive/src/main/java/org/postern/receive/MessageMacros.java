package org.postern.receive;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.cf.Resolution;
import org.postern.cf.SessionMacros;
import org.postern.smtp.RcptParameters;
import org.postern.smtp.Transaction;

/// The macros that MAIL and RCPT give to the rule sets (sendmail op guide §5.2).
final class MessageMacros {
    private static final String LOCAL_HOST = "localhost";

    private MessageMacros() {}

    /// @param from the sender after the rule sets, without brackets: `$f` and `$g`
    static void sender(
            SessionMacros macros, Transaction transaction, Optional<Resolution.ToMailer> resolved, String from) {
        macros.define("mail_from", transaction.sender().forParsing());
        macros.define("f", from);
        macros.define("g", from);
        resolved.ifPresent(to -> {
            macros.define("mail_mailer", to.mailer().name());
            macros.define("mail_host", to.host().isEmpty() ? LOCAL_HOST : to.host());
            macros.define("mail_addr", to.user());
        });
        transaction.parameters().size().ifPresent(size -> macros.define("msg_size", Long.toString(size)));
        transaction.parameters().envelopeId().ifPresent(id -> macros.define("dsn_envid", id));
        transaction.parameters().authSender().ifPresent(author -> macros.define("auth_author", author));
        transaction.parameters().returnContent().ifPresent(wish -> macros.define("dsn_ret", wish.name()));
    }

    static void recipient(SessionMacros macros, Resolution resolved, RcptParameters parameters) {
        parameters.notifyOn().ifPresent(wishes -> macros.define("dsn_notify", notifyWords(wishes)));
        if (resolved instanceof Resolution.ToMailer to) {
            macros.define("rcpt_mailer", to.mailer().name());
            macros.define("rcpt_host", to.host());
            macros.define("rcpt_addr", to.user());
        }
    }

    private static String notifyWords(Set<RcptParameters.Notify> wishes) {
        String words = EnumSet.allOf(RcptParameters.Notify.class).stream()
                .filter(wishes::contains)
                .map(RcptParameters.Notify::name)
                .collect(Collectors.joining(","));
        return words.isEmpty() ? "NEVER" : words;
    }

    /// The macros of a recipient are there for check_rcpt only.
    static void forgetRecipient(SessionMacros macros) {
        for (String name : List.of("rcpt_mailer", "rcpt_host", "rcpt_addr", "dsn_notify")) {
            macros.forget(name);
        }
    }
}
