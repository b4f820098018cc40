package org.postern.sasl;

import java.util.List;
import java.util.Optional;

/// What this host proves to another one, from `AuthInfo:` in the access map or from `DefaultAuthInfo`.
///
/// @param user `U`: whom to act as; equal to `authenticationId` when only one of both was given
/// @param authenticationId `I`: who proves
/// @param password `P`, already decoded
/// @param realm `R`
/// @param mechanisms `M`: the mechanisms to try, in any order; the caller puts `AuthMechanisms` where the entry has
///     none
public record Credentials(
        String user, String authenticationId, Secret password, Optional<String> realm, List<String> mechanisms) {
    public Credentials {
        mechanisms = List.copyOf(mechanisms);
    }
}
