package org.postern.smtp;

import java.util.EnumSet;
import java.util.Set;

/// What is the same for every session of one daemon.
///
/// @param hostName the name of this host, macro `$j`
/// @param version what the server says its version is, macro `$v`
/// @param daemonName `Name` of DaemonPortOptions, `MTA` for example
/// @param modes switches
/// @param limits bounds
/// @param help the HELP command
/// @param memory what all sessions together may hold
public record SessionSettings(
        String hostName,
        String version,
        String daemonName,
        Set<Mode> modes,
        SessionLimits limits,
        HelpTexts help,
        MemoryBudget memory) {
    /// Switches that come from options and the command line.
    public enum Mode {
        /// LMTP instead of SMTP (RFC 2033): LHLO, and one reply per recipient after the message.
        LMTP,
        /// Option AllowBogusHELO.
        ALLOW_BOGUS_HELO,
        /// Option EightBitMode=strict: undeclared 8-bit data is refused.
        EIGHT_BIT_STRICT,
        /// Option SevenBitInput: the eighth bit of messages that do not say BODY=8BITMIME is dropped.
        SEVEN_BIT_INPUT,
        /// Option RejectNUL.
        REJECT_NUL,
        /// Option SoftBounce: every permanent error is made temporary.
        SOFT_BOUNCE,
        /// Option SendMimeErrors, without which DSN is not offered.
        SEND_MIME_ERRORS,
        /// The clients are users of this host: a session without mail is nothing to note.
        LOCAL_CALLERS,
        /// There is a usable certificate: without one STARTTLS is neither offered nor possible.
        TLS_READY,
        /// TLS starts with the connection, before the greeting (RFC 8314 §3.3).
        TLS_FROM_START,
        /// Every command and reply becomes an event: for LogLevel 15 and above.
        LOG_DIALOGUE
    }

    public SessionSettings {
        modes = Set.copyOf(modes);
    }

    /// The same with one more switch on.
    public SessionSettings with(Mode mode) {
        EnumSet<Mode> more = EnumSet.of(mode);
        more.addAll(modes);
        return new SessionSettings(hostName, version, daemonName, more, limits, help, memory);
    }

    /// True when the switch is on.
    public boolean is(Mode mode) {
        return modes.contains(mode);
    }
}
