package org.postern.cf;

/// What an unqualified address in a message gets appended when the sender's mailer has flag `C`.
///
/// @param mailer what the envelope sender resolved to
/// @param domain the sender's part from the `@` on, `@example.com`; empty when the sender has none
public record SenderDomain(Mailer mailer, String domain) {}
