package org.postern.cf;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Which queue group a recipient belongs to: what the rule set `queuegroup` says about the address that the rules made
/// of it, else the group of its mailer (`Q=`; sendmail op guide §5.8).
public final class QueueGroupRules {
    private final Configuration configuration;
    private final AddressRules rules;

    /// The groups of a configuration and its rules.
    public QueueGroupRules(Configuration configuration, AddressRules rules) {
        this.configuration = configuration;
        this.rules = rules;
    }

    /// The group of a resolved recipient; empty when nothing names a group of the configuration.
    public Optional<String> of(Resolution.ToMailer to, SessionMacros macros) {
        if (configuration.queueGroups().isEmpty()) {
            return Optional.empty();
        }
        return rules.call("queuegroup", List.of(to.user()), macros)
                .filter(words -> !words.isEmpty())
                .map(List::getFirst)
                .flatMap(this::known)
                .or(() -> to.mailer().queueGroup().flatMap(this::known));
    }

    private Optional<String> known(String name) {
        return configuration.queueGroups().stream()
                .map(QueueGroup::name)
                .filter(known -> Ascii.sameIgnoringCase(known, name))
                .findFirst();
    }
}
