package org.postern.maps;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `dequote`: takes the quotes off a key (sendmail op guide §5.9).
///
/// Finds nothing when the key has no quotes, when the result would not be balanced, or when it has a blank and no `-s`
/// says what replaces it. The class always sees the key with its quotes. Only the first flag counts, as with sendmail.
final class DequoteMap {
    private DequoteMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others) {
        MapFlags.Builder flags = new MapFlags.Builder();
        flags.keepQuotes = true;
        MapArguments arguments = new MapArguments(declaration.arguments());
        if (arguments.nextFlag()) {
            char letter = arguments.letter();
            String value = arguments.attached();
            switch (letter) {
                case 'a' -> flags.append = Optional.of(value);
                case 'D' -> flags.heldBack = true;
                case 's', 'S' -> flags.separator = value.isEmpty() ? Optional.of(' ') : Optional.of(value.charAt(0));
                default -> {}
            }
        }
        MapFlags parsed = flags.build();
        char blank = parsed.separator().orElse('\0');
        MapLimits limits = environment.limits();
        return new SimpleMap(traits(parsed), (key, _, _) -> {
            String plain = dequoted(key, blank);
            return plain == null ? LookupResult.NotFound.INSTANCE : MapValue.plain(parsed, limits, plain);
        });
    }

    private static MapTraits traits(MapFlags flags) {
        return MapFlagsParser.traits(flags, 0);
    }

    private static @Nullable String dequoted(String key, char blank) {
        if (key.indexOf('"') < 0) {
            return null;
        }
        Balance balance = new Balance();
        StringBuilder out = new StringBuilder(key.length());
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (balance.escaped) {
                balance.escaped = false;
                out.append(c);
                continue;
            }
            if (c == ' ' && blank != '\0') {
                c = blank;
            }
            if (!balance.see(c)) {
                return null;
            }
            if (c != '"' || balance.comments > 0) {
                out.append(c);
            }
        }
        return balance.complete() ? out.toString() : null;
    }

    /// What is open at one place of the key.
    private static final class Balance {
        private int angles;
        private int comments;
        private int blanks;
        private boolean quoted;
        private boolean escaped;

        /// Takes the next character; false when it closes what is not open.
        boolean see(char c) {
            switch (c) {
                case '\\' -> escaped = true;
                case '(' -> comments++;
                case ')' -> {
                    if (comments-- <= 0) {
                        return false;
                    }
                }
                case ' ', '\t' -> blanks++;
                default -> {}
            }
            if (comments > 0) {
                return true;
            }
            switch (c) {
                case '"' -> quoted = !quoted;
                case '<' -> angles++;
                case '>' -> {
                    return angles-- > 0;
                }
                default -> {}
            }
            return true;
        }

        boolean complete() {
            return angles == 0 && comments == 0 && blanks == 0 && !quoted && !escaped;
        }
    }
}
