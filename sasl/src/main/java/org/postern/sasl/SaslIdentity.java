package org.postern.sasl;

/// Who has authenticated.
///
/// @param mechanism the registered name, `DIGEST-MD5`
/// @param authenticationId who proved to be who: sendmail's `{auth_authen}` before xtext, as it was typed
/// @param authorizationId whom the user wants to act as; the same unless the peer said otherwise
/// @param strength bits of the negotiated security layer: 0 none, 1 integrity only; sendmail's `{auth_ssf}`
public record SaslIdentity(String mechanism, String authenticationId, String authorizationId, int strength) {}
