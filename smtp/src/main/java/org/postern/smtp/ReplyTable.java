package org.postern.smtp;

import org.postern.base.PeerText;

/// Every text that the server itself says, in one place. The texts, codes and their blanks are sendmail's: scripts
/// and log readers depend on them.
///
/// Replies that a rule set or another part of the policy gives do not stand here.
final class ReplyTable {
    static final Reply OK = Reply.of("250 2.0.0 OK");
    static final Reply RESET = Reply.of("250 2.0.0 Reset state");
    static final Reply VERBOSE = Reply.of("250 2.0.0 Verbose mode");
    static final Reply SENDER_OK = Reply.of("250 2.1.0 Sender ok");
    static final Reply RECIPIENT_OK = Reply.of("250 2.1.5 Recipient ok");
    static final Reply RECIPIENT_WILL_QUEUE = Reply.of("250 2.1.5 Recipient ok (will queue)");
    static final Reply START_DATA = Reply.plain(354, "End data with <CR><LF>.<CR><LF>");
    static final Reply BAD_CHUNK = Reply.of("501 5.5.4 Syntax error in parameters of BDAT; closing connection");
    static final Reply DATA_AFTER_CHUNK = Reply.of("503 5.5.1 DATA not permitted after BDAT");
    static final Reply RCPT_AFTER_CHUNK = Reply.of("503 5.5.1 RCPT not permitted after BDAT");
    static final Reply NEEDS_SMTPUTF8 = Reply.of("553 5.6.7 Address requires SMTPUTF8");
    static final Reply NO_MEMORY = Reply.of("452 4.3.1 Insufficient memory; try again later");
    static final Reply CANNOT_VERIFY =
            Reply.of("252 2.5.2 Cannot VRFY user; try RCPT to attempt delivery (or try finger)");

    static final Reply SENDER_ALREADY = Reply.of("503 5.5.0 Sender already specified");
    static final Reply NEED_MAIL_BEFORE_RCPT = Reply.of("503 5.0.0 Need MAIL before RCPT");
    static final Reply NEED_MAIL = Reply.of("503 5.0.0 Need MAIL command");
    static final Reply NEED_RCPT = Reply.of("503 5.0.0 Need RCPT (recipient)");
    static final Reply POLITE = Reply.of("503 5.0.0 Polite people say HELO first");
    static final Reply INTRODUCE = Reply.of("503 5.0.0 I demand that you introduce yourself first");
    static final Reply AUTH_REQUIRED = Reply.of("530 5.7.0 Authentication required");
    static final Reply AUTH_NOT_AVAILABLE = Reply.of("503 5.3.3 AUTH not available");
    static final Reply AUTH_IN_TRANSACTION = Reply.of("503 5.5.0 AUTH not permitted during a mail transaction");
    static final Reply AUTH_MECHANISM_MISSING = Reply.of("501 5.5.2 AUTH mechanism must be specified");
    static final Reply AUTH_ABORTED = Reply.of("501 5.0.0 AUTH aborted");
    static final Reply AUTH_FAILED = Reply.of("535 5.7.0 authentication failed");
    static final Reply AUTH_TEMPORARY_FAILURE = Reply.of("454 4.5.4 Temporary authentication failure");
    static final Reply AUTHENTICATED = Reply.of("235 2.0.0 OK Authenticated");
    static final Reply ALREADY_AUTHENTICATED = Reply.of("503 5.5.0 Already Authenticated");
    static final Reply TLS_NOT_AVAILABLE = Reply.of("503 5.5.0 TLS not available");
    static final Reply TLS_NOT_AVAILABLE_AFTER_START = Reply.of("454 4.3.3 TLS not available after start");
    static final Reply TLS_IN_TRANSACTION = Reply.of("503 5.5.0 TLS not permitted during a mail transaction");
    static final Reply TLS_ARGUMENT = Reply.of("501 5.5.2 Syntax error (no parameters allowed)");
    static final Reply TLS_READY = Reply.of("220 2.0.0 Ready to start TLS");

    static final Reply NOT_IMPLEMENTED = Reply.of("502 5.5.1 Command not implemented");
    static final Reply UNRECOGNIZED = Reply.of("500 5.5.1 Command unrecognized");

    static final Reply TOO_MANY_RECIPIENTS = Reply.of("452 4.5.3 Too many recipients");
    static final Reply TOO_MANY_PARAMETERS = Reply.of("501 5.5.4 Too many parameters");
    static final Reply NO_DISK_SPACE = Reply.of("452 4.4.5 Insufficient disk space; try again later");
    static final Reply OPERATION_NOT_ALLOWED = Reply.of("502 5.7.0 Sorry, we do not allow this operation");
    static final Reply VERBOSE_UNAVAILABLE = Reply.of("502 5.7.0 Verbose unavailable");
    static final Reply ARGUMENT_REQUIRED = Reply.of("501 5.5.2 Argument required");
    static final Reply PARAMETER_REQUIRED = Reply.of("500 5.5.2 Parameter required");
    static final Reply INVALID_DOMAIN = Reply.of("501 5.0.0 Invalid domain name");
    static final Reply EARLY_DATA = Reply.of("554 5.5.0 SMTP protocol error");
    static final Reply REJECTED = Reply.of("550 5.0.0 Command rejected");
    static final Reply TRY_AGAIN = Reply.of("450 4.3.0 Please try again later.");

    static final Reply BARE_LF = Reply.of("421 4.5.0 Bare linefeed (LF) not allowed");
    static final Reply BARE_CR = Reply.of("421 4.5.0 Bare carriage return (CR) not allowed");
    static final Reply EIGHT_BIT = Reply.of("554 5.6.1 Eight bit data not allowed");
    static final Reply NUL_BYTE = Reply.of("554 5.6.1 NUL byte not allowed");

    private ReplyTable() {}

    static Reply authMechanism(PeerText name) {
        String text = name.forReply();
        return Reply.of(
                "504 5.3.3 AUTH mechanism " + text.substring(0, Math.min(text.length(), 32)) + " not available");
    }

    static Reply authInitialResponse(PeerText typed) {
        return Reply.of("501 5.5.4 cannot BASE64 decode '" + Reply.shown(typed) + "'");
    }

    static Reply authParameter(PeerText typed) {
        return Reply.of("501 5.5.4 cannot decode AUTH parameter " + Reply.shown(typed));
    }

    static Reply greeting(String text) {
        return Reply.plain(220, text.lines().toList());
    }

    static Reply notAccepting(String hostName) {
        return Reply.plain(554, hostName + " ESMTP not accepting messages");
    }

    static Reply closing(String hostName) {
        return Reply.of("221 2.0.0 " + hostName + " closing connection");
    }

    static Reply tooManyBadCommands(String hostName) {
        return Reply.of("421 4.7.0 " + hostName + " Too many bad commands; closing connection");
    }

    static Reply tooManyBadRecipients(String hostName) {
        return Reply.of("421 4.7.0 " + hostName + " Too many bad recipients; closing connection");
    }

    static Reply commandTooLong(String hostName, String client) {
        return Reply.of("421 4.7.0 " + hostName + " Command too long, possible attack " + client);
    }

    static Reply openProxy(String hostName, String client) {
        return Reply.of("421 4.7.0 " + hostName + " Rejecting open proxy " + client);
    }

    static Reply httpCommand(String hostName, String client) {
        return Reply.of("421 4.7.0 " + hostName + " HTTP command " + client);
    }

    static Reply lostInput(String hostName, String client) {
        return Reply.of("421 4.4.1 " + hostName + " Lost input channel from " + client);
    }

    static Reply shuttingDown(String hostName) {
        return Reply.of("421 4.3.0 " + hostName + " closing connection");
    }

    static Reply needsDomain(CommandVerb verb) {
        return Reply.of("501 5.0.0 " + verb.name() + " requires domain address");
    }

    static Reply notImplemented(PeerText line) {
        return Reply.of("502 5.5.1 Command not implemented: \"" + Reply.shown(line) + "\"");
    }

    static Reply unrecognized(PeerText line) {
        return Reply.of("500 5.5.1 Command unrecognized: \"" + Reply.shown(line) + "\"");
    }

    static Reply scanning(PeerText word) {
        return Reply.of("501 5.5.2 Syntax error in parameters scanning \"" + Reply.shown(word) + "\"");
    }

    static Reply requiresValue(String parameter) {
        return Reply.of("501 5.5.2 " + parameter + " requires a value");
    }

    static Reply duplicate(String parameter) {
        return Reply.of("501 5.5.0 Duplicate " + parameter + " parameter");
    }

    static Reply syntaxOf(String parameter) {
        return Reply.of("501 5.5.4 Syntax error in " + parameter + " parameter value");
    }

    static Reply dsnNotAllowed(String parameter) {
        return Reply.of("504 5.7.0 Sorry, " + parameter + " not supported, we do not allow DSN");
    }

    static Reply unrecognizedParameter(String keyword) {
        return Reply.of("555 5.5.4 " + Reply.shown(PeerText.of(keyword)) + " parameter unrecognized");
    }

    static Reply badReturn(String value) {
        return Reply.of("501 5.5.2 Bad argument \"" + Reply.shown(PeerText.of(value)) + "\" to RET");
    }

    /// Two blanks before `to`, as sendmail writes it.
    static Reply badNotify(String value) {
        return Reply.of("501 5.5.4 Bad argument \"" + Reply.shown(PeerText.of(value)) + "\"  to NOTIFY");
    }

    static Reply unknownBody(String value) {
        return Reply.of("501 5.5.4 Unknown BODY type " + Reply.shown(PeerText.of(value)));
    }

    static Reply fixedSizeExceeded(long limit) {
        return Reply.of("552 5.2.3 Message size exceeds fixed maximum message size (" + limit + ")");
    }

    static Reply messageTooBig(long limit) {
        return Reply.of("552 5.2.3 Message exceeds maximum fixed size (" + limit + ")");
    }

    static Reply headersTooLarge(int limit) {
        return Reply.of("552 5.6.0 Headers too large (" + limit + " max)");
    }

    static Reply chunkTaken(long bytes) {
        return Reply.of("250 2.0.0 " + bytes + " bytes received");
    }

    static Reply accepted(String queueId) {
        return Reply.of("250 2.0.0 " + queueId + " Message accepted for delivery");
    }

    static Reply queuingForNode(PeerText node) {
        return Reply.of("250 2.0.0 Queuing for node " + Reply.shown(node) + " started");
    }

    static Reply queuingForGroup(PeerText group) {
        return Reply.of("250 2.0.0 Queuing for queue group " + Reply.shown(group) + " started");
    }

    static Reply unknownQueue(PeerText group) {
        return Reply.of("459 4.5.4 Queue " + Reply.shown(group) + " unknown");
    }

    static Reply nothingTo(CommandVerb verb) {
        return Reply.of("554 5.5.2 Nothing to " + verb.name());
    }

    static Reply helpUnknown(String topic) {
        return Reply.of("504 5.3.0 HELP topic \"" + Reply.shown(PeerText.of(topic)) + "\" unknown");
    }

    static Reply helpMissing(String version) {
        return Reply.of("502 5.3.0 Sendmail " + version + " -- HELP not implemented");
    }
}
