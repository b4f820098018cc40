package org.postern.cf;

/// How the value of an option is read (sendmail op guide §5.6).
public enum OptionType {
    /// True when empty or when it begins with `t`, `T`, `y` or `Y`.
    BOOLEAN,
    /// A decimal number; what does not begin with digits is 0.
    NUMBER,
    /// An octal number, a file mode.
    OCTAL,
    /// Only the first character counts.
    CHARACTER,
    /// As it stands.
    TEXT,
    /// `3d2h30m10s`; a number without a unit has the unit of the option.
    TIME,
    /// One of a few words.
    KEYWORD,
    /// Words separated by commas or blanks.
    LIST,
    /// `user` or `user:group`.
    USER,
    /// Settings with their own names behind a dot: `Timeout.connect`.
    SUBOPTIONS
}
