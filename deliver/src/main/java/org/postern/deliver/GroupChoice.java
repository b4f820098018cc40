package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.Configuration;
import org.postern.cf.QueueGroup;
import org.postern.cf.Resolution;
import org.postern.cf.SessionMacros;
import org.postern.mail.Recipient;

/// Which queue group a recipient belongs to: what the rule set `queuegroup` says about the address that the rules made
/// of it, else the group of its mailer (`Q=`; sendmail op guide §5.8).
final class GroupChoice {
    private final Configuration configuration;
    private final AddressRules rules;

    GroupChoice(Configuration configuration, AddressRules rules) {
        this.configuration = configuration;
        this.rules = rules;
    }

    /// The groups of the configuration.
    List<QueueGroup> all() {
        return configuration.queueGroups();
    }

    /// The group of a recipient; empty when nothing names one.
    Optional<String> of(Recipient recipient) {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        if (all().size() < 2
                || !(rules.resolve(recipient.address(), AddressUse.ENVELOPE_RECIPIENT, macros)
                        instanceof Resolution.ToMailer to)) {
            return Optional.empty();
        }
        return rules.call("queuegroup", List.of(to.user()), macros)
                .filter(words -> !words.isEmpty())
                .map(List::getFirst)
                .flatMap(this::known)
                .or(() -> to.mailer().queueGroup().flatMap(this::known));
    }

    private Optional<String> known(String name) {
        return all().stream()
                .map(QueueGroup::name)
                .filter(known -> Ascii.sameIgnoringCase(known, name))
                .findFirst();
    }
}
