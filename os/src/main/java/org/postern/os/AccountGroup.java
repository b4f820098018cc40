package org.postern.os;

import java.util.List;

/// One line of the group file.
public record AccountGroup(String name, int gid, List<String> members) {
    public AccountGroup {
        members = List.copyOf(members);
    }
}
