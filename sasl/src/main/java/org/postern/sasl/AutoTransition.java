package org.postern.sasl;

/// `auto_transition`: what is stored after a password was right that another method than the store judged.
public enum AutoTransition {
    /// Nothing.
    OFF,
    /// Salted keys only.
    WITHOUT_PLAIN,
    /// The password itself too.
    ALL
}
