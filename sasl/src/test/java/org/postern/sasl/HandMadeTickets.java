package org.postern.sasl;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosPrincipal;
import javax.security.auth.kerberos.KerberosTicket;
import org.postern.base.Ascii;

/// What Kerberos needs on both sides to begin without a KDC: a keytab, and a ticket that looks like one. No server can
/// open that ticket, but the client does not know.
final class HandMadeTickets {
    static final String HOST = "mx.exam.test";
    private static final String REALM = "EXAM.TEST";
    private static final int AES_256 = 18;
    private static final byte[] KEY = new byte[32];
    private static final int HOST_BASED = 3;

    private HandMadeTickets() {}

    /// Writes `krb5.conf`, which asks no name server, and returns its path.
    static Path configuration(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("krb5.conf"),
                "[libdefaults]\n default_realm = " + REALM
                        + "\n dns_lookup_kdc = false\n dns_lookup_realm = false\n"
                        + " dns_canonicalize_hostname = false\n rdns = false\n");
    }

    /// Writes a keytab (MIT's format 2) with a key of `smtp/HOST`.
    static Path keytab(Path folder) throws IOException {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(entry);
        out.writeShort(2);
        for (String part : List.of(REALM, "smtp", HOST)) {
            out.writeShort(part.length());
            out.writeBytes(part);
        }
        out.writeInt(HOST_BASED);
        out.writeInt(0);
        out.writeByte(1);
        out.writeShort(AES_256);
        out.writeShort(KEY.length);
        out.write(KEY);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream all = new DataOutputStream(file);
        all.writeShort(0x0502);
        all.writeInt(entry.size());
        entry.writeTo(all);
        return Files.write(folder.resolve("keytab"), file.toByteArray());
    }

    /// Who has a ticket for `smtp/HOST`.
    static Subject client() {
        return new Subject(
                true,
                Set.of(new KerberosPrincipal("alice@" + REALM)),
                Set.of(),
                Set.of(ticket("krbtgt", REALM), ticket("smtp", HOST)));
    }

    private static KerberosTicket ticket(String service, String instance) {
        Instant now = Instant.now();
        return new KerberosTicket(
                encoded(service, instance),
                new KerberosPrincipal("alice@" + REALM),
                new KerberosPrincipal(service + "/" + instance + "@" + REALM, KerberosPrincipal.KRB_NT_SRV_INST),
                KEY,
                AES_256,
                new boolean[32],
                Date.from(now),
                Date.from(now),
                Date.from(now.plus(Duration.ofDays(1))),
                null,
                null);
    }

    /// A Ticket of RFC 4120 §5.3 whose sealed part is zeros.
    private static byte[] encoded(String service, String instance) {
        byte[] names = of(0x30, string(service), string(instance));
        byte[] server = of(0x30, of(0xa0, number(2)), of(0xa1, names));
        byte[] sealed = of(0x30, of(0xa0, number(AES_256)), of(0xa2, of(0x04, new byte[100])));
        return of(0x61, of(0x30, of(0xa0, number(5)), of(0xa1, string(REALM)), of(0xa2, server), of(0xa3, sealed)));
    }

    private static byte[] string(String text) {
        return of(0x1b, Ascii.bytes(text));
    }

    private static byte[] number(int small) {
        return of(0x02, new byte[] {(byte) small});
    }

    private static byte[] of(int tag, byte[]... parts) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
            out.write(tag);
            if (length > 127) {
                out.write(0x82);
                out.write(length >> 8);
            }
            out.write(length);
            for (byte[] part : parts) {
                out.write(part);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
