package org.postern.deliver;

import java.util.List;
import java.util.Optional;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.Configuration;
import org.postern.cf.QueueGroup;
import org.postern.cf.QueueGroupRules;
import org.postern.cf.Resolution;
import org.postern.cf.SessionMacros;
import org.postern.mail.Recipient;

/// The queue groups of the recipients that wait.
final class GroupChoice {
    private final Configuration configuration;
    private final AddressRules rules;
    private final QueueGroupRules groups;

    GroupChoice(Configuration configuration, AddressRules rules) {
        this.configuration = configuration;
        this.rules = rules;
        this.groups = new QueueGroupRules(configuration, rules);
    }

    /// The groups of the configuration.
    List<QueueGroup> all() {
        return configuration.queueGroups();
    }

    /// The group of a recipient; empty when nothing names one.
    Optional<String> of(Recipient recipient) {
        if (all().size() < 2) {
            return Optional.empty();
        }
        SessionMacros macros = SessionMacros.above(configuration.scope());
        return rules.resolve(recipient.address(), AddressUse.ENVELOPE_RECIPIENT, macros)
                        instanceof Resolution.ToMailer to
                ? groups.of(to, macros)
                : Optional.empty();
    }
}
