package org.postern.helperwire;

import java.util.ArrayList;
import java.util.List;

/// Where a list of addresses stands, told from the place that has authority of its own: an entry of the alias
/// database, or the `.forward` file of a user, and then one `:include:` file after the other.
///
/// It is how the network process names a list, a program or a file without having any right to it: the helper goes
/// the same way again and does only what it finds there.
///
/// @param root what the way begins with
/// @param name the local name that was looked up in the aliases, or the user whose `.forward` it is; 1 to 256 bytes
/// @param detail what `$h` is in ForwardPath; at most 256 bytes; empty for aliases
/// @param includes the paths of `:include:` members as they stand in the list before; at most 10 of 1024 bytes
public record ListOrigin(Root root, String name, String detail, List<String> includes) {
    /// What a way may begin with.
    public enum Root {
        ALIAS,
        FORWARD
    }

    static final int MOST_INCLUDES = 10;
    static final int LONGEST_PATH = 1024;

    public ListOrigin {
        WireText.bounded("name", name, WireText.MAX_USER);
        WireText.bounded("detail", detail, WireText.MAX_USER);
        includes = List.copyOf(includes);
        includes.forEach(path -> WireText.bounded("path", path, LONGEST_PATH));
        if (name.isEmpty() || includes.size() > MOST_INCLUDES || (root == Root.ALIAS && !detail.isEmpty())) {
            throw new IllegalArgumentException("origin of a list");
        }
    }

    /// An entry of the alias database.
    public static ListOrigin alias(String name) {
        return new ListOrigin(Root.ALIAS, name, "", List.of());
    }

    /// The forwarding of a user.
    public static ListOrigin forward(String user, String detail) {
        return new ListOrigin(Root.FORWARD, user, detail, List.of());
    }

    /// The list that a member `:include:path` of this one names.
    ///
    /// @throws IllegalArgumentException when the way gets too long
    public ListOrigin include(String path) {
        List<String> longer = new ArrayList<>(includes);
        longer.add(path);
        return new ListOrigin(root, name, detail, longer);
    }

    /// The list whose member this one is; only for one that is an `:include:` file.
    public ListOrigin parent() {
        return new ListOrigin(root, name, detail, includes.subList(0, includes.size() - 1));
    }
}
