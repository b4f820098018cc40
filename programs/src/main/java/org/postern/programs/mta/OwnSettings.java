package org.postern.programs.mta;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.helper.MailboxRules;

/// What sendmail.cf has no option for: the file `postern.conf` beside it, which need not exist. Lines `Name=value`,
/// `#` begins a comment.
///
/// | name | value |
/// |---|---|
/// | `Log` | `syslog`, `file:PATH`, `json:PATH`, `rfc5424:ADDRESS[:PORT]`; several lines for several outputs |
/// | `Metrics` | `ADDRESS:PORT` where `GET /metrics` is answered; nowhere without it |
/// | `Connections` | `FIRST` or `FIRST/MOST`: connections to one host at the same time, before any worked and after
/// many did |
/// | `Chunking` | `no`: messages leave with DATA, never with BDAT |
/// | `Decisions` | `no`: no journal of what clients were told, so that `postern explain id` has nothing to say |
/// | `Mailboxes` | where the mailboxes of users are: `/DIRECTORY`, `~/FILE`, or `~/DIRECTORY/` for a Maildir |
/// | `SelfMadeCertificate` | `no`: without ServerCertFile there is no STARTTLS, as in sendmail |
/// | `ServersAsClients` | `yes`: a client may show a certificate that is for servers only |
///
/// @param logs the outputs, none when the file names none
/// @param metrics where the figures are shown
/// @param connections connections to one host: at first, at most; empty for the usual numbers
/// @param chunking true when messages leave in chunks where a host offers CHUNKING
/// @param selfMadeCertificate true when a host without ServerCertFile makes a certificate itself
/// @param serversAsClients true when a client's certificate counts though its extended key usage names servers only
/// @param decisions true when what clients were told is kept for `postern explain id`
/// @param mailboxes where mailboxes are, when the file says so
record OwnSettings(
        List<String> logs,
        Optional<InetSocketAddress> metrics,
        Optional<Connections> connections,
        boolean chunking,
        boolean selfMadeCertificate,
        boolean serversAsClients,
        boolean decisions,
        Optional<MailboxRules> mailboxes) {
    /// Connections to one host at the same time.
    ///
    /// @param atFirst before any worked
    /// @param atMost after many worked
    record Connections(int atFirst, int atMost) {}

    private static final long LARGEST = 64 * 1024;
    private static final Pattern CONNECTIONS = Pattern.compile("([0-9]{1,4})(?:/([0-9]{1,4}))?");

    OwnSettings {
        logs = List.copyOf(logs);
    }

    /// Reads the file beside a configuration.
    ///
    /// @throws IOException when it cannot be read or a line is wrong: what is not understood is never skipped
    static OwnSettings beside(Path configuration) throws IOException {
        Path file = configuration.resolveSibling("postern.conf");
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException(file + " is larger than " + LARGEST + " bytes");
            }
            return read(file.toString(), Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException _) {
            return new OwnSettings(
                    List.of(), Optional.empty(), Optional.empty(), true, true, false, true, Optional.empty());
        }
    }

    static OwnSettings read(String file, List<String> lines) throws IOException {
        List<String> logs = new ArrayList<>();
        Optional<InetSocketAddress> metrics = Optional.empty();
        Optional<Connections> connections = Optional.empty();
        boolean chunking = true;
        boolean selfMadeCertificate = true;
        boolean serversAsClients = false;
        boolean decisions = true;
        Optional<MailboxRules> mailboxes = Optional.empty();
        for (int number = 1; number <= lines.size(); number++) {
            String line = lines.get(number - 1).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            String name = equals < 0 ? line : line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            switch (name) {
                case "Log" -> logs.add(value);
                case "Metrics" -> metrics = Optional.of(address(file, number, value));
                case "Connections" -> connections = Optional.of(connections(file, number, value));
                case "Chunking" -> chunking = yes(file, number, value);
                case "SelfMadeCertificate" -> selfMadeCertificate = yes(file, number, value);
                case "ServersAsClients" -> serversAsClients = yes(file, number, value);
                case "Decisions" -> decisions = yes(file, number, value);
                case "Mailboxes" -> mailboxes = Optional.of(mailboxes(file, number, value));
                default -> throw new IOException(file + ": line " + number + ": unknown setting \"" + name + "\"");
            }
        }
        return new OwnSettings(
                logs, metrics, connections, chunking, selfMadeCertificate, serversAsClients, decisions, mailboxes);
    }

    private static MailboxRules mailboxes(String file, int number, String value) throws IOException {
        return MailboxRules.parse(value)
                .orElseThrow(() -> new IOException(
                        file + ": line " + number + ": \"" + value + "\" is not /DIRECTORY, ~/FILE or ~/DIRECTORY/"));
    }

    private static boolean yes(String file, int number, String value) throws IOException {
        return switch (value) {
            case "yes" -> true;
            case "no" -> false;
            default -> throw new IOException(file + ": line " + number + ": \"" + value + "\" is not yes or no");
        };
    }

    private static Connections connections(String file, int number, String value) throws IOException {
        Matcher numbers = CONNECTIONS.matcher(value);
        if (numbers.matches()) {
            int first = Integer.parseInt(numbers.group(1));
            int most = numbers.group(2) == null ? first : Integer.parseInt(numbers.group(2));
            if (first > 0 && first <= most) {
                return new Connections(first, most);
            }
        }
        throw new IOException(file + ": line " + number + ": \"" + value + "\" is not FIRST or FIRST/MOST");
    }

    private static InetSocketAddress address(String file, int number, String value) throws IOException {
        int colon = value.lastIndexOf(':');
        try {
            String host = value.substring(0, Math.max(0, colon)).replaceAll("^\\[|]$", "");
            return new InetSocketAddress(InetAddress.ofLiteral(host), Integer.parseInt(value.substring(colon + 1)));
        } catch (IllegalArgumentException wrong) {
            throw new IOException(file + ": line " + number + ": \"" + value + "\" is not ADDRESS:PORT", wrong);
        }
    }
}
