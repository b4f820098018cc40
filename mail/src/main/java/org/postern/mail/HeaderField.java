package org.postern.mail;

/// One header field as it stands in the message.
///
/// @param name the field name as it was written, without the colon
/// @param value everything after the colon, with the blank after it and with folding as `\n` followed by a blank or
///     tab; it does not end with `\n`
/// @param mailerFlags letters of mailer flags of which the mailer must have one for the field to be sent; empty means
///     always (the `?flags?` of an H line, sendmail op guide §5.7)
public record HeaderField(String name, String value, String mailerFlags) {
    /// In a value: the next character is the name of a macro that is expanded only when the message is delivered, as
    /// in `Return-Path: <$g>`. No byte of a peer can be this character.
    public static final char MACRO_REFERENCE = '\u0181';

    public HeaderField {
        if (name.isEmpty() || name.indexOf('\n') >= 0 || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("header field name");
        }
        for (int i = value.indexOf('\n'); i >= 0; i = value.indexOf('\n', i + 1)) {
            if (i + 1 >= value.length() || (value.charAt(i + 1) != ' ' && value.charAt(i + 1) != '\t')) {
                throw new IllegalArgumentException("a folded line of " + name + " does not start with a blank");
            }
        }
    }

    /// A field that every mailer gets.
    public HeaderField(String name, String value) {
        this(name, value, "");
    }

    /// The value unfolded, without blanks around it.
    public String plainValue() {
        return value.replace("\n", "").strip();
    }
}
