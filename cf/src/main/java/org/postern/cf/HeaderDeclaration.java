package org.postern.cf;

import java.util.Optional;

/// An H line: a header field to add, or the rule set that checks it (sendmail op guide §5.7).
///
/// @param name as written; `*` for the check of all fields without their own
/// @param mailerFlags of which the mailer must have one; empty for always
/// @param ifMacro the macro of `?${name}?` that must be set
/// @param template what to add, in internal form; empty when the line only checks
/// @param check the rule set of `$>name`
/// @param checkKeepsComments true for `$>+name`
/// @param line where it stands
public record HeaderDeclaration(
        String name,
        String mailerFlags,
        Optional<String> ifMacro,
        Optional<String> template,
        Optional<String> check,
        boolean checkKeepsComments,
        int line) {}
