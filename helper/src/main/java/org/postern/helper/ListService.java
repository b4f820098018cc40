package org.postern.helper;

import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperRequest;

/// Tells the network process what a list says, part by part.
final class ListService {
    private final ListAuthority authority;

    ListService(ListAuthority authority) {
        this.authority = authority;
    }

    HelperAnswer read(HelperRequest.ReadList request) {
        return switch (authority.find(request.origin())) {
            case ListFound.Denied(HelperAnswer answer) -> answer;
            case ListFound.Nothing() -> nothing(request);
            case ListFound.Text list -> {
                int longest = HelperAnswer.ListPart.LONGEST;
                long from = (long) request.part() * longest;
                int start = (int) Math.min(from, list.text().length());
                int end = Math.min(list.text().length(), start + longest);
                yield new HelperAnswer.ListPart(
                        list.text().substring(start, end),
                        end < list.text().length(),
                        list.stamp(),
                        list.rights().name(),
                        list.rights().identity().uid(),
                        list.rights().identity().gid());
            }
        };
    }

    /// A list that another list names and that does not name it any more is a change under way.
    private static HelperAnswer nothing(HelperRequest.ReadList request) {
        return request.origin().includes().isEmpty()
                ? new HelperAnswer.NoList()
                : new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.2.4", "no list names this file any more");
    }
}
