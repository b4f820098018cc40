package org.postern.programs.users;

import java.util.List;
import java.util.Optional;
import org.postern.helper.MailboxRules;
import org.postern.maps.ToolOptions;

/// The flags of `mail.local` (mail.local(8)).
///
/// @param eightBit false with `-7`: 8BITMIME is not offered
/// @param fullIsFinal `-b`: a mailbox that has reached a quota sends the message back
/// @param lmtp `-l`
/// @param sender `-f` or `-r`; empty when neither is given
/// @param mailboxes where the mailboxes are; another place with `-h`
/// @param users to whom, without `-l`
record MailLocalOptions(
        boolean eightBit,
        boolean fullIsFinal,
        boolean lmtp,
        Optional<String> sender,
        MailboxRules mailboxes,
        List<String> users) {
    /// What came of reading them.
    sealed interface Reading {
        /// They can be used.
        record Good(MailLocalOptions options) implements Reading {}

        /// They cannot.
        ///
        /// @param complaints lines, without the name of the program
        record Bad(List<String> complaints) implements Reading {}
    }

    static final String USAGE = "usage: mail.local [-7] [-b] [-d] [-l] [-f from|-r from] [-h filename] user ...";

    /// @param directory where mailboxes are without `-h`
    static Reading read(List<String> arguments, String directory) {
        ToolOptions given = ToolOptions.parse(arguments, "7bdD:f:h:lr:");
        if (!given.complaint().isEmpty()) {
            return new Reading.Bad(List.of(given.complaint(), USAGE));
        }
        boolean eightBit = true;
        boolean fullIsFinal = false;
        boolean lmtp = false;
        Optional<String> sender = Optional.empty();
        MailboxRules mailboxes = new MailboxRules.OfSystemUsers(directory);
        for (ToolOptions.Option option : given.options()) {
            String argument = option.argument();
            switch (option.letter()) {
                case '7' -> eightBit = false;
                case 'b' -> fullIsFinal = true;
                case 'l' -> lmtp = true;
                case 'f', 'r' -> {
                    if (sender.isPresent()) {
                        return new Reading.Bad(List.of("Multiple -f options", USAGE));
                    }
                    sender = Optional.of(argument);
                }
                case 'h' -> {
                    Optional<MailboxRules> home = MailboxRules.parse("~/" + argument.replaceFirst("^/+", ""));
                    if (home.isEmpty()) {
                        return new Reading.Bad(List.of(argument + ": Invalid mailbox path"));
                    }
                    mailboxes = home.get();
                }
                case 'D' -> {
                    if (!argument.equals("pw")) {
                        return new Reading.Bad(
                                List.of("Can not open mailbox database " + argument + ": Service unavailable"));
                    }
                }
                default -> {
                    // -d: a delivery, which it is anyway.
                }
            }
        }
        MailLocalOptions options = new MailLocalOptions(eightBit, fullIsFinal, lmtp, sender, mailboxes, given.words());
        return options.lmtp || !options.users.isEmpty() ? new Reading.Good(options) : new Reading.Bad(List.of(USAGE));
    }
}
