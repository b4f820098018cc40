package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.Configuration;
import org.postern.os.ProcessIdentity;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateSubject;

/// The certificate of a host that nobody has given one: nobody can know by it who this is, but what goes over the wire
/// is encrypted (RFC 7435). The process that starts as root keeps key and certificate in one file, so that they stay
/// the same over restarts; an ordinary user's server makes them anew each time.
public final class SelfMadeCertificate {
    /// Key and certificate; root's alone. Remove it to have another.
    public static final String FILE = "/var/lib/postern/self-made.pem";

    private static final int DAYS = 3650;
    private static final long BEFORE_ITS_END = TimeUnit.DAYS.toMillis(30);
    private static final int OTHERS_WRITE = 022;
    private static final int LONGEST_NAME = 64;
    private static final long LARGEST = 65_536;
    private static final Pattern TITLE = Pattern.compile("self-made for ([^ ]*), good until ([^ ]*)");

    private SelfMadeCertificate() {}

    /// The name of the host for the certificate.
    static String host(Configuration configuration) {
        String name = configuration.scope().macro("j").orElse("");
        return CertificateSubject.complaint(name).isEmpty() ? name : "localhost";
    }

    /// Key and certificate as one PEM text.
    static Optional<String> make(String host, Clock clock) {
        String commonName = host.length() > LONGEST_NAME ? "mail server" : host;
        List<String> names = CertificateSubject.complaint(host).isEmpty() ? List.of(host) : List.of();
        try {
            CertificateMaker.Made made = new CertificateMaker(clock, new SecureRandom())
                    .selfSigned(
                            new CertificateSubject(commonName, "", names),
                            CertificateMaker.Use.SERVER,
                            CertificateMaker.KeyKind.EC,
                            DAYS);
            long end = clock.epochMillis() + TimeUnit.DAYS.toMillis(DAYS);
            return Optional.of(title(host, end) + made.key() + made.certificate());
        } catch (GeneralSecurityException broken) {
            return Optional.empty();
        }
    }

    /// The first line of the file: with it nobody needs to read the certificate to know how long it is good and for
    /// whom, and the helper needs nothing of TLS at a start.
    private static String title(String host, long endMillis) {
        return "self-made for " + host + ", good until " + Instant.ofEpochMilli(endMillis) + "\n";
    }

    /// For the process that starts as root, before it starts the network process.
    public static void keep(Configuration configuration, Clock clock, EventSink events) {
        if (ProcessIdentity.isRoot() && TlsOptions.hasNone(configuration.options())) {
            ensure(Path.of(FILE), host(configuration), clock)
                    .ifPresent(line -> events.accept(DaemonEvent.info("tls.self-made", line)));
        }
    }

    /// Makes the file when it is missing, for another host or near its end.
    ///
    /// @param file [#FILE] but for tests
    /// @return a line for the log when something was done or cannot be done
    static Optional<String> ensure(Path file, String host, Clock clock) {
        try {
            if (isGood(file, host, clock)) {
                return Optional.empty();
            }
            Path state = Files.createDirectories(
                    file.getParent(),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
            int mode = (Integer) Files.getAttribute(state, "unix:mode", LinkOption.NOFOLLOW_LINKS);
            int owner = (Integer) Files.getAttribute(state, "unix:uid", LinkOption.NOFOLLOW_LINKS);
            if (owner != 0 || (mode & OTHERS_WRITE) != 0) {
                return Optional.of("STARTTLS: no self-made certificate: " + state + " is not root's alone");
            }
            Optional<String> text = make(host, clock);
            if (text.isEmpty()) {
                return Optional.of("STARTTLS: no self-made certificate");
            }
            write(file, text.get());
            return Optional.of("STARTTLS: made a certificate for " + host + " in " + file);
        } catch (IOException failed) {
            return Optional.of("STARTTLS: no self-made certificate: " + failed);
        }
    }

    private static boolean isGood(Path file, String host, Clock clock) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LARGEST) {
            return false;
        }
        String text = Ascii.text(Files.readAllBytes(file));
        Matcher title = TITLE.matcher(text.substring(0, Math.max(text.indexOf('\n'), 0)));
        try {
            return title.matches()
                    && title.group(1).equals(host)
                    && Instant.parse(title.group(2)).toEpochMilli() > clock.epochMillis() + BEFORE_ITS_END;
        } catch (DateTimeParseException _) {
            return false;
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), "self-made", ".new");
        Files.write(fresh, Ascii.bytes(text));
        try {
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
