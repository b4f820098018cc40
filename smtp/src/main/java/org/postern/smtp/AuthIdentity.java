package org.postern.smtp;

/// Who a client has proved to be with AUTH (RFC 4954).
///
/// @param mechanism as the client typed it, macro `{auth_type}`
/// @param name the authentication identity, macro `{auth_authen}` before its encoding; any characters
/// @param strength bits of the security layer that was agreed on, macro `{auth_ssf}`; 0 without one
public record AuthIdentity(String mechanism, String name, int strength) {}
