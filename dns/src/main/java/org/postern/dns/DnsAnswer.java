package org.postern.dns;

import java.util.ArrayList;
import java.util.List;

/// The outcome of a look-up; temporary failures are never mistaken for "does not exist".
///
/// @param <T> what was asked for
public sealed interface DnsAnswer<T> {
    /// At least one record.
    ///
    /// @param canonicalName the owner name of the records, after CNAMEs, without a final dot
    /// @param secure true when DNSSEC vouches for it
    record Found<T>(List<T> records, String canonicalName, boolean secure) implements DnsAnswer<T> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("found without records");
            }
        }
    }

    /// The name exists, but has no record of this type.
    record NoData<T>() implements DnsAnswer<T> {}

    /// The name does not exist.
    record NoSuchName<T>() implements DnsAnswer<T> {}

    /// Nobody knows now.
    ///
    /// @param reason for the log, safe text
    record TemporaryFailure<T>(String reason) implements DnsAnswer<T> {}

    /// The records, or none.
    default List<T> records() {
        return List.of();
    }

    /// Several answers as one: all records; else a temporary failure if there was one; else no data if any name
    /// existed; else no such name.
    static <T> DnsAnswer<T> joined(List<DnsAnswer<T>> answers) {
        List<T> all = new ArrayList<>();
        String canonical = "";
        boolean secure = true;
        boolean exists = false;
        DnsAnswer<T> failure = new NoSuchName<>();
        for (DnsAnswer<T> answer : answers) {
            switch (answer) {
                case Found<T>(List<T> records, String name, boolean sure) -> {
                    all.addAll(records);
                    canonical = name;
                    secure &= sure;
                }
                case NoData<T>() -> exists = true;
                case NoSuchName<T>() -> {}
                case TemporaryFailure<T> temporary -> failure = temporary;
            }
        }
        if (!all.isEmpty()) {
            return new Found<>(all, canonical, secure);
        }
        return failure instanceof TemporaryFailure<T> || !exists ? failure : new NoData<>();
    }
}
