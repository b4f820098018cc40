package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import org.postern.cf.Resolution;
import org.postern.mail.DeliveryOutcome;

/// What the recipients of an envelope stand for.
///
/// @param targets to be delivered, in the order of the envelope, without duplicates
/// @param settled decided without a delivery: refused by the rules, deferred, discarded
/// @param aliases those that were found, in their order
record ExpansionResult(List<Target> targets, List<Settled> settled, List<FoundAlias> aliases) {
    ExpansionResult {
        targets = List.copyOf(targets);
        settled = List.copyOf(settled);
        aliases = List.copyOf(aliases);
    }

    /// An address and what the alias file says that it stands for.
    record FoundAlias(String address, String members) {}

    /// All leaves of the tree.
    List<ExpandedAddress> addresses() {
        List<ExpandedAddress> all = new ArrayList<>(targets.size() + settled.size());
        targets.forEach(target -> all.add(target.address()));
        settled.forEach(one -> all.add(one.address()));
        return all;
    }

    /// A recipient and who delivers it.
    record Target(ExpandedAddress address, Resolution.ToMailer route) {}

    /// A recipient whose fate is known.
    ///
    /// @param mailer the mailer for the log, empty when none was found
    record Settled(ExpandedAddress address, String mailer, DeliveryOutcome outcome) {}
}
