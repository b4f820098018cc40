package org.postern.tls;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.ChannelBinding;

/// What was agreed with whom: becomes sendmail's macros.
///
/// @param version `TLSv1.3`, `TLSv1.2`; OpenSSL's names
/// @param cipher OpenSSL's name of the cipher suite
/// @param cipherBits effective bits of the key, `{cipher_bits}`
/// @param algorithmBits bits of the algorithm's key, `{alg_bits}`
/// @param verify what the certificate was worth
/// @param verifyMessage the reason in OpenSSL's words, `ok` when all is well; for the log's `verifymsg=`
/// @param certificate what the other side showed
/// @param fingerprintMacro `cert_md5`, or `cert_fp` when CertFingerprintAlgorithm is set
/// @param bindings for SASL's channel binding, best first
/// @param resumed true when an earlier session was taken up again
public record TlsIdentity(
        String version,
        String cipher,
        int cipherBits,
        int algorithmBits,
        Verify verify,
        String verifyMessage,
        Optional<PeerCertificate> certificate,
        String fingerprintMacro,
        List<ChannelBinding> bindings,
        boolean resumed) {
    /// Copies the list.
    public TlsIdentity {
        bindings = List.copyOf(bindings);
    }

    /// The macros of a session, by their names without braces. Without a certificate those about it are empty.
    public Map<String, String> macros() {
        Map<String, String> macros = new LinkedHashMap<>();
        macros.put("tls_version", version);
        macros.put("cipher", cipher);
        macros.put("cipher_bits", Integer.toString(cipherBits));
        macros.put("alg_bits", Integer.toString(algorithmBits));
        macros.put("verify", verify.word());
        macros.put("cert_subject", certificate.map(PeerCertificate::subject).orElse(""));
        macros.put("cert_issuer", certificate.map(PeerCertificate::issuer).orElse(""));
        macros.put("cn_subject", certificate.map(PeerCertificate::commonName).orElse(""));
        macros.put(
                "cn_issuer", certificate.map(PeerCertificate::issuerCommonName).orElse(""));
        macros.put(
                fingerprintMacro, certificate.map(PeerCertificate::fingerprint).orElse(""));
        return macros;
    }

    /// The names in [#macros] of every identity, for whoever clears them.
    public static List<String> macroNames() {
        return List.of(
                "tls_version",
                "cipher",
                "cipher_bits",
                "alg_bits",
                "verify",
                "cert_subject",
                "cert_issuer",
                "cn_subject",
                "cn_issuer",
                "cert_md5",
                "cert_fp");
    }

    /// `version=TLSv1.3, verify=OK, cipher=..., bits=256/256`: the part of sendmail's log line that is about TLS.
    public String logText() {
        return "version=" + version + ", verify=" + verify.word() + ", cipher=" + cipher + ", bits=" + algorithmBits
                + "/" + cipherBits;
    }
}
