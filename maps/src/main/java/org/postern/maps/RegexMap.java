package org.postern.maps;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.base.PeerText;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `regex`: matches the key against a POSIX regular expression (sendmail op guide §5.9).
///
/// A match yields an empty value, with `-m` the key, with `-s` the parts that matched (0 is the whole match), joined by
/// the delimiter of `-d`; its default is the byte that stands for `$|`, so that rules can take the parts apart. A
/// first argument of the look-up chooses other parts. `-n` turns the sense round; `-f` minds the case; `-b` means
/// basic expressions. Parts that would upset the reading of an address (unbalanced, or with a blank) are no match.
///
/// An expression that needs more steps than [MapLimits#regexSteps] for a key is a temporary failure.
final class RegexMap implements MapLookup {
    /// The byte that stands for the operator `$|` in rules.
    private static final String DEFAULT_DELIMITER = "\u009b";

    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final Pattern pattern;
    private final boolean inverted;
    private final boolean longest;
    private final Optional<int[]> parts;
    private final String delimiter;

    /// What the arguments say.
    private static final class Arguments {
        private final MapFlags.Builder flags = new MapFlags.Builder();
        private boolean inverted;
        private boolean keepCase;
        private boolean basic;
        private Optional<String> parts = Optional.empty();
        private String delimiter = DEFAULT_DELIMITER;
        private String pattern = "";

        Arguments(String text) {
            MapArguments arguments = new MapArguments(text);
            while (arguments.nextFlag()) {
                char letter = arguments.letter();
                String value = arguments.attached();
                switch (letter) {
                    case 'n' -> inverted = true;
                    case 'f' -> keepCase = true;
                    case 'b' -> basic = true;
                    case 's' -> parts = Optional.of(value);
                    case 'd' -> delimiter = value;
                    case 'm' -> flags.matchOnly = true;
                    case 'a' -> flags.append = Optional.of(value);
                    case 'T' -> flags.failureSuffix = Optional.of(value);
                    case 't' -> flags.noDefer = true;
                    case 'D' -> flags.heldBack = true;
                    case 'q' -> flags.keepQuotes = true;
                    case 'S' -> flags.separator = Optional.of(value.isEmpty() ? ' ' : value.charAt(0));
                    default -> {
                        // sendmail says nothing either
                    }
                }
            }
            pattern = arguments.rest();
        }
    }

    private RegexMap(MapDeclaration declaration, MapEnvironment environment, Arguments arguments, Pattern pattern)
            throws MapDeclarationException {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = arguments.flags.build();
        this.pattern = pattern;
        this.inverted = arguments.inverted;
        this.delimiter = arguments.delimiter;
        this.longest = arguments.parts.isPresent() && arguments.pattern.indexOf('|') >= 0;
        int count = pattern.matcher("").groupCount() + 1;
        this.parts =
                arguments.parts.isPresent() ? Optional.of(numbers(arguments.parts.get(), count)) : Optional.empty();
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        Arguments arguments = new Arguments(declaration.arguments());
        Pattern pattern;
        try {
            pattern = PosixPattern.compile(arguments.pattern, !arguments.basic, !arguments.keepCase);
        } catch (MapDeclarationException e) {
            throw new MapDeclarationException("pattern-compile-error: " + e.message());
        }
        return new RegexMap(declaration, environment, arguments, pattern);
    }

    /// `1,3` as numbers; no text means all parts. What is no number counts as 0.
    private static int[] numbers(String text, int count) throws MapDeclarationException {
        List<Integer> numbers = new ArrayList<>();
        if (text.isEmpty()) {
            for (int i = 0; i < count; i++) {
                numbers.add(i);
            }
        } else {
            for (String piece : text.split(",", -1)) {
                long number = CNumber.parse(piece.replaceFirst("^0+(?=[0-9])", ""));
                if (number < 0 || number >= count) {
                    throw new MapDeclarationException(
                            "field (" + number + ") out of range, only " + count + " substrings in pattern");
                }
                numbers.add((int) number);
            }
        }
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, 0);
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        try {
            Matcher matcher =
                    pattern.matcher(new BoundedText(key, environment.limits().regexSteps()));
            boolean matched = matcher.find();
            if (matched && longest) {
                extend(matcher, key.length());
            }
            return result(key, arguments, matched, matcher);
        } catch (BoundedText.TooMuchWork | StackOverflowError e) {
            String text = "regex map \"" + declaration.name() + "\": too much work for "
                    + PeerText.of(key).forLog();
            environment.events().accept(new MapEvent(declaration.name(), Priority.WARNING, text));
            return new LookupResult.TemporaryFailure(text);
        }
    }

    /// POSIX wants the longest of the matches that begin first; with alternatives Java takes the first of them.
    private static void extend(Matcher matcher, int length) {
        int start = matcher.start();
        int end = matcher.end();
        matcher.useAnchoringBounds(false).useTransparentBounds(true);
        for (int i = length; i > end; i--) {
            if (matcher.region(start, i).matches()) {
                return;
            }
        }
        if (!matcher.region(start, end).matches()) {
            throw new IllegalStateException("a match cannot be repeated");
        }
    }

    private LookupResult result(String key, List<String> arguments, boolean matched, Matcher matcher) {
        if (matched == inverted) {
            return LookupResult.NotFound.INSTANCE;
        }
        if (flags.matchOnly()) {
            return MapValue.plain(flags, environment.limits(), key);
        }
        if (inverted || parts.isEmpty()) {
            return MapValue.plain(flags, environment.limits(), "");
        }
        int[] wanted = parts.get();
        if (!arguments.isEmpty()) {
            try {
                wanted = numbers(arguments.getFirst(), matcher.groupCount() + 1);
            } catch (MapDeclarationException e) {
                environment.events().accept(new MapEvent(declaration.name(), Priority.ERROR, e.message()));
                return LookupResult.NotFound.INSTANCE;
            }
        }
        return joined(key, wanted, matcher);
    }

    private LookupResult joined(String key, int[] wanted, Matcher matcher) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < wanted.length; i++) {
            int start = matcher.start(wanted[i]);
            String part = start < 0 ? "" : key.substring(start, matcher.end(wanted[i]));
            if (!isReadable(part)) {
                environment
                        .events()
                        .accept(new MapEvent(
                                declaration.name(),
                                Priority.WARNING,
                                "Warning: regex may cause prescan() failure map=" + declaration.name() + " lookup="
                                        + PeerText.of(key).forLog()));
                return LookupResult.NotFound.INSTANCE;
            }
            out.append(i == 0 ? "" : delimiter).append(part);
        }
        return MapValue.plain(flags, environment.limits(), out.toString());
    }

    /// True for text that can be read as part of an address: quotes, brackets and comments are balanced, and there is
    /// no blank outside of them.
    private static boolean isReadable(String text) {
        int angles = 0;
        int comments = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\') {
                if (++i == text.length()) {
                    return false;
                }
            } else if (c == '"' && comments == 0) {
                quoted = !quoted;
            } else if (!quoted) {
                switch (c) {
                    case '(' -> comments++;
                    case ')' -> comments--;
                    case '<' -> angles++;
                    case '>' -> angles--;
                    default -> {
                        if (comments == 0 && Ascii.isSpace(c)) {
                            return false;
                        }
                    }
                }
                if (comments < 0 || angles < 0) {
                    return false;
                }
            }
        }
        return angles == 0 && comments == 0 && !quoted;
    }
}
