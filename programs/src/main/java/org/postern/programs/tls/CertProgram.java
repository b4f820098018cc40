package org.postern.programs.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateMaker.Made;
import org.postern.tls.CertificateMaker.Use;
import org.postern.tls.CertificateReport;
import org.postern.tls.CertificateSubject;

/// `postern cert ca | server | client | sign | show`: an authority of one's own and what it signs.
public final class CertProgram {
    private static final String AUTHORITY = "ca";
    private static final int DAYS_OF_AUTHORITY = 3650;
    private static final int DAYS = 825;
    private static final int LONGEST_FILE = 8 << 20;
    /// How it is called.
    public static final String USAGE = """
            usage: postern cert ca [NAME]            a certificate authority of your own: ca.key, ca.pem
                   postern cert server HOST [HOST ...]  key and certificate of a mail server: HOST.key, HOST.pem
                   postern cert client NAME          key and certificate of a client: NAME.key, NAME.pem
                   postern cert sign [server|client] FILE.csr  a certificate for a request that somebody sent: FILE.pem
                   postern cert show FILE            what is in a file, with the names that the access map compares
              -d FOLDER      where they are (default /etc/mail/certs)
              -o NAME        an organization in the certificate
              --days N       how long it is good
              --rsa          an RSA key, for peers that know no elliptic curves
              --self         a server's certificate that no authority signs
            """;

    private final Invocation invocation;
    private final Path start;
    private final Clock clock;
    private final CertificateMaker maker;

    /// The command.
    ///
    /// @param start the working folder, absolute
    public CertProgram(Invocation invocation, Path start, Clock clock) {
        this.invocation = invocation;
        this.start = start;
        this.clock = clock;
        this.maker = new CertificateMaker(clock, new SecureRandom());
    }

    /// Runs one action.
    ///
    /// @return the exit code
    public int run(List<String> words) {
        if (words.contains("--help") || words.contains("-h")) {
            invocation.output().print(USAGE);
            return SysExit.OK.code();
        }
        if (words.isEmpty()) {
            return usage();
        }
        try {
            CertArguments arguments = CertArguments.of(words.subList(1, words.size()), start);
            return switch (words.getFirst()) {
                case "ca" -> authority(arguments);
                case "server" -> server(arguments);
                case "client" -> client(arguments);
                case "sign" -> sign(arguments);
                case "show" -> show(arguments);
                default -> usage();
            };
        } catch (IllegalArgumentException wrong) {
            return failed(String.valueOf(wrong.getMessage()), SysExit.USAGE);
        } catch (FileAlreadyExistsException there) {
            return failed(there.getMessage() + " exists already; remove it first", SysExit.CANNOT_CREATE);
        } catch (NoSuchFileException missing) {
            return failed(missing.getMessage() + " is missing", SysExit.NO_INPUT);
        } catch (IOException broken) {
            return failed(broken.toString(), SysExit.IO_ERROR);
        } catch (GeneralSecurityException unusable) {
            return failed(String.valueOf(unusable.getMessage()), SysExit.DATA_ERROR);
        }
    }

    private int usage() {
        invocation.error().print(USAGE);
        return SysExit.USAGE.code();
    }

    private int failed(String why, SysExit exit) {
        invocation.error().println("postern cert: " + why);
        return exit.code();
    }

    private int authority(CertArguments arguments) throws IOException, GeneralSecurityException {
        if (arguments.operands().size() > 1) {
            return usage();
        }
        String name = arguments.operands().isEmpty()
                ? "Mail CA"
                : arguments.operands().getFirst();
        CertificateSubject subject = new CertificateSubject(name, arguments.organization(), List.of());
        Made made = maker.selfSigned(
                subject, Use.AUTHORITY, arguments.kind(), arguments.days().orElse(DAYS_OF_AUTHORITY));
        write(arguments.folder(), AUTHORITY, made);
        invocation
                .output()
                .print("Keep " + arguments.folder().resolve("ca.key") + " secret, best on another machine.\n"
                        + "Give " + arguments.folder().resolve("ca.pem")
                        + " to those who shall trust it. In sendmail.mc:\n"
                        + "  define(`confCACERT', `" + arguments.folder().resolve("ca.pem") + "')dnl\n"
                        + "  define(`confCACERT_PATH', `" + arguments.folder() + "')dnl\n");
        return SysExit.OK.code();
    }

    private int server(CertArguments arguments) throws IOException, GeneralSecurityException {
        List<String> hosts = arguments.operands();
        if (hosts.isEmpty()) {
            return usage();
        }
        for (String host : hosts) {
            Optional<String> complaint = CertificateSubject.complaint(host);
            if (complaint.isPresent()) {
                throw new IllegalArgumentException("\"" + host + "\": " + complaint.get());
            }
        }
        CertificateSubject subject = new CertificateSubject(hosts.getFirst(), arguments.organization(), hosts);
        int days = arguments.days().orElse(DAYS);
        Made made = arguments.self()
                ? maker.selfSigned(subject, Use.SERVER, arguments.kind(), days)
                : maker.issued(authorityOf(arguments.folder()), subject, Use.SERVER, arguments.kind(), days);
        String file = hosts.getFirst().replace("*", "star");
        write(arguments.folder(), file, made);
        String certificate = arguments.folder().resolve(file + ".pem").toString();
        String key = arguments.folder().resolve(file + ".key").toString();
        invocation
                .output()
                .print("In sendmail.mc:\n"
                        + "  define(`confSERVER_CERT', `" + certificate + "')dnl\n"
                        + "  define(`confSERVER_KEY', `" + key + "')dnl\n"
                        + "  define(`confCLIENT_CERT', `" + certificate + "')dnl\n"
                        + "  define(`confCLIENT_KEY', `" + key + "')dnl\n");
        return SysExit.OK.code();
    }

    private int client(CertArguments arguments) throws IOException, GeneralSecurityException {
        if (arguments.operands().size() != 1) {
            return usage();
        }
        String name = arguments.operands().getFirst();
        if (name.indexOf('/') >= 0 || name.startsWith(".")) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a file");
        }
        List<String> hosts = CertificateSubject.complaint(name).isEmpty() ? List.of(name) : List.of();
        CertificateSubject subject = new CertificateSubject(name, arguments.organization(), hosts);
        write(
                arguments.folder(),
                name,
                maker.issued(
                        authorityOf(arguments.folder()),
                        subject,
                        Use.CLIENT,
                        arguments.kind(),
                        arguments.days().orElse(DAYS)));
        return SysExit.OK.code();
    }

    private int sign(CertArguments arguments) throws IOException, GeneralSecurityException {
        List<String> operands = arguments.operands();
        Use use = operands.size() == 2 && operands.getFirst().equals("client") ? Use.CLIENT : Use.SERVER;
        boolean known = operands.size() == 1
                || (operands.size() == 2 && List.of("client", "server").contains(operands.getFirst()));
        if (!known) {
            return usage();
        }
        Path request = start.resolve(operands.getLast());
        String certificate = maker.signed(
                authorityOf(arguments.folder()),
                read(request),
                use,
                arguments.days().orElse(DAYS));
        String name = String.valueOf(request.getFileName());
        int dot = name.lastIndexOf('.');
        Path file = request.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".pem");
        create(file, certificate, "rw-r--r--");
        CertificateReport.of(Ascii.bytes(certificate), clock).forEach(invocation.output()::println);
        return SysExit.OK.code();
    }

    private int show(CertArguments arguments) throws IOException, GeneralSecurityException {
        if (arguments.operands().size() != 1) {
            return usage();
        }
        String text = read(start.resolve(arguments.operands().getFirst()));
        CertificateReport.of(Ascii.bytes(text), clock).forEach(invocation.output()::println);
        return SysExit.OK.code();
    }

    private static Made authorityOf(Path folder) throws IOException {
        return new Made(read(folder.resolve("ca.key")), read(folder.resolve("ca.pem")));
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > LONGEST_FILE) {
            throw new IOException(file + ": File too large");
        }
        return Ascii.text(Files.readAllBytes(file));
    }

    private void write(Path folder, String name, Made made) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Path certificate = folder.resolve(name + ".pem");
        if (Files.exists(certificate)) {
            throw new FileAlreadyExistsException(certificate.toString());
        }
        create(folder.resolve(name + ".key"), made.key(), "rw-------");
        create(certificate, made.certificate(), "rw-r--r--");
        invocation.output().println("made " + folder.resolve(name + ".key") + " and " + certificate);
    }

    /// A new file: nobody sees a key before its mode is right.
    private static void create(Path file, String text, String mode) throws IOException {
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)))) {
            var bytes = ByteBuffer.wrap(Ascii.bytes(text));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }
}
