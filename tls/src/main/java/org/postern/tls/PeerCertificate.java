package org.postern.tls;

import java.util.List;

/// Whose certificate the other side showed, in sendmail's encoding: everything but printable ASCII, and `+ \ ( ) < > "`
/// and blanks, is `+HH` (sendmail op guide, `{cert_subject}`). Safe in rule sets, headers and logs.
///
/// @param subject `{cert_subject}`: the distinguished name as OpenSSL's one line
/// @param issuer `{cert_issuer}`
/// @param commonName `{cn_subject}`
/// @param issuerCommonName `{cn_issuer}`
/// @param fingerprint upper case pairs of hexadecimal digits with colons between
/// @param alternativeNames the DNS names, without those that no host can have
/// @param remarks what sendmail would log about unusable names: `field=cn_subject, status=CN too long`
public record PeerCertificate(
        String subject,
        String issuer,
        String commonName,
        String issuerCommonName,
        String fingerprint,
        List<String> alternativeNames,
        List<String> remarks) {
    /// Copies the lists.
    public PeerCertificate {
        alternativeNames = List.copyOf(alternativeNames);
        remarks = List.copyOf(remarks);
    }

    /// True when one of the alternative names is that host; sendmail does not ask, rules can.
    public boolean isFor(String host) {
        return alternativeNames.stream().anyMatch(name -> CertificateNames.matches(name, host));
    }
}
