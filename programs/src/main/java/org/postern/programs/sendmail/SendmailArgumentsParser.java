package org.postern.programs.sendmail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.mail.BodyType;
import org.postern.mail.XText;
import org.postern.smtp.RcptParameters;
import org.postern.smtp.ReturnContent;

/// Reads a `sendmail` command line (sendmail(8)); one object reads one line.
final class SendmailArgumentsParser {
    private static final int LONGEST_LABEL = 32;

    private final String program;
    private SendmailMode mode = SendmailMode.DELIVER;
    private Optional<SendmailArguments.Role> role = Optional.empty();
    private Optional<String> configuration = Optional.empty();
    private final List<SendmailArguments.OptionSetting> options = new ArrayList<>();
    private final List<String> macros = new ArrayList<>();
    private final List<String> debug = new ArrayList<>();
    private Optional<String> sender = Optional.empty();
    private Optional<String> fullName = Optional.empty();
    private int hopCount;
    private boolean ignoreDots;
    private Optional<String> tag = Optional.empty();
    private Optional<Set<RcptParameters.Notify>> notifyWhen = Optional.empty();
    private Optional<ReturnContent> returnPart = Optional.empty();
    private Optional<String> envelopeId = Optional.empty();
    private boolean readRecipients;
    private boolean verbose;
    private boolean noAliases;
    private boolean gateway;
    private BodyType bodyType = BodyType.UNSTATED;
    private Optional<String> trafficLog = Optional.empty();
    private Optional<String> protocol = Optional.empty();
    private Optional<QueueRunRequest> queueRun = Optional.empty();
    private Optional<String> quarantine = Optional.empty();

    private SendmailArgumentsParser(String program) {
        this.program = program;
    }

    /// The outcome of reading a line.
    sealed interface Result {
        /// A good line.
        record Parsed(SendmailArguments arguments) implements Result {}

        /// A bad line, with sendmail's message.
        record Wrong(String message, SysExit exit) implements Result {}
    }

    /// A bad value; caught in [#parse] only.
    private static final class BadValueException extends Exception {
        private static final long serialVersionUID = 1L;
        private final SysExit exit;

        BadValueException(String message, SysExit exit) {
            super(message, null, false, false);
            this.exit = exit;
        }
    }

    /// Reads a line.
    ///
    /// @param program the name that the command was called by; it chooses the mode as with sendmail
    static Result parse(String program, List<String> words) {
        SendmailArgumentsParser parser = new SendmailArgumentsParser(program);
        parser.mode = switch (program) {
            case "newaliases" -> SendmailMode.REBUILD_ALIASES;
            case "mailq" -> SendmailMode.PRINT_QUEUE;
            case "smtpd" -> SendmailMode.DAEMON;
            case "hoststat" -> SendmailMode.HOST_STATUS;
            case "purgestat" -> SendmailMode.PURGE_HOST_STATUS;
            default -> SendmailMode.DELIVER;
        };
        Getopt.Result line = Getopt.parse(words);
        if (line.error().isPresent()) {
            return new Result.Wrong(program + ": " + line.error().get(), SysExit.USAGE);
        }
        try {
            for (Getopt.Flag flag : line.flags()) {
                parser.flag(flag.letter(), flag.value());
            }
            return new Result.Parsed(parser.finish(line.operands()));
        } catch (BadValueException bad) {
            return new Result.Wrong(String.valueOf(bad.getMessage()), bad.exit);
        }
    }

    private static BadValueException usage(String message) {
        return new BadValueException(message, SysExit.USAGE);
    }

    private void flag(char letter, String value) throws BadValueException {
        switch (letter) {
            case 'b' -> mode(value);
            case 'A' -> role(value);
            case 'C' -> configuration = Optional.of(value);
            case 'O' -> options.add(new SendmailArguments.OptionSetting(true, value));
            case 'o' -> option(value);
            case 'e' -> option("e" + value);
            case 'M' -> macros.add(value);
            case 'd' -> debug.add(value);
            case 'f', 'r' -> sender(value);
            case 'F' -> fullName = Optional.of(value);
            case 'h' -> hopCount(value);
            case 'L' -> tag = Optional.of(label(value));
            case 'N' -> notifyWhen(value);
            case 'R' -> returnPart(value);
            case 'V' -> envelopeId(value);
            case 'B' -> bodyType(value);
            case 'X' -> trafficLog = Optional.of(value);
            case 'p' -> protocol = Optional.of(value);
            case 'q' ->
                queueRun = Optional.of(
                        QueueRunFlag.parse(queueRun, value).orElseThrow(() -> usage(QueueRunFlag.complaint(value))));
            case 'Q' -> quarantine = Optional.of(value);
            default -> plainFlag(letter);
        }
    }

    private void plainFlag(char letter) {
        switch (letter) {
            case 'i' -> ignoreDots = true;
            case 't' -> readRecipients = true;
            case 'v' -> verbose = true;
            case 'n' -> noAliases = true;
            case 'G' -> gateway = true;
            case 'I' -> mode = SendmailMode.REBUILD_ALIASES;
            default -> {
                // -c -m -s -T -U and -x: accepted for old callers, without effect here.
            }
        }
    }

    private void mode(String value) throws BadValueException {
        char letter = value.isEmpty() ? ' ' : value.charAt(0);
        if (letter == 'z') {
            throw usage("Frozen configurations unsupported");
        }
        mode = SendmailMode.of(letter).orElseThrow(() -> usage("Invalid operation mode " + letter));
    }

    private void role(String value) throws BadValueException {
        role = switch (value.isEmpty() ? ' ' : value.charAt(0)) {
            case 'c' -> Optional.of(SendmailArguments.Role.SUBMISSION);
            case 'm' -> Optional.of(SendmailArguments.Role.TRANSFER);
            default -> throw usage("Illegal option -A" + value);
        };
    }

    /// The label of log lines: 32 characters, and nothing that a log or a format could take for something else.
    private static String label(String value) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < Math.min(value.length(), LONGEST_LABEL); i++) {
            char c = value.charAt(i);
            out.append(c < ' ' || c > '~' || c == '%' ? '*' : c);
        }
        return out.toString();
    }

    private void option(String value) {
        if (value.equals("i")) {
            ignoreDots = true;
        }
        options.add(new SendmailArguments.OptionSetting(false, value));
    }

    private void sender(String value) throws BadValueException {
        if (sender.isPresent()) {
            throw usage("More than one \"from\" person");
        }
        sender = Optional.of(value.isEmpty() ? "<>" : value);
    }

    private void hopCount(String value) throws BadValueException {
        boolean digits = !value.isEmpty() && value.length() < 6 && value.chars().allMatch(c -> Ascii.isDigit((char) c));
        if (!digits) {
            throw usage("Bad hop count (" + value + ")");
        }
        hopCount = Integer.parseInt(value);
    }

    private void notifyWhen(String value) throws BadValueException {
        notifyWhen = Optional.of(ReportFlags.notifyWhen(value).orElseThrow(() -> usage("Invalid -N argument")));
    }

    private void returnPart(String value) throws BadValueException {
        if (returnPart.isPresent()) {
            throw usage("Duplicate -R flag");
        }
        returnPart = Optional.of(ReportFlags.returnPart(value).orElseThrow(() -> usage("Invalid -R value")));
    }

    private void envelopeId(String value) throws BadValueException {
        if (!XText.isWellFormed(value)) {
            throw usage("Invalid syntax in -V flag");
        }
        envelopeId = Optional.of(value);
    }

    private void bodyType(String value) throws BadValueException {
        bodyType = switch (Ascii.lower(value)) {
            case "7bit" -> BodyType.SEVEN_BIT;
            case "8bitmime" -> BodyType.EIGHT_BIT_MIME;
            default -> throw usage("Illegal body type " + value);
        };
    }

    private SendmailArguments finish(List<String> operands) throws BadValueException {
        if (queueRun.isPresent() && mode == SendmailMode.SMTP_ON_INPUT) {
            throw usage("Can not use -q with -bs");
        }
        boolean quarantineFits = mode == SendmailMode.DELIVER || queueRun.isPresent();
        if (quarantine.isPresent() && !quarantineFits) {
            throw usage("Can not use -Q with -b" + mode.letter());
        }
        Optional<String> unknownMode = CommandDelivery.complaint(options);
        if (unknownMode.isPresent()) {
            throw usage(unknownMode.get());
        }
        return new SendmailArguments(
                mode,
                role,
                configuration,
                options,
                macros,
                debug,
                sender,
                fullName,
                hopCount,
                ignoreDots,
                tag,
                notifyWhen,
                returnPart,
                envelopeId,
                readRecipients,
                verbose,
                noAliases,
                gateway,
                bodyType,
                trafficLog,
                protocol,
                queueRun,
                quarantine,
                operands);
    }

    /// The name that starts messages.
    String program() {
        return program;
    }
}
