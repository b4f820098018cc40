package org.postern.sasl;

/// Where secrets of users are looked up (the `auxprop` of Cyrus).
public interface SecretStore {
    /// The secrets of one user. May block on a file, never on a peer.
    SecretAnswer find(UserName user);

    /// A store without anybody.
    SecretStore EMPTY = _ -> new SecretAnswer.NotFound();
}
