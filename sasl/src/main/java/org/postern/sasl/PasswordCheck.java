package org.postern.sasl;

/// Judges a password that came in clear text: one method of `pwcheck_method`.
public interface PasswordCheck {
    /// May block while a service answers, within its own time limit.
    PasswordVerdict check(UserName user, Secret password, SaslFacts facts);
}
