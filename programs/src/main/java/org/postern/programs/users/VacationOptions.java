package org.postern.programs.users;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.maps.ToolOptions;

/// What the command line of `vacation` says (vacation(1)).
///
/// @param action what is to be done
/// @param login the user
/// @param names the login name and the aliases that count as the user
/// @param debug complaints go to standard error instead of the log
/// @param database where the record of replies is; relative to the home
/// @param message what is sent; relative to the home
/// @param evenWhenNotNamed reply also when no recipient field names the user
/// @param replySender the envelope sender of replies; empty: the login name
/// @param intervalSeconds between two replies to one sender, 0 for never again; empty: as recorded
/// @param answerTo reply to this address instead of the sender
/// @param withoutAccount the user need not exist; both files are given
record VacationOptions(
        Action action,
        String login,
        List<String> names,
        boolean debug,
        Optional<Path> database,
        Optional<Path> message,
        boolean evenWhenNotNamed,
        Optional<String> replySender,
        Optional<Long> intervalSeconds,
        Optional<String> answerTo,
        boolean withoutAccount) {
    /// What is to be done.
    enum Action {
        /// Reply to the message on standard input.
        REPLY,
        /// Begin a new record.
        INITIALIZE,
        /// Show the record.
        LIST,
        /// Take addresses from standard input that never get a reply.
        EXCLUDE
    }

    private static final String LETTERS = "a:C:df:Iijlm:R:r:s:t:Uxz";
    private static final long DAY = 86_400;
    private static final long MOST_DAYS = 36_500;

    VacationOptions {
        names = List.copyOf(names);
    }

    /// True when the line asks for complaints on standard error, whatever else it says.
    static boolean debug(List<String> arguments) {
        return ToolOptions.parse(arguments, LETTERS).options().stream().anyMatch(option -> option.letter() == 'd');
    }

    /// Reads the command line; empty when it is wrong.
    static Optional<VacationOptions> parse(List<String> arguments) {
        ToolOptions parsed = ToolOptions.parse(arguments, LETTERS);
        if (!parsed.complaint().isEmpty() || parsed.words().size() != 1) {
            return Optional.empty();
        }
        String login = parsed.words().getFirst();
        VacationOptions options = new VacationOptions(
                Action.REPLY,
                login,
                List.of(login),
                false,
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false);
        for (ToolOptions.Option option : parsed.options()) {
            options = options.with(option.letter(), option.argument());
        }
        return Optional.of(options);
    }

    private VacationOptions with(char letter, String value) {
        return switch (letter) {
            case 'a' -> {
                List<String> more = new ArrayList<>(names);
                more.add(value);
                yield changed(action, more, debug, database, message, evenWhenNotNamed);
            }
            case 'd' -> changed(action, names, true, database, message, evenWhenNotNamed);
            case 'f' -> changed(action, names, debug, Optional.of(Path.of(value)), message, evenWhenNotNamed);
            case 'i', 'I' -> changed(Action.INITIALIZE, names, debug, database, message, evenWhenNotNamed);
            case 'j' -> changed(action, names, debug, database, message, true);
            case 'l' -> changed(Action.LIST, names, debug, database, message, evenWhenNotNamed);
            case 'm' -> changed(action, names, debug, database, Optional.of(Path.of(value)), evenWhenNotNamed);
            case 'x' -> changed(Action.EXCLUDE, names, debug, database, message, evenWhenNotNamed);
            case 'R' -> answering(Optional.of(value), intervalSeconds, answerTo, withoutAccount);
            case 'z' -> answering(Optional.of("<>"), intervalSeconds, answerTo, withoutAccount);
            case 'r' -> answering(replySender, Optional.of(interval(value)), answerTo, withoutAccount);
            case 's' -> answering(replySender, intervalSeconds, Optional.of(value), withoutAccount);
            case 'U' -> answering(replySender, intervalSeconds, answerTo, true);
            default -> this;
        };
    }

    private VacationOptions changed(
            Action newAction,
            List<String> newNames,
            boolean newDebug,
            Optional<Path> newDatabase,
            Optional<Path> newMessage,
            boolean newEvenWhenNotNamed) {
        return new VacationOptions(
                newAction,
                login,
                newNames,
                newDebug,
                newDatabase,
                newMessage,
                newEvenWhenNotNamed,
                replySender,
                intervalSeconds,
                answerTo,
                withoutAccount);
    }

    private VacationOptions answering(
            Optional<String> newReplySender,
            Optional<Long> newInterval,
            Optional<String> newAnswerTo,
            boolean newWithoutAccount) {
        return new VacationOptions(
                action,
                login,
                names,
                debug,
                database,
                message,
                evenWhenNotNamed,
                newReplySender,
                newInterval,
                newAnswerTo,
                newWithoutAccount);
    }

    /// Days as seconds; what is no number means never again.
    private static long interval(String days) {
        try {
            return Math.clamp(Long.parseLong(days), 0, MOST_DAYS) * DAY;
        } catch (NumberFormatException notANumber) {
            return 0;
        }
    }
}
