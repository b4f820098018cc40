package org.postern.tls;

/// Where certificates and keys come from: whoever may read files, after sendmail's checks (decision 0012).
public interface TlsFileSource {
    /// What kind of file is asked for; keys are checked more strictly.
    enum Use {
        /// Certificates, revocation lists, parameters.
        CERTIFICATE,
        /// A private key.
        KEY,
        /// A file of CACertPath or CRLPath, which sendmail does not check.
        OF_DIRECTORY
    }

    /// One file. Answers with [TlsFile.Unusable] when it must not be used, with sendmail's reason.
    TlsFile read(String path, Use use);
}
