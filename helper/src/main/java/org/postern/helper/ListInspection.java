package org.postern.helper;

import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;
import org.postern.helperwire.ListOrigin;

/// Reads lists as the helper does, for a command that shows what would become of mail; nothing is delivered.
///
/// Run by root it reads each list as the user that the helper would become; run by anybody else, what he can read.
public final class ListInspection {
    private static final int AT_ONCE = 4;

    private final ListAuthority authority;
    private final ListService lists;

    /// @param rules what the configuration says about lists
    public ListInspection(UserRules rules, EventSink events) {
        this.authority = new ListAuthority(rules, new UserReads(AT_ONCE, rules.openTime()), events);
        this.lists = new ListService(authority);
    }

    /// A part of a list.
    public HelperAnswer read(HelperRequest.ReadList request) {
        return lists.read(request);
    }

    /// The file that a list is read from; empty for an alias, and for a list that is not there.
    public Optional<String> path(ListOrigin origin) {
        return authority.find(origin) instanceof ListFound.Text list
                        && !list.path().isEmpty()
                ? Optional.of(list.path())
                : Optional.empty();
    }

    /// The same as [#objection] in the words of the delivery.
    ///
    /// @param hostName `$j`
    /// @param what `programs` or `files`
    public Optional<String> refusal(ListOrigin origin, String hostName, String what) {
        return authority.find(origin) instanceof ListFound.Text list
                ? MemberDelivery.objection(origin, list.rights(), hostName, what)
                : Optional.empty();
    }

    /// Why programs and files of a list would not be delivered to; empty when they would.
    public Optional<String> objection(ListOrigin origin) {
        return switch (authority.find(origin)) {
            case ListFound.Text list ->
                switch (list.rights().mark()) {
                    case NONE -> Optional.empty();
                    case NO_SHELL -> Optional.of("user " + list.rights().name() + " has no valid shell (/etc/shells)");
                    case UNSAFE -> Optional.of("others could have written the list, or this host delivers as one user");
                    case UNKNOWN_USER ->
                        Optional.of("the owner of the list, " + list.rights().name() + ", is no user");
                };
            case ListFound.Nothing() -> Optional.of("the list is not there");
            case ListFound.Denied _ -> Optional.of("the list cannot be read");
        };
    }
}
