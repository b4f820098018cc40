package org.postern.maps;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapTraits;

/// Parses the flags that all map classes share.
///
/// An unknown letter is reported (`Illegal option x map m`) and skipped, as sendmail does.
final class MapFlagsParser {
    private final MapDeclaration declaration;
    private final List<String> complaints = new ArrayList<>();
    private final MapFlags.Builder flags = new MapFlags.Builder();
    private final String extras;
    private final Map<Character, String> extraValues = new HashMap<>();

    private MapFlagsParser(MapDeclaration declaration, String extras) {
        this.declaration = declaration;
        this.extras = extras;
    }

    /// The flags of a class that needs a file.
    static MapFlags withFile(MapDeclaration declaration, MapEnvironment environment) throws MapDeclarationException {
        MapFlags flags = optionalFile(declaration, environment);
        if (flags.file().isEmpty()) {
            throw new MapDeclarationException(
                    "No file name for " + declaration.mapClass() + " map " + declaration.name());
        }
        return flags;
    }

    /// The flags of a class that may do without a file.
    static MapFlags optionalFile(MapDeclaration declaration, MapEnvironment environment) {
        MapFlagsParser parser = new MapFlagsParser(declaration, "");
        MapFlags flags = parser.parse();
        for (String complaint : parser.complaints) {
            environment.events().accept(new MapEvent(declaration.name(), MapEvent.Priority.ERROR, complaint));
        }
        return flags;
    }

    /// The flags of a class that says nothing about letters that it does not know.
    static MapFlags quiet(MapDeclaration declaration) {
        return new MapFlagsParser(declaration, "").parse();
    }

    /// The same for a class with letters of its own; their arguments, which may stand apart, go into the table.
    static MapFlags withExtras(MapDeclaration declaration, String letters, Map<Character, String> values) {
        MapFlagsParser parser = new MapFlagsParser(declaration, letters);
        MapFlags flags = parser.parse();
        values.putAll(parser.extraValues);
        return flags;
    }

    /// What the engine needs of these flags.
    ///
    /// @param missing the status that the address test mode shows for a missing key
    static MapTraits traits(MapFlags flags, int missing) {
        return new MapTraits(
                flags.separator(),
                flags.keepQuotes(),
                flags.heldBack(),
                flags.noDefer(),
                flags.failureSuffix(),
                missing);
    }

    private MapFlags parse() {
        MapArguments arguments = new MapArguments(declaration.arguments());
        while (arguments.nextFlag()) {
            one(arguments);
        }
        flags.file = arguments.nextWord();
        flags.rest = arguments.rest();
        return flags.build();
    }

    private void one(MapArguments arguments) {
        char letter = arguments.letter();
        if (extras.indexOf(letter) >= 0) {
            extraValues.put(letter, arguments.spaced());
            return;
        }
        switch (letter) {
            case 'a' -> flags.append = Optional.of(arguments.attached());
            case 'T' -> flags.failureSuffix = Optional.of(arguments.attached());
            case 'k' -> flags.keyColumn = Optional.of(arguments.spaced());
            case 'v' -> flags.valueColumn = Optional.of(arguments.spaced());
            case 'd' -> flags.timeoutSeconds = MapDuration.seconds(arguments.attached());
            case 'S' -> flags.separator = first(arguments.attached());
            case 'z' -> flags.columnDelimiter = delimiter(arguments.attached());
            default -> {
                if (!flags.set(letter)) {
                    complaints.add("Illegal option " + letter + " map " + declaration.name());
                }
                arguments.skipFlag();
            }
        }
    }

    private static Optional<Character> first(String text) {
        return text.isEmpty() ? Optional.of(' ') : Optional.of(text.charAt(0));
    }

    /// `-z,` or `-z\n` or `-z\t`; another escape stands for the backslash.
    static Optional<Character> delimiter(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        if (text.charAt(0) != '\\') {
            return Optional.of(text.charAt(0));
        }
        char escaped = text.length() > 1 ? Ascii.lower(text.charAt(1)) : 0;
        return Optional.of(
                switch (escaped) {
                    case 'n' -> '\n';
                    case 't' -> '\t';
                    default -> '\\';
                });
    }
}
