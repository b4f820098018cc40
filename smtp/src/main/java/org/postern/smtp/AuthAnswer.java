package org.postern.smtp;

/// What a mechanism says to one message of the client.
public sealed interface AuthAnswer {
    /// The exchange goes on with this message, before base64.
    @SuppressWarnings("ArrayRecordComponent") // written at once; never compared, never kept
    record Challenge(byte[] data) implements AuthAnswer {}

    /// The client has proved who it is.
    ///
    /// @param layered everything after the reply goes through the security layer that was agreed on
    record Success(AuthIdentity identity, boolean layered) implements AuthAnswer {}

    /// The client has proved nothing. The client learns no more than the reply says.
    ///
    /// @param temporary it could not be decided now
    record Failure(boolean temporary) implements AuthAnswer {}
}
