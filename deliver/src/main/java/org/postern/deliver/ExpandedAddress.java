package org.postern.deliver;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.ControllingUser;
import org.postern.mail.Recipient;
import org.postern.mail.RecipientFlag;

/// One address of the recipient tree, with the way back to what the sender wrote.
///
/// @param recipient what the queue file says of it
/// @param parent the alias or forwarding that it comes from
/// @param depth how many expansions led here
/// @param owner the envelope sender that `owner-LIST` gives to everything below
/// @param origin the list that it is a member of; empty for what the sender wrote
record ExpandedAddress(
        Recipient recipient,
        Optional<ExpandedAddress> parent,
        int depth,
        Optional<String> owner,
        Optional<ListOrigin> origin) {
    /// An address as it stands in the queue file.
    static ExpandedAddress root(Recipient recipient) {
        return new ExpandedAddress(recipient, Optional.empty(), 0, Optional.empty(), Optional.empty());
    }

    /// A member of what this address expands to.
    ///
    /// @param address as it stands in the alias
    /// @param finalRecipient what reports call the address of the sender, used unless an earlier expansion set it
    /// @param newOwner the owner of the list, if it has one
    /// @param list where it stands
    ExpandedAddress member(
            String address,
            String finalRecipient,
            Optional<ControllingUser> user,
            Optional<String> newOwner,
            Optional<ListOrigin> list) {
        Recipient member = new Recipient(
                address,
                memberFlags(recipient.flags()),
                recipient.originalRecipient(),
                recipient.finalRecipient().or(() -> Optional.of(finalRecipient)),
                user);
        return new ExpandedAddress(member, Optional.of(this), depth + 1, newOwner.or(() -> owner), list);
    }

    private static Set<RecipientFlag> memberFlags(Set<RecipientFlag> flags) {
        EnumSet<RecipientFlag> result = EnumSet.of(RecipientFlag.ALIAS);
        result.addAll(flags);
        result.remove(RecipientFlag.PRIMARY);
        return result;
    }

    /// The same, as a member of that list.
    ExpandedAddress in(Optional<ListOrigin> list) {
        return new ExpandedAddress(recipient, parent, depth, owner, list);
    }

    /// The same place in the tree with what a duplicate of it asked for.
    ExpandedAddress alsoFor(ExpandedAddress duplicate) {
        EnumSet<RecipientFlag> flags = EnumSet.noneOf(RecipientFlag.class);
        flags.addAll(recipient.flags());
        flags.addAll(duplicate.recipient.flags());
        Recipient both = new Recipient(
                recipient.address(),
                flags,
                recipient.originalRecipient(),
                recipient.finalRecipient(),
                recipient.controllingUser());
        return new ExpandedAddress(both, parent, depth, owner, origin);
    }

    /// True when the sender wants no report at all (NOTIFY=NEVER).
    boolean wantsNothing() {
        Set<RecipientFlag> flags = recipient.flags();
        return flags.contains(RecipientFlag.NOTIFY_GIVEN)
                && !flags.contains(RecipientFlag.NOTIFY_SUCCESS)
                && !flags.contains(RecipientFlag.NOTIFY_FAILURE)
                && !flags.contains(RecipientFlag.NOTIFY_DELAY);
    }

    /// True when the sender wants to know of this event.
    boolean wants(RecipientFlag wish) {
        Set<RecipientFlag> flags = recipient.flags();
        if (!flags.contains(RecipientFlag.NOTIFY_GIVEN)) {
            return wish != RecipientFlag.NOTIFY_SUCCESS;
        }
        return flags.contains(wish);
    }
}
