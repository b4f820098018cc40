package org.postern.deliver;

import java.time.Duration;
import org.postern.cf.CfTimeout;
import org.postern.cf.OptionValues;
import org.postern.smtp.ClientPhase;

/// How long to wait for the other side in each phase (sendmail op guide §4.1.2, option Timeout).
final class ClientTimeouts {
    private final OptionValues options;
    private final Duration longestConnecting;

    /// @param longestConnecting for the connections of one delivery where Timeout.aconnect says nothing
    ClientTimeouts(OptionValues options, Duration longestConnecting) {
        this.options = options;
        this.longestConnecting = longestConnecting;
    }

    /// The wait for an answer in this phase; never zero.
    Duration of(ClientPhase phase) {
        Duration configured = options.timeout(
                switch (phase) {
                    case INITIAL -> CfTimeout.INITIAL;
                    case HELO -> CfTimeout.HELO;
                    case LHLO -> CfTimeout.LHLO;
                    case STARTTLS -> CfTimeout.STARTTLS;
                    case AUTH -> CfTimeout.AUTH;
                    case MAIL -> CfTimeout.MAIL;
                    case RCPT -> CfTimeout.RCPT;
                    case DATA_INIT -> CfTimeout.DATA_INIT;
                    case DATA_BLOCK -> CfTimeout.DATA_BLOCK;
                    case DATA_FINAL -> CfTimeout.DATA_FINAL;
                    case MISC -> CfTimeout.MISC;
                    case RSET -> CfTimeout.RSET;
                    case QUIT -> CfTimeout.QUIT;
                });
        return configured.isZero() ? Duration.ofHours(1) : configured;
    }

    /// The wait for one connection; zero leaves it to the system.
    ///
    /// @param firstAttempt true when the message was never tried: Timeout.iconnect
    Duration connect(boolean firstAttempt) {
        Duration initial = options.timeout(CfTimeout.INITIAL_CONNECT);
        return firstAttempt && !initial.isZero() ? initial : options.timeout(CfTimeout.CONNECT);
    }

    /// The time in which a delivery may begin connections, to all addresses of all hosts.
    Duration allConnects() {
        Duration configured = options.timeout(CfTimeout.ALL_CONNECTS);
        return configured.isZero() ? longestConnecting : configured;
    }
}
