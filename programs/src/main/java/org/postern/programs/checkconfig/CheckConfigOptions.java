package org.postern.programs.checkconfig;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The command line of `postern check-config`.
///
/// @param file what is checked
/// @param against the configuration that it would replace
/// @param record recorded envelopes; empty: the journal of the other configuration
/// @param json for programs
record CheckConfigOptions(Path file, Optional<Path> against, Optional<Path> record, boolean json) {
    static final String USAGE = """
            usage: postern check-config [--json] [FILE.cf | FILE.mc]
                   postern check-config [--json] [FILE] --against OLD [--record FILE]   what would change for mail
            """;

    private static final Path USUAL = Path.of("/etc/mail/sendmail.cf");

    /// @param start the working folder, absolute
    /// @throws IllegalArgumentException for what makes no sense, with the words for the user
    static CheckConfigOptions parse(List<String> words, Path start) {
        boolean json = false;
        Path file = USUAL;
        Optional<Path> against = Optional.empty();
        Optional<Path> record = Optional.empty();
        for (int at = 0; at < words.size(); at++) {
            String word = words.get(at);
            switch (word) {
                case "--json" -> json = true;
                case "--against" -> against = Optional.of(start.resolve(value(words, ++at)));
                case "--record" -> record = Optional.of(start.resolve(value(words, ++at)));
                default -> {
                    if (word.startsWith("-")) {
                        throw new IllegalArgumentException("unknown option " + word);
                    }
                    file = start.resolve(word);
                }
            }
        }
        if (record.isPresent() && against.isEmpty()) {
            throw new IllegalArgumentException("--record needs --against OLD");
        }
        return new CheckConfigOptions(file, against, record, json);
    }

    private static String value(List<String> words, int at) {
        if (at >= words.size()) {
            throw new IllegalArgumentException(words.getLast() + " needs a value");
        }
        return words.get(at);
    }
}
