package org.postern.helper;

import java.util.List;
import org.postern.helperwire.HelperAnswer;

/// What the helper found where a request said that a list is.
sealed interface ListFound {
    /// The list.
    ///
    /// @param path of the file; empty for an alias
    /// @param text without comments; every line is a list
    /// @param stamp of the state of the file
    /// @param members its addresses as they stand there
    record Text(String path, String text, long stamp, List<String> members, Rights rights) implements ListFound {
        public Text {
            members = List.copyOf(members);
        }
    }

    /// There is none.
    record Nothing() implements ListFound {}

    /// It is not to be had.
    record Denied(HelperAnswer answer) implements ListFound {}
}
