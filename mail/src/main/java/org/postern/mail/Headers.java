package org.postern.mail;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;

/// Questions about a list of header fields.
public final class Headers {
    private Headers() {}

    /// The first field of a name, whatever its case.
    public static Optional<HeaderField> first(List<HeaderField> header, String name) {
        for (HeaderField field : header) {
            if (Ascii.sameIgnoringCase(field.name(), name)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }

    /// How many fields have the name; of `Received` it is the hop count.
    public static int count(List<HeaderField> header, String name) {
        int found = 0;
        for (HeaderField field : header) {
            if (Ascii.sameIgnoringCase(field.name(), name)) {
                found++;
            }
        }
        return found;
    }
}
