package org.postern.os;

import java.util.List;

/// Who a thread or a process is: one user, one group, and the supplementary groups.
///
/// @param uid the user's number
/// @param gid the group's number
/// @param groups supplementary groups; sorted, without repetition; at most 65536 (`NGROUPS_MAX`)
public record Identity(int uid, int gid, List<Integer> groups) {
    private static final int MAX_GROUPS = 65_536;

    public Identity {
        groups = groups.stream().sorted(Integer::compareUnsigned).distinct().toList();
        if (groups.size() > MAX_GROUPS) {
            throw new IllegalArgumentException(groups.size() + " supplementary groups");
        }
    }

    /// True for user number 0.
    public boolean isRoot() {
        return uid == 0;
    }

    /// True when the group is the group or one of the supplementary groups.
    public boolean belongsTo(int group) {
        return gid == group || groups.contains(group);
    }

    /// The same user with one more supplementary group.
    public Identity withGroup(int group) {
        if (groups.contains(group)) {
            return this;
        }
        List<Integer> more = new java.util.ArrayList<>(groups);
        more.add(group);
        return new Identity(uid, gid, more);
    }

    @Override
    public String toString() {
        return "uid=" + Integer.toUnsignedString(uid) + " gid=" + Integer.toUnsignedString(gid) + " groups="
                + groups.stream().map(Integer::toUnsignedString).collect(java.util.stream.Collectors.joining(","));
    }
}
