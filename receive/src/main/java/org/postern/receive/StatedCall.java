package org.postern.receive;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.DaemonFlags;
import org.postern.cf.SessionMacros;
import org.postern.mail.XText;

/// What a `sendmail` command says of the message that it submits for its user, in the first line that it sends to the
/// submission socket: what `-p`, `-G` and `-od` say. Nobody has to believe it: who calls is what the kernel says, and
/// the Received field shows that beside it.
///
/// After this line what the command says in EHLO is not shown: the Received field begins with `(from user@localhost)`
/// unless `-p` names a host. Not so after that of `-bs`, behind which the caller speaks for himself.
///
/// @param protocol how the message came, for `$r`; empty for unsaid
/// @param host where it came from, for `$s`; empty for unsaid
/// @param gateway `-G`: it comes from elsewhere, and its addresses are not to be completed
/// @param mode the letter of a delivery mode, in place of the daemon's; empty for unsaid
/// @param session true when the caller's own session follows, with all its messages
public record StatedCall(String protocol, String host, boolean gateway, String mode, boolean session) {
    private static final String WORD = "XCALL";
    private static final String ANSWER = "250 2.0.0 XCALL\r\n";
    private static final String UNSAID = "-";
    private static final String GATEWAY = "G";
    private static final String SESSION = "S";
    private static final int PARTS = 5;

    /// Commands that know nothing of modes leave the last one out.
    private static final int LEAST_PARTS = 4;

    private static final String MODES = "ibqd";
    private static final int LONGEST = 600;
    private static final int LONGEST_WORD = 80;

    /// The modifiers of a daemon that completes no address and demands complete ones, as sendmail's `-G` sets them.
    private static final String GATEWAY_FLAGS = "Cf";

    /// What `-p` says: a protocol, and after a colon a host.
    ///
    /// @param mode the letter of a delivery mode, in place of the daemon's
    public static StatedCall of(Optional<String> protocol, boolean gateway, Optional<String> mode) {
        String text = protocol.orElse("");
        int colon = text.indexOf(':');
        return new StatedCall(
                shortened(colon < 0 ? text : text.substring(0, colon)),
                shortened(colon < 0 ? "" : text.substring(colon + 1)),
                gateway,
                mode.orElse(""),
                false);
    }

    /// What `-bs` says before the session of its caller.
    ///
    /// @param mode the letter of a delivery mode, in place of the daemon's
    public static StatedCall ofSession(String mode) {
        return new StatedCall("", "", false, mode, true);
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(text.length(), LONGEST_WORD));
    }

    /// The line, with its line end.
    public String encode() {
        String kind = session ? SESSION : gateway ? GATEWAY : UNSAID;
        String words = WORD + " " + kind + " " + encoded(protocol) + " " + encoded(host);
        return words + (mode.isEmpty() ? "" : " " + mode) + "\r\n";
    }

    private static String encoded(String text) {
        return text.isEmpty() ? UNSAID : XText.encode(text, UNSAID);
    }

    /// The reverse of [#encode]; empty for everything else.
    static Optional<StatedCall> parse(byte[] bytes, int length) {
        if (length > LONGEST) {
            return Optional.empty();
        }
        String line = Ascii.text(bytes, 0, length);
        String[] parts = line.strip().split(" ", -1);
        boolean rightLength = parts.length == PARTS || parts.length == LEAST_PARTS;
        if (!rightLength || !parts[0].equals(WORD) || line.indexOf('\n') != length - 1) {
            return Optional.empty();
        }
        String mode = parts.length == PARTS ? parts[PARTS - 1] : "";
        boolean known = mode.length() == 1 && MODES.contains(mode);
        return Optional.of(new StatedCall(
                decoded(parts[2]),
                decoded(parts[3]),
                parts[1].equals(GATEWAY),
                known ? mode : "",
                parts[1].equals(SESSION)));
    }

    /// What is no sign that a header field may have is dropped.
    private static String decoded(String text) {
        if (text.equals(UNSAID) || !XText.isWellFormed(text)) {
            return "";
        }
        StringBuilder out = new StringBuilder(text.length());
        String plain = XText.decode(text);
        for (int i = 0; i < plain.length() && out.length() < LONGEST_WORD; i++) {
            char c = plain.charAt(i);
            if (c > ' ' && c <= '~' && "()<>;\"\\".indexOf(c) < 0) {
                out.append(c);
            }
        }
        return out.toString();
    }

    /// What the command is told.
    public static String answer() {
        return ANSWER;
    }

    /// Sets the macros that it is about.
    void define(SessionMacros session) {
        if (!protocol.isEmpty()) {
            session.define("r", protocol);
        }
        if (!host.isEmpty()) {
            session.define("s", host);
        }
        if (!mode.isEmpty()) {
            session.define(FirstDelivery.MACRO, mode);
        }
        if (gateway) {
            session.define("daemon_flags", DaemonFlags.text(GATEWAY_FLAGS));
        }
    }
}
