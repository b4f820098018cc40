package org.postern.tls;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.postern.base.Ascii;

/// What stands in a certificate that we make (RFC 5280 §4.1), for signing.
///
/// @param subject the encoded name
/// @param issuer the encoded name
/// @param issuerKey the key that signs
@SuppressWarnings("ArrayRecordComponent") // never compared
record CertificateFields(
        byte[] subject,
        byte[] issuer,
        PublicKey key,
        PublicKey issuerKey,
        List<String> hostNames,
        CertificateMaker.Use use) {
    private static final DateTimeFormatter SHORT = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT);
    private static final DateTimeFormatter LONG = DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'", Locale.ROOT);
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;
    private static final int FIRST_YEAR_OF_LONG_TIMES = 2050;
    private static final byte[] TRUE = {(byte) 0xff};

    byte[] encoded(byte[] serial, SignatureKind kind, long from, long to) throws GeneralSecurityException {
        return DerWriter.sequence(
                DerWriter.value(0xa0, DerWriter.integer(2)),
                DerWriter.value(DerReader.INTEGER, serial),
                kind.encoded(),
                issuer,
                DerWriter.sequence(time(from), time(to)),
                subject,
                key.getEncoded(),
                DerWriter.value(0xa3, DerWriter.value(DerReader.SEQUENCE, DerWriter.join(extensions()))));
    }

    private static byte[] time(long millis) {
        ZonedDateTime time = Instant.ofEpochMilli(millis).atZone(ZoneOffset.UTC);
        return time.getYear() < FIRST_YEAR_OF_LONG_TIMES
                ? DerWriter.value(UTC_TIME, Ascii.bytes(SHORT.format(time)))
                : DerWriter.value(GENERALIZED_TIME, Ascii.bytes(LONG.format(time)));
    }

    private List<byte[]> extensions() throws GeneralSecurityException {
        List<byte[]> all = new ArrayList<>();
        boolean authority = use == CertificateMaker.Use.AUTHORITY;
        byte[] isAuthority =
                authority ? DerWriter.sequence(DerWriter.value(DerReader.BOOLEAN, TRUE)) : DerWriter.sequence();
        all.add(extension("2.5.29.19", true, isAuthority));
        // keyCertSign and cRLSign; or digitalSignature
        byte[] bits = authority ? new byte[] {1, 0x06} : new byte[] {7, (byte) 0x80};
        all.add(extension("2.5.29.15", true, DerWriter.value(DerReader.BIT_STRING, bits)));
        switch (use) {
            case AUTHORITY -> {}
            case SERVER -> all.add(extension("2.5.29.37", false, uses("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2")));
            case CLIENT -> all.add(extension("2.5.29.37", false, uses("1.3.6.1.5.5.7.3.2")));
        }
        all.add(extension("2.5.29.14", false, DerWriter.value(DerReader.OCTET_STRING, identifier(key))));
        all.add(extension("2.5.29.35", false, DerWriter.sequence(DerWriter.value(0x80, identifier(issuerKey)))));
        if (!hostNames.isEmpty()) {
            List<byte[]> names = hostNames.stream()
                    .map(name -> DerWriter.value(0x82, Ascii.bytes(name)))
                    .toList();
            all.add(extension("2.5.29.17", false, DerWriter.value(DerReader.SEQUENCE, DerWriter.join(names))));
        }
        return all;
    }

    private static byte[] uses(String... identifiers) {
        List<byte[]> all = new ArrayList<>();
        for (String identifier : identifiers) {
            all.add(DerWriter.objectIdentifier(identifier));
        }
        return DerWriter.value(DerReader.SEQUENCE, DerWriter.join(all));
    }

    private static byte[] extension(String identifier, boolean critical, byte[] content) {
        byte[] number = DerWriter.objectIdentifier(identifier);
        byte[] value = DerWriter.value(DerReader.OCTET_STRING, content);
        return critical
                ? DerWriter.sequence(number, DerWriter.value(DerReader.BOOLEAN, TRUE), value)
                : DerWriter.sequence(number, value);
    }

    /// RFC 5280 §4.2.1.2 (1): the SHA-1 of the key's bits.
    private static byte[] identifier(PublicKey key) throws GeneralSecurityException {
        try {
            DerReader info = new DerReader(key.getEncoded()).next(DerReader.SEQUENCE);
            DerReader _ = info.next(DerReader.SEQUENCE);
            byte[] bits = info.next(DerReader.BIT_STRING).rest();
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(bits, 1, bits.length - 1);
            return digest.digest();
        } catch (DerReader.DerException broken) {
            throw new CertificateException("a key that cannot be encoded", broken);
        }
    }
}
