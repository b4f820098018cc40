package org.postern.programs.sendmail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.mail.DeliveryOutcome;
import org.postern.mail.HeaderField;
import org.postern.os.Accounts;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.log.TrafficLog;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.receive.StatedCall;
import org.postern.smtp.OutgoingMessage;
import org.postern.smtp.OutgoingRecipient;
import org.postern.smtp.RecipientResult;
import org.postern.smtp.TrafficLines;
import org.postern.smtp.TrafficSink;

/// `sendmail -bm` and `-t`: hands the message on standard input to the daemon. It ends with 0 only when the daemon has
/// it safely in its queue, or when it lies safely in the client queue because no daemon answers, or one that answered
/// went away or wants it later; it never pretends. What nobody took, and of which nobody else will be told, is saved in
/// the caller's `dead.letter`.
final class SubmitMode {
    private static final List<Path> CONFIGURATIONS =
            List.of(Path.of("/etc/mail/submit.cf"), Path.of("/etc/mail/sendmail.cf"));

    private static final int KEPT_IN_MEMORY = 1 << 20;

    private final Invocation invocation;
    private final SendmailArguments arguments;
    private final ErrorMode errors;
    private final TrafficSink spoken;
    private InputStream rest = InputStream.nullInputStream();
    private boolean notSent;

    SubmitMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
        this.errors = ErrorMode.of(arguments.options());
        this.spoken = arguments.verbose() ? new SpokenLines(invocation.output()) : TrafficSink.NONE;
    }

    SysExit run() {
        if (arguments.operands().isEmpty() && !arguments.readRecipients()) {
            return say(SysExit.USAGE, "Recipient names must be specified");
        }
        if (arguments.trafficLog().isEmpty()) {
            return run(TrafficSink.NONE);
        }
        try (TrafficLog log = TrafficLog.open(Path.of(arguments.trafficLog().get()))) {
            return run(log);
        } catch (IOException failed) {
            return say(
                    SysExit.CANNOT_CREATE,
                    "cannot open " + arguments.trafficLog().get() + ": " + failed.getMessage());
        }
    }

    private SysExit run(TrafficSink sink) {
        TrafficLines traffic =
                new TrafficLines(sink, sink.wanted() ? ProcessHandle.current().pid() : 0);
        try {
            Optional<SubmissionText> text = SubmissionText.read(input(traffic));
            return text.isPresent()
                    ? submit(text.get(), traffic)
                    : say(SysExit.DATA_ERROR, "the header of the message is larger than one MiB; it was not sent");
        } catch (IOException unreadable) {
            return say(SysExit.IO_ERROR, "standard input cannot be read: " + unreadable.getMessage());
        }
    }

    private InputStream input(TrafficLines traffic) {
        if (arguments.ignoreDots()) {
            return new RecordedInput(invocation.input(), () -> false, traffic);
        }
        UntilDot input = new UntilDot(invocation.input());
        rest = input.rest();
        return new RecordedInput(input, input::endedByDot, traffic);
    }

    private SysExit submit(SubmissionText text, TrafficLines traffic) {
        List<String> recipients = new ArrayList<>(arguments.operands());
        if (arguments.readRecipients()) {
            text.recipients().stream()
                    .filter(address -> !recipients.contains(address))
                    .forEach(recipients::add);
        }
        if (recipients.isEmpty()) {
            return say(SysExit.USAGE, "No recipient addresses found in header");
        }
        Optional<String> loop = loop(recipients);
        if (loop.isPresent()) {
            return say(SysExit.UNAVAILABLE, loop.get());
        }
        Path socket = SubmissionSocket.find(
                arguments.configuration().map(file -> List.of(Path.of(file))).orElse(CONFIGURATIONS));
        try (KeptBody body = new KeptBody(text.body(), KEPT_IN_MEMORY)) {
            SysExit exit = toDaemonOrQueue(text, body, recipients, socket, traffic);
            if (notSent && errors != ErrorMode.QUIET && !body.unreadable()) {
                save(text, body);
            }
            return exit;
        } catch (IOException failed) {
            return say(SysExit.IO_ERROR, "the message cannot be kept: " + failed.getMessage() + "; it was NOT sent");
        }
    }

    /// What is wrong with the hops that `-h` tells: a caller that counts is the only one who sees this loop.
    private Optional<String> loop(List<String> recipients) {
        if (arguments.hopCount() == 0) {
            return Optional.empty();
        }
        long most = DaemonConfiguration.readWithoutPrograms(CommandFiles.configuration(arguments), List.of())
                .options()
                .number(CfOption.MAX_HOP_COUNT);
        return arguments.hopCount() <= most
                ? Optional.empty()
                : Optional.of("Too many hops " + arguments.hopCount() + " (" + most + " max): from " + sender()
                        + " via localhost, to " + recipients.getFirst());
    }

    /// What the daemon does not take for now, or loses with its connection, goes to the client queue; so does what it
    /// refuses, where ErrorMode wants a report: whoever runs that queue is told once more, and writes the report.
    ///
    /// A daemon that dies between taking a message and saying so makes a message come twice; none is lost.
    private SysExit toDaemonOrQueue(
            SubmissionText text, KeptBody body, List<String> recipients, Path socket, TrafficLines traffic)
            throws IOException {
        List<RecipientResult> answered = List.of();
        List<String> left = recipients;
        Optional<SocketChannel> daemon = connect(socket);
        if (daemon.isPresent()) {
            try (SocketChannel channel = daemon.get()) {
                traffic.noted("CONNECT " + socket);
                narrate(String.join(",", recipients) + "... Connecting to " + socket + " via relay...");
                answered = hand(text, body, recipients, channel, traffic);
                answered.forEach(result -> narrate(result.recipient().address() + "... "
                        + PeerText.of(result.outcome().statusText()).forLog()));
                narrate("Closing connection to " + socket);
            }
            if (body.unreadable()) {
                return say(SysExit.IO_ERROR, "standard input cannot be read; the message was NOT sent");
            }
            left = answered.isEmpty() ? recipients : left(answered);
            if (left.isEmpty()) {
                return report(answered, false);
            }
        }
        TrafficLines unrecorded = new TrafficLines(TrafficSink.NONE, 0);
        try (OwnDelivery delivery = OwnDelivery.prepare(invocation, arguments, rest);
                ClientQueue queue = ClientQueue.open(arguments)) {
            List<RecipientResult> queued = hand(text, body, left, queue.channel(), unrecorded);
            if (queue.ownWork()) {
                delivery.begin(queued);
            }
            List<RecipientResult> all = new ArrayList<>(queued);
            answered.stream().filter(result -> !isDeferred(result)).forEach(all::add);
            return queued.isEmpty() ? report(queued, false) : report(all, true);
        } catch (IOException failed) {
            if (!answered.isEmpty()) {
                return report(answered, false);
            }
            notSent = true;
            return say(
                    SysExit.TEMPORARY_FAILURE,
                    "the mail daemon does not answer at " + socket + " (" + failed.getMessage()
                            + "); the message was NOT sent. Start the daemon, or name its configuration with -C");
        }
    }

    /// Tells the caller who wants to hear more (`-v`).
    private void narrate(String line) {
        if (arguments.verbose()) {
            invocation.output().println(line);
        }
    }

    /// Root has no `dead.letter`: whoever works as root reads the exit code.
    private void save(SubmissionText text, KeptBody body) throws IOException {
        Identity caller = ProcessIdentity.effective();
        if (caller.isRoot()) {
            return;
        }
        try (InputStream content = body.fromTheBeginning();
                InputStream message =
                        new SequenceInputStream(new ByteArrayInputStream(text.headerBytes(additions(text))), content)) {
            new DeadLetter(Accounts.system(), caller)
                    .save(sender(), message)
                    .ifPresent(file -> invocation.error().println(file + "... Saved message in " + file));
        }
    }

    private static boolean isDeferred(RecipientResult result) {
        return result.outcome() instanceof DeliveryOutcome.Deferred;
    }

    /// Who is left for the client queue.
    private List<String> left(List<RecipientResult> results) {
        return results.stream()
                .filter(result ->
                        isDeferred(result) || (errors.mails() && result.outcome() instanceof DeliveryOutcome.Failed))
                .map(result -> result.recipient().address())
                .toList();
    }

    private static Optional<SocketChannel> connect(Path socket) {
        try {
            return Optional.of(SubmissionSocket.connect(socket));
        } catch (IOException nobody) {
            return Optional.empty();
        }
    }

    private List<RecipientResult> hand(
            SubmissionText text, KeptBody body, List<String> recipients, SocketChannel channel, TrafficLines traffic)
            throws IOException {
        byte[] header = text.headerBytes(additions(text));
        StatedCall call = StatedCall.of(arguments.protocol(), arguments.gateway(), CommandDelivery.stated(arguments));
        return new SubmissionExchange(channel, header, body.fromTheBeginning(), call, traffic, spoken)
                .run(envelope(recipients), "localhost");
    }

    private List<HeaderField> additions(SubmissionText text) {
        Optional<String> name = arguments.fullName().filter(value -> !value.isBlank());
        if (name.isEmpty() || text.has("From")) {
            return List.of();
        }
        return List.of(new HeaderField("From", " " + quoted(name.get()) + " <" + sender() + ">"));
    }

    private static String quoted(String name) {
        StringBuilder out = new StringBuilder(name.length() + 2).append('"');
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\');
            }
            out.append(c < ' ' ? ' ' : c);
        }
        return out.append('"').toString();
    }

    private String sender() {
        return arguments.sender().map(SubmitMode::withoutBrackets).orElse(System.getProperty("user.name", "nobody"));
    }

    private static String withoutBrackets(String address) {
        boolean bracketed = address.length() >= 2 && address.startsWith("<") && address.endsWith(">");
        return bracketed ? address.substring(1, address.length() - 1) : address;
    }

    private OutgoingMessage envelope(List<String> recipients) {
        List<OutgoingRecipient> all = recipients.stream()
                .map(SubmitMode::withoutBrackets)
                .map(address -> new OutgoingRecipient(address, arguments.notifyWhen(), Optional.empty()))
                .toList();
        return new OutgoingMessage(
                sender(),
                all,
                0,
                arguments.bodyType(),
                true,
                arguments.envelopeId(),
                arguments.returnPart(),
                Optional.empty(),
                Optional.empty(),
                OutgoingMessage.International.NO);
    }

    /// @param mailed the sender is told what was refused
    private SysExit report(List<RecipientResult> results, boolean mailed) {
        SysExit worst = SysExit.OK;
        if (results.isEmpty()) {
            notSent = true;
            return say(SysExit.TEMPORARY_FAILURE, "the mail daemon did not answer; the message was NOT sent");
        }
        for (RecipientResult result : results) {
            if (result.outcome() instanceof DeliveryOutcome.Deferred deferred) {
                worst = worse(worst, complain(result, deferred, SysExit.TEMPORARY_FAILURE));
            } else if (result.outcome() instanceof DeliveryOutcome.Failed failed) {
                boolean silent = errors == ErrorMode.QUIET || (errors.mails() && mailed);
                SysExit exit = silent ? exitOf(failed) : complain(result, failed, exitOf(failed));
                worst = worse(worst, errors == ErrorMode.MAIL_ONLY && mailed ? SysExit.OK : exit);
            }
        }
        return worst;
    }

    private SysExit complain(RecipientResult result, DeliveryOutcome outcome, SysExit exit) {
        notSent = true;
        invocation
                .error()
                .println(result.recipient().address() + "... "
                        + outcome.remoteReply().orElseGet(outcome::statusText) + "; the message was NOT sent there");
        return exit;
    }

    private static SysExit worse(SysExit one, SysExit other) {
        return one == SysExit.OK || other == SysExit.TEMPORARY_FAILURE ? other : one;
    }

    private static SysExit exitOf(DeliveryOutcome.Failed failed) {
        if (failed.status().subject() == 1) {
            return failed.status().detail() == 2 ? SysExit.NO_HOST : SysExit.NO_USER;
        }
        return failed.status().subject() == 7 ? SysExit.NO_PERMISSION : SysExit.UNAVAILABLE;
    }

    private SysExit say(SysExit exit, String message) {
        invocation.error().println(invocation.name() + ": " + message);
        return exit;
    }
}
