package org.postern.programs.sendmail;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;

/// When the message that a command submits is first delivered: its `-od` and `-O DeliveryMode` (sendmail(8); sendmail
/// op guide §5.6), of which the last one counts.
///
/// `q` and `d` leave the message to the next queue run, whoever runs the queue. `i` and `b` say whether a process that
/// delivers is waited for. A command that calls for the submission role delivers to the daemon, whose own mode says
/// what happens there; only one that takes the part of the daemon, by `-Am` or a configuration of its own, decides that
/// too. With `-v` all messages are delivered while the caller looks on.
final class CommandDelivery {
    private static final String MODES = "ibqd";
    private static final String LATER = "qd";

    private CommandDelivery() {}

    /// What is wrong with the modes of a command line, in sendmail's words.
    static Optional<String> complaint(List<SendmailArguments.OptionSetting> options) {
        return options.stream()
                .map(CommandDelivery::letter)
                .flatMap(Optional::stream)
                .filter(letter -> !MODES.contains(letter))
                .findFirst()
                .map(letter -> "Unknown delivery mode " + letter);
    }

    /// The letter that the daemon is to go by, in place of its own.
    static Optional<String> stated(SendmailArguments arguments) {
        if (arguments.verbose()) {
            return Optional.empty();
        }
        return lastOf(arguments).filter(letter -> LATER.contains(letter) || takesThePartOfTheDaemon(arguments));
    }

    /// Whether the command delivers its message itself where no daemon takes it: asked for by `-odi` or `-odb` of a
    /// command that takes the part of the daemon.
    ///
    /// @return true when it waits for the delivery; empty when the message waits for a queue run
    static Optional<Boolean> awaitsItself(SendmailArguments arguments) {
        return lastOf(arguments)
                .filter(letter -> takesThePartOfTheDaemon(arguments))
                .filter(letter -> arguments.verbose() || !LATER.contains(letter))
                .map(letter -> arguments.verbose() || letter.equals("i"));
    }

    private static Optional<String> lastOf(SendmailArguments arguments) {
        return arguments.options().stream()
                .map(CommandDelivery::letter)
                .flatMap(Optional::stream)
                .reduce((_, later) -> later);
    }

    private static boolean takesThePartOfTheDaemon(SendmailArguments arguments) {
        return arguments.configuration().isPresent() || arguments.effectiveRole() == SendmailArguments.Role.TRANSFER;
    }

    /// The letter of a setting of this option; without a value it is `i`.
    private static Optional<String> letter(SendmailArguments.OptionSetting setting) {
        String text = setting.text();
        if (!setting.longForm()) {
            return text.startsWith("d") ? Optional.of(first(text.substring(1))) : Optional.empty();
        }
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        boolean named = Ascii.sameIgnoringCase(name.strip(), CfOption.DELIVERY_MODE.longName());
        return named
                ? Optional.of(first(equals < 0 ? "" : text.substring(equals + 1).strip()))
                : Optional.empty();
    }

    private static String first(String value) {
        return value.isEmpty() ? "i" : value.substring(0, 1);
    }
}
