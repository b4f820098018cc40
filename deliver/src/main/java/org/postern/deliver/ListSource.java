package org.postern.deliver;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.AddressRules;
import org.postern.cf.AddressUse;
import org.postern.cf.MacroScope;
import org.postern.cf.Resolution;
import org.postern.helperwire.ListOrigin;
import org.postern.mail.AddressList;
import org.postern.mail.ControllingUser;

/// Where a member of a list comes from, as the `C` line of a queue file remembers it, so that a later attempt finds
/// the way again: `list@host` for an alias, the user's address for his forwarding, and below them
/// `:include:/path via list` or `:include:/path via ~user`, the last list first. What stands there gives no right:
/// the helper goes the way itself.
final class ListSource {
    static final String INCLUDE = ":include:";
    private static final String VIA = " via ";
    private static final String FORWARD = "~";

    private ListSource() {}

    /// The name of an `:include:` list for logs and the queue.
    static String text(ListOrigin origin) {
        StringBuilder out = new StringBuilder();
        for (String path : origin.includes().reversed()) {
            out.append(INCLUDE).append(path).append(VIA);
        }
        if (origin.root() == ListOrigin.Root.FORWARD) {
            out.append(FORWARD);
        }
        out.append(origin.name());
        return origin.detail().isEmpty()
                ? out.toString()
                : out.append('+').append(origin.detail()).toString();
    }

    /// The path of an `:include:` member, empty when it is none.
    static Optional<String> includePath(String member) {
        String text = AddressList.unquoted(member);
        return Ascii.startsIgnoringCase(text, INCLUDE)
                ? Optional.of(text.substring(INCLUDE.length()).strip())
                : Optional.empty();
    }

    /// The list that a recipient of the queue came from.
    ///
    /// @param user of its `C` line
    /// @param defaultUser the name of DefaultUser: whom aliases act as
    static Optional<ListOrigin> of(ControllingUser user, String defaultUser, AddressRules rules, MacroScope macros) {
        List<String> words = new ArrayList<>(List.of(user.address().split(VIA, -1)));
        String root = words.removeLast();
        try {
            Optional<ListOrigin> origin = words.isEmpty()
                    ? ofAddress(root, !user.user().equals(defaultUser), rules, macros)
                    : Optional.of(ofName(root));
            for (String word : words.reversed()) {
                String path = includePath(word).orElseThrow(() -> new IllegalArgumentException(word));
                origin = origin.map(list -> list.include(path));
            }
            return origin;
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static ListOrigin ofName(String root) {
        if (!root.startsWith(FORWARD)) {
            return ListOrigin.alias(root);
        }
        int plus = root.indexOf('+');
        return plus < 0
                ? ListOrigin.forward(root.substring(1), "")
                : ListOrigin.forward(root.substring(1, plus), root.substring(plus + 1));
    }

    private static Optional<ListOrigin> ofAddress(String address, boolean own, AddressRules rules, MacroScope macros) {
        if (!(rules.resolve(address, AddressUse.ENVELOPE_RECIPIENT, macros) instanceof Resolution.ToMailer route)
                || !route.mailer().has('A')) {
            return Optional.empty();
        }
        return Optional.of(
                own
                        ? ListOrigin.forward(AddressList.unquoted(route.user()), route.host())
                        : ListOrigin.alias(route.user()));
    }
}
