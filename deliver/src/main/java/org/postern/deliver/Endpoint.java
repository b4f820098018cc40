package org.postern.deliver;

import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.helperwire.HelperRequest;

/// Where a mailer leads to: `TCP host [port]` or `FILE path` of an `[IPC]` mailer, or the program of a mailer
/// without `$u` (sendmail op guide §5.4).
sealed interface Endpoint {
    /// A port of the hosts that are found for the triple.
    ///
    /// @param from the own address that connections come from; empty: as ClientPortOptions say, or the kernel
    record Port(int number, Optional<InetAddress> from) implements Endpoint {
        @Override
        public String toString() {
            return number + from.map(own -> " from " + own.getHostAddress()).orElse("");
        }
    }

    /// A socket on this machine; the host of the triple is not looked up.
    record LocalSocket(Path path) implements Endpoint {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /// A program that the helper runs.
    record Program(HelperRequest.TalkToMailer request) implements Endpoint {
        @Override
        public String toString() {
            return "program";
        }
    }

    /// The port of SMTP.
    int SMTP = 25;

    /// True when the first argument of a mailer asks for a socket of this machine.
    static boolean isLocal(String word) {
        return Ascii.sameIgnoringCase(word, "FILE");
    }

    /// The socket of this path; empty for a relative path or what is no path.
    static Optional<Endpoint> local(String path) {
        try {
            return path.startsWith("/") ? Optional.of(new LocalSocket(Path.of(path))) : Optional.empty();
        } catch (InvalidPathException _) {
            return Optional.empty();
        }
    }
}
