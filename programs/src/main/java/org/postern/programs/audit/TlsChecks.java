package org.postern.programs.audit;

import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.tls.CertificateFacts;

/// Certificates and keys: dates, names, sizes, whether they belong together; and passwords that go over the wire in
/// the clear. Who may read the files is [FileChecks]'s business.
final class TlsChecks implements Check {
    private static final int LARGEST = 4 << 20;
    private static final int SMALLEST_RSA = 2048;
    private static final int SMALLEST_CURVE = 224;
    private static final long SOON = TimeUnit.DAYS.toMillis(30);
    private static final List<String> IN_THE_CLEAR = List.of("PLAIN", "LOGIN");
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Override
    public void look(Audited audited) {
        OptionValues options = audited.options();
        pair(audited, options.text(CfOption.SERVER_CERT_FILE), options.text(CfOption.SERVER_KEY_FILE), "server");
        if (!options.text(CfOption.CLIENT_CERT_FILE).equals(options.text(CfOption.SERVER_CERT_FILE))) {
            pair(audited, options.text(CfOption.CLIENT_CERT_FILE), options.text(CfOption.CLIENT_KEY_FILE), "client");
        }
        inTheClear(audited);
    }

    private static void pair(Audited audited, String certificates, String keys, String side) {
        String certificate = certificates.split(",", 2)[0].strip();
        String key = keys.split(",", 2)[0].strip();
        if (certificate.isEmpty()) {
            return;
        }
        if (audited.host().find(certificate).isEmpty()) {
            audited.find(
                    Severity.HIGH,
                    "certificate-missing",
                    certificate,
                    "the certificate of the " + side + " is not there",
                    "STARTTLS is not offered: mail and passwords go in the clear",
                    remake(audited, certificate));
            return;
        }
        Optional<byte[]> pem = audited.host().bytes(certificate, LARGEST);
        if (pem.isEmpty()) {
            return;
        }
        try {
            certificate(audited, certificate, CertificateFacts.of(pem.get(), name(audited)), side);
        } catch (GeneralSecurityException broken) {
            audited.find(
                    Severity.HIGH,
                    "certificate-broken",
                    certificate,
                    "cannot be used: " + broken.getMessage(),
                    "STARTTLS is not offered: mail and passwords go in the clear",
                    remake(audited, certificate));
            return;
        }
        Optional<byte[]> secret =
                key.isEmpty() ? Optional.empty() : audited.host().bytes(key, LARGEST);
        Optional<String> problem = secret.flatMap(bytes -> CertificateFacts.keyProblem(bytes, pem.get()));
        problem.ifPresent(text -> audited.find(
                Severity.HIGH,
                "key-unfit",
                key,
                text,
                "STARTTLS is not offered: mail and passwords go in the clear",
                remake(audited, certificate)));
    }

    private static String name(Audited audited) {
        return audited.configuration().scope().macro("j").orElse("localhost");
    }

    /// A certificate of the host's own, until an authority gives a better one.
    private static Mend remake(Audited audited, String certificate) {
        String host = Mend.quoted(name(audited));
        String folder = certificate.substring(0, certificate.lastIndexOf('/') + 1) + "new";
        String key = audited.options()
                .text(CfOption.SERVER_KEY_FILE)
                .split(",", 2)[0]
                .strip();
        return new Mend.Command("postern cert server " + host + " --self -d " + Mend.quoted(folder) + " && mv "
                + Mend.quoted(folder + "/" + name(audited) + ".pem") + " " + Mend.quoted(certificate) + " && mv "
                + Mend.quoted(folder + "/" + name(audited) + ".key") + " " + Mend.quoted(key));
    }

    private static void certificate(Audited audited, String path, CertificateFacts facts, String side) {
        long now = audited.clock().epochMillis();
        if (facts.untilMillis() < now || facts.fromMillis() > now) {
            audited.find(
                    Severity.HIGH,
                    "certificate-expired",
                    path,
                    facts.untilMillis() < now
                            ? "has expired on " + DAY.format(Instant.ofEpochMilli(facts.untilMillis()))
                            : "is not valid before " + DAY.format(Instant.ofEpochMilli(facts.fromMillis())),
                    "Those who verify it refuse to talk to this host, or talk in the clear",
                    remake(audited, path));
        } else if (facts.untilMillis() - now < SOON) {
            audited.find(
                    Severity.MEDIUM,
                    "certificate-ends-soon",
                    path,
                    "expires on " + DAY.format(Instant.ofEpochMilli(facts.untilMillis())),
                    "Those who verify it will refuse to talk to this host, or talk in the clear",
                    remake(audited, path));
        }
        boolean small = (facts.keyKind().equals("RSA") && facts.keyBits() < SMALLEST_RSA)
                || (facts.keyKind().equals("EC") && facts.keyBits() < SMALLEST_CURVE)
                || facts.keyKind().equals("DSA");
        if (small) {
            audited.find(
                    Severity.HIGH,
                    "key-small",
                    path,
                    "the key is " + facts.keyKind() + " with " + facts.keyBits() + " bits",
                    "Keys of this size have been broken",
                    remake(audited, path));
        }
        if (side.equals("server") && !facts.forHost()) {
            audited.find(
                    Severity.MEDIUM,
                    "certificate-name",
                    path,
                    "is not for " + name(audited) + " but for " + facts.subject() + " "
                            + String.join(" ", facts.names()),
                    "Those who verify it do not take this host for the one that they want",
                    remake(audited, path));
        }
    }

    /// PLAIN and LOGIN show the password to whoever listens unless AuthOptions has `p`.
    private static void inTheClear(Audited audited) {
        OptionValues options = audited.options();
        List<String> clear = options.list(CfOption.AUTH_MECHANISMS).stream()
                .filter(IN_THE_CLEAR::contains)
                .toList();
        if (options.isSet(CfOption.AUTH_MECHANISMS)
                && !clear.isEmpty()
                && options.text(CfOption.AUTH_OPTIONS).indexOf('p') < 0) {
            audited.find(
                    Severity.HIGH,
                    "auth-without-tls",
                    "AuthOptions",
                    String.join(" and ", clear) + " without encryption",
                    "Whoever listens on the line has the passwords",
                    new Mend.Line("define(`confAUTH_OPTIONS', `A p')dnl"));
        }
    }
}
