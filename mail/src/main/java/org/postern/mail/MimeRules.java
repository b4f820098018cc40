package org.postern.mail;

import java.util.function.Predicate;

/// How MIME entities are converted to 7 bit (sendmail op guide §5.3, classes `n`, `s`, `e`, `q` and `b`; mailer equate
/// `C=`).
///
/// @param untouched true for types that are never converted, in lower case: `multipart/signed` (class `n`)
/// @param messages true for the subtypes of `message/` that hold a message, in lower case (class `s`)
/// @param plain true for the transfer encodings that mean no encoding, in lower case (class `e`)
/// @param quotedPrintable true for types that always become quoted-printable (class `q`)
/// @param base64 true for types that always become base64 (class `b`)
/// @param charset what an unlabelled text is said to be in
/// @param place for `X-MIME-Autoconverted`: `mx.example.org id 6AQ1qQWn010323`
/// @param escapeFrom true writes `From ` at the beginning of a line so that it needs no `>` (mailer flag `E`)
/// @param escapeMore true writes what old gateways change in quoted-printable too: ``!"#$@[\]^`{|}~`` (mailer flag `3`)
public record MimeRules(
        Predicate<String> untouched,
        Predicate<String> messages,
        Predicate<String> plain,
        Predicate<String> quotedPrintable,
        Predicate<String> base64,
        String charset,
        String place,
        boolean escapeFrom,
        boolean escapeMore) {
    public MimeRules {
        EnvelopeText.check("charset", charset);
        EnvelopeText.check("place", place);
    }

    /// What sendmail does when the configuration says nothing.
    public static MimeRules standard(String place) {
        return new MimeRules(
                "multipart/signed"::equals,
                "rfc822"::equals,
                word -> word.equals("7bit") || word.equals("8bit") || word.equals("binary"),
                _ -> false,
                _ -> false,
                "unknown-8bit",
                place,
                false,
                false);
    }
}
