package org.postern.receive;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Why the server itself gives a reply that no rule set asked for: which option or fact stands behind its words.
final class ServerReasons {
    /// What is wrong with the command itself, whoever says it.
    static final String DIALOGUE = "the order or the form of the command (RFC 5321)";

    private static final Map<String, String> REASONS = reasons();

    private ServerReasons() {}

    private static Map<String, String> reasons() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("Too many open connections", "more connections of this client than the server takes at once");
        all.put("Too many connections", "option MaxDaemonChildren, or children= of DaemonPortOptions");
        all.put("Load too high", "option RefuseLA, or refuseLA= of DaemonPortOptions");
        all.put("User unknown", "neither an alias nor an account has this name");
        all.put("Cannot mail directly to", "files, programs and lists can only be named by aliases and .forward files");
        all.put("Polite people say HELO first", "option PrivacyOptions=needmailhelo");
        all.put("I demand that you introduce yourself first", "option PrivacyOptions=needvrfyhelo or needexpnhelo");
        all.put("Authentication required", "modifier a of DaemonPortOptions, or srv_features");
        all.put("Too many recipients", "option MaxRecipientsPerMessage");
        all.put("Too many bad recipients", "option BadRcptShutdown");
        all.put("Message size exceeds", "option MaxMessageSize");
        all.put("Message exceeds maximum", "option MaxMessageSize");
        all.put("Headers too large", "option MaxHeadersLength");
        all.put("Insufficient disk space", "option MinFreeBlocks");
        all.put("Insufficient memory", "too many messages at once for the memory of the server");
        all.put("Queue is full", "more messages in the queue than it holds");
        all.put("Queue storage failure", "the disk of the queue failed; the log says how");
        all.put("System shutting down", "the server was being stopped");
        all.put(
                "Too many bad commands",
                "too many commands that are none, or too many of NOOP, RSET, VRFY and the like"
                        + " (option MaxNOOPCommands)");
        all.put("Command too long", "a command line that is longer than 2048 bytes");
        all.put("open proxy", "the client speaks HTTP");
        all.put("HTTP command", "the client speaks HTTP");
        all.put("Lost input channel", "the client was silent too long: option Timeout.command or Timeout.datablock");
        all.put("not accepting messages", "the client did not wait for the greeting: rule set greet_pause");
        all.put("SMTP protocol error", "the client did not wait for its turn");
        all.put("Bare linefeed", "a line that ends without CR LF (RFC 5321 §2.3.8)");
        all.put("Bare carriage return", "a CR without LF in the message (RFC 5321 §2.3.8)");
        all.put("Eight bit data not allowed", "option EightBitMode=s");
        all.put("NUL byte not allowed", "option RejectNUL");
        all.put("authentication failed", "the password or the answer was wrong, or the user is not known");
        all.put("Temporary authentication failure", "whoever checks passwords did not answer");
        all.put("Illegal character in address", "a control character in the address");
        all.put("User address required", "an address is missing");
        all.put("AUTH not available", "no mechanism is offered here: AuthMechanisms, modifier A, or the lack of TLS");
        all.put(
                "AUTH mechanism",
                "this mechanism is not offered here: AuthMechanisms, AuthOptions, or the lack of TLS");
        all.put("TLS not available", "there is no certificate, or modifier S of DaemonPortOptions");
        all.put("Invalid domain name", "what the client calls itself is no host name (option AllowBogusHELO)");
        all.put("requires domain address", "the client does not say what it is called (option AllowBogusHELO)");
        all.put("Sorry, we do not allow this operation", "option PrivacyOptions");
        all.put("Command unrecognized", "no command of SMTP, or one that is switched off");
        all.put("Need MAIL", DIALOGUE);
        all.put("Need RCPT", DIALOGUE);
        all.put("already specified", DIALOGUE);
        all.put("Command not implemented", DIALOGUE);
        all.put("Syntax error", DIALOGUE);
        all.put("requires a value", DIALOGUE);
        all.put("Bad argument", DIALOGUE);
        all.put("Duplicate", DIALOGUE);
        all.put("not supported, we do not allow DSN", "option PrivacyOptions=noreceipts");
        all.put("parameter unrecognized", "a parameter that is not offered");
        all.put("Address requires SMTPUTF8", "the address has characters beyond ASCII without SMTPUTF8");
        return all;
    }

    /// What stands behind a line of a reply.
    static Optional<String> of(String line) {
        return REASONS.entrySet().stream()
                .filter(entry -> line.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
