package org.postern.programs.postern;

import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.programs.profile.SystemProfile;

/// What `postern try` was asked for.
///
/// @param folder the folder, as given
/// @param mailPort the port for mail on 127.0.0.1
/// @param submissionPort the port for submission on 127.0.0.1
/// @param relayHost where foreign mail goes; empty: to the mail exchangers of its domain
/// @param relayPort the port there
/// @param profile the kind of system
/// @param quiet only run, send no first message and print no tour
record TryOptions(
        String folder,
        int mailPort,
        int submissionPort,
        Optional<String> relayHost,
        int relayPort,
        SystemProfile profile,
        boolean quiet) {
    static final String USAGE = """
            usage: postern try [FOLDER] [--mail-port N] [--submission-port N] [--relay-to HOST:PORT]
                               [--profile logins|accounts|mailstore|firewall] [--quiet]
            """;

    /// The outcome of reading the arguments.
    sealed interface Result {
        record Parsed(TryOptions options) implements Result {}

        record Wrong(String message) implements Result {}
    }

    static Result parse(List<String> arguments) {
        String folder = "try";
        int mailPort = 2525;
        int submissionPort = 2587;
        Optional<String> relayHost = Optional.empty();
        int relayPort = 25;
        SystemProfile profile = SystemProfile.LOGINS;
        boolean quiet = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (word.equals("--quiet")) {
                quiet = true;
                continue;
            }
            if (!word.startsWith("--")) {
                folder = word;
                continue;
            }
            if (i + 1 == arguments.size()) {
                return new Result.Wrong(word + " needs a value");
            }
            String value = arguments.get(++i);
            switch (word) {
                case "--mail-port" -> mailPort = port(value);
                case "--submission-port" -> submissionPort = port(value);
                case "--relay-to" -> {
                    int colon = value.lastIndexOf(':');
                    relayHost = Optional.of(colon < 0 ? value : value.substring(0, colon));
                    relayPort = colon < 0 ? 25 : port(value.substring(colon + 1));
                }
                case "--profile" -> {
                    Optional<SystemProfile> named = SystemProfile.of(value);
                    if (named.isEmpty()) {
                        return new Result.Wrong("--profile is logins, accounts, mailstore or firewall");
                    }
                    profile = named.get();
                }
                default -> {
                    return new Result.Wrong("unknown option " + word);
                }
            }
        }
        if (mailPort == 0 || submissionPort == 0 || relayPort == 0) {
            return new Result.Wrong("a port is a number from 1 to 65535");
        }
        // nobody has mail on a firewall: a first message could not arrive
        boolean silent = quiet || profile == SystemProfile.FIREWALL;
        return new Result.Parsed(
                new TryOptions(folder, mailPort, submissionPort, relayHost, relayPort, profile, silent));
    }

    /// The number, or 0 when it is none.
    private static int port(String text) {
        if (text.isEmpty() || text.length() > 5 || !text.chars().allMatch(c -> Ascii.isDigit((char) c))) {
            return 0;
        }
        int number = Integer.parseInt(text);
        return number > 65_535 ? 0 : number;
    }
}
