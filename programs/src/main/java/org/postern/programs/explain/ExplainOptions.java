package org.postern.programs.explain;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.receive.SessionFacts;
import org.postern.smtp.AuthIdentity;
import org.postern.tls.PeerCertificate;
import org.postern.tls.TlsIdentity;
import org.postern.tls.Verify;

/// The command line of `postern explain`.
///
/// @param operands what is no option
/// @param values the options with a value, each with its values in order
/// @param all everything, not only what decided
/// @param json for programs
record ExplainOptions(List<String> operands, Map<String, List<String>> values, boolean all, boolean json) {
    static final String USAGE = """
            usage: postern explain rcpt ADDRESS ...     where mail for it goes, and why
                   postern explain session --from-ip ADDRESS [--mail-from ADDRESS] [--rcpt ADDRESS ...]
                     [--from-name NAME] [--helo NAME] [--auth USER [MECHANISM]]
                     [--tls] [--cert-subject DN --cert-issuer DN] [--verify WORD]
                     [--port DAEMON] [--connections NUMBER]   what a client would be told, and why
                   postern explain id ID       what was said of a message or a refused session, and why;
                                               the address of a client in its place: of all its sessions
            options: -C FILE, --all, --json
            """;

    private static final List<String> WITH_VALUE = List.of(
            "-C",
            "--from-ip",
            "--from-name",
            "--helo",
            "--auth",
            "--mechanism",
            "--cert-subject",
            "--cert-issuer",
            "--verify",
            "--mail-from",
            "--rcpt",
            "--port",
            "--connections");

    private static final Pattern MECHANISM = Pattern.compile("[A-Z][A-Z0-9_-]{0,19}");
    private static final Path TRANSFER = Path.of("/etc/mail/sendmail.cf");
    private static final int CIPHER_BITS = 256;
    private static final int MOST_CONNECTIONS = 1_000_000;

    ExplainOptions {
        operands = List.copyOf(operands);
        values = Map.copyOf(values);
    }

    /// @throws IllegalArgumentException for an option that there is not, with the words for the user
    static ExplainOptions parse(List<String> words) {
        List<String> operands = new ArrayList<>();
        Map<String, List<String>> values = new HashMap<>();
        boolean all = false;
        boolean json = false;
        boolean tls = false;
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            if (word.equals("--all")) {
                all = true;
            } else if (word.equals("--json")) {
                json = true;
            } else if (word.equals("--tls")) {
                tls = true;
            } else if (WITH_VALUE.contains(word)) {
                if (at + 1 == words.size()) {
                    throw new IllegalArgumentException(word + " needs a value");
                }
                values.computeIfAbsent(word, _ -> new ArrayList<>()).add(words.get(++at));
                if (word.equals("--auth") && at + 1 < words.size() && isMechanism(words.get(at + 1))) {
                    values.computeIfAbsent("--mechanism", _ -> new ArrayList<>())
                            .add(words.get(++at));
                }
            } else if (word.startsWith("-") && word.length() > 1) {
                throw new IllegalArgumentException("there is no option " + word);
            } else {
                operands.add(word);
            }
        }
        if (tls) {
            values.put("--tls", List.of(""));
        }
        return new ExplainOptions(operands, values, all, json);
    }

    /// The user may be followed by the name of a mechanism (RFC 4422, section 3.1), in capitals as in the log.
    private static boolean isMechanism(String word) {
        return MECHANISM.matcher(word).matches();
    }

    Optional<String> value(String name) {
        List<String> given = values.getOrDefault(name, List.of());
        return given.isEmpty() ? Optional.empty() : Optional.of(given.getLast());
    }

    Path configuration() {
        return value("-C").map(Path::of).orElse(TRANSFER).toAbsolutePath();
    }

    /// What is assumed of a session.
    ///
    /// @throws IllegalArgumentException when it makes no sense, with the words for the user
    SessionFacts facts() {
        if (operands.size() > 1) {
            throw new IllegalArgumentException("a session has no " + operands.get(1)
                    + "; the name of a mechanism comes behind --auth USER, in capitals");
        }
        String client = value("--from-ip")
                .orElseThrow(() -> new IllegalArgumentException("--from-ip says where the client comes from"));
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(client);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(client + " is no address", wrong);
        }
        List<String> recipients = bracketed(values.getOrDefault("--rcpt", List.of()));
        return new SessionFacts(
                address,
                value("--from-name"),
                Optional.of(value("--helo").orElse("[" + client + "]")),
                tls(),
                login(),
                value("--mail-from").or(() -> value("--rcpt").map(_ -> "<>")).map(ExplainOptions::bracketed),
                recipients,
                counts());
    }

    private Optional<AuthIdentity> login() {
        String mechanism = value("--mechanism").orElse("PLAIN");
        if (!isMechanism(mechanism)) {
            throw new IllegalArgumentException("--mechanism wants a name like SCRAM-SHA-256");
        }
        return value("--auth").map(user -> new AuthIdentity(mechanism, user, 0));
    }

    private SessionFacts.Counts counts() {
        int number = 1;
        try {
            number = Integer.parseInt(value("--connections").orElse("1"));
        } catch (NumberFormatException wrong) {
            throw new IllegalArgumentException("--connections wants a number", wrong);
        }
        if (number < 1 || number > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("--connections wants a number from 1 to " + MOST_CONNECTIONS);
        }
        return new SessionFacts.Counts(number, number, number);
    }

    private static List<String> bracketed(List<String> addresses) {
        return addresses.stream().map(ExplainOptions::bracketed).toList();
    }

    private static String bracketed(String address) {
        return address.startsWith("<") ? address : "<" + address + ">";
    }

    private Optional<TlsIdentity> tls() {
        Optional<String> subject = value("--cert-subject");
        boolean wanted = subject.isPresent()
                || value("--tls").isPresent()
                || value("--verify").isPresent();
        if (!wanted) {
            return Optional.empty();
        }
        Optional<PeerCertificate> certificate = subject.map(name -> {
            String issuer = value("--cert-issuer").orElse("");
            return new PeerCertificate(name, issuer, commonName(name), commonName(issuer), "", List.of(), List.of());
        });
        return Optional.of(new TlsIdentity(
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                CIPHER_BITS,
                CIPHER_BITS,
                verify(certificate.isPresent()),
                "ok",
                certificate,
                "cert_md5",
                List.of(),
                false));
    }

    private Verify verify(boolean certificate) {
        Optional<String> word = value("--verify");
        try {
            return word.map(Verify::valueOf).orElse(certificate ? Verify.OK : Verify.NO);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(
                    "--verify wants a word of the macro {verify}: OK, NO, FAIL, NONE ...", wrong);
        }
    }

    /// What stands behind `/CN=` up to the next part.
    private static String commonName(String distinguished) {
        int at = distinguished.lastIndexOf("/CN=");
        if (at < 0) {
            return "";
        }
        String rest = distinguished.substring(at + 4);
        int end = rest.indexOf('/');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
