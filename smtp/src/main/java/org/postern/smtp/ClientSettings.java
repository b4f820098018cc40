package org.postern.smtp;

import java.util.Set;

/// How a client talks over one connection.
///
/// @param heloName the name that it gives itself (macro `$j` or option HeloName)
/// @param ownName the name of this host: a server of that name is a loop
/// @param hostName the next hop as the log names it, `mx.example.org.` for example
/// @param modes switches
/// @param maxPipelined the most commands that are sent without waiting for replies
public record ClientSettings(String heloName, String ownName, String hostName, Set<Mode> modes, int maxPipelined) {
    /// Switches, mostly mailer flags.
    public enum Mode {
        /// LMTP (mailer flag `z`).
        LMTP,
        /// EHLO even when the greeting does not say ESMTP (mailer flag `a`).
        ALWAYS_EHLO,
        /// HELO whatever the greeting says (mailer flag `2`).
        PLAIN_SMTP,
        /// A server that has our own name is no error (mailer flag `k`).
        NO_LOOP_CHECK,
        /// Never BODY=8BITMIME (mailer flag `7`).
        SEVEN_BIT,
        /// 8-bit data goes to any server (mailer flag `8`).
        EIGHT_BIT_ANYWAY,
        /// Messages go out in chunks to servers that offer CHUNKING (RFC 3030).
        CHUNKING,
        /// VERB before the first message (mailer flag `I`: the server is another sendmail).
        SAYS_VERB,
        /// PIPELINING is not used.
        NO_PIPELINING
    }

    public ClientSettings {
        modes = Set.copyOf(modes);
        if (maxPipelined < 1) {
            throw new IllegalArgumentException("maxPipelined " + maxPipelined);
        }
    }

    /// SMTP to a host, with as many commands in flight as fit into any socket buffer.
    public static ClientSettings smtp(String ownName, String hostName) {
        return new ClientSettings(ownName, ownName, hostName, Set.of(Mode.ALWAYS_EHLO), 100);
    }

    /// True when the switch is on.
    public boolean is(Mode mode) {
        return modes.contains(mode);
    }
}
