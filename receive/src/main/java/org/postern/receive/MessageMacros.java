package org.postern.receive;

import java.util.Optional;
import org.postern.cf.Resolution;
import org.postern.cf.SessionMacros;
import org.postern.smtp.ReturnContent;
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
        transaction
                .parameters()
                .returnContent()
                .ifPresent(wish -> macros.define("dsn_ret", wish == ReturnContent.FULL ? "full" : "hdrs"));
    }

    static void recipient(SessionMacros macros, Resolution resolved) {
        if (resolved instanceof Resolution.ToMailer to) {
            macros.define("rcpt_mailer", to.mailer().name());
            macros.define("rcpt_host", to.host());
            macros.define("rcpt_addr", to.user());
        } else {
            macros.forget("rcpt_mailer");
            macros.forget("rcpt_host");
            macros.forget("rcpt_addr");
        }
    }
}
