package org.postern.tls;

/// The options about TLS, as plain values; what a host does not set is empty.
///
/// @param server ServerCertFile, ServerKeyFile, CACertFile, CACertPath, ServerSSLOptions
/// @param client ClientCertFile, ClientKeyFile, ClientCACertFile or CACertFile, ..., ClientSSLOptions
/// @param crlFile CRLFile
/// @param crlPath CRLPath
/// @param cipherList CipherList: OpenSSL's syntax, for TLS 1.2 and below
/// @param cipherSuites CipherSuites: names with colons between, for TLS 1.3
/// @param dhParameters DHParameters
/// @param serverOptions TLSSrvOptions: `V` asks clients for no certificate, `C` serves without a certificate
/// @param fingerprintAlgorithm CertFingerprintAlgorithm, empty for MD5
/// @param serverPurposeForClients true accepts a client certificate whose extended key usage names servers only, what
///     public authorities issue since 2026
public record TlsSettings(
        Side server,
        Side client,
        String crlFile,
        String crlPath,
        String cipherList,
        String cipherSuites,
        String dhParameters,
        String serverOptions,
        String fingerprintAlgorithm,
        boolean serverPurposeForClients) {
    /// One side's files.
    ///
    /// @param certificateFile one file, or two with a comma between
    /// @param keyFile one file, or two with a comma between
    /// @param authorityFile certificates that are trusted
    /// @param authorityPath a directory of such, with OpenSSL's hashes as names
    /// @param sslOptions words `SSL_OP_...`, `+` adds, `-` removes, or numbers
    public record Side(
            String certificateFile, String keyFile, String authorityFile, String authorityPath, String sslOptions) {
        /// Nothing is set.
        public static final Side EMPTY = new Side("", "", "", "", "");
    }

    /// A host that sets nothing.
    public static final TlsSettings EMPTY = of(Side.EMPTY, Side.EMPTY);

    /// A host that sets nothing but the files of its two sides.
    public static TlsSettings of(Side server, Side client) {
        return new TlsSettings(server, client, "", "", "", "", "", "", "", false);
    }
}
