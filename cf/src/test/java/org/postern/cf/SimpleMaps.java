package org.postern.cf;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.postern.base.Ascii;

/// The few map classes that the configurations of these tests use. The real ones are in another room, which is built on
/// this one.
final class SimpleMaps implements Function<String, Optional<MapLookup>> {
    private static final Map<String, String> HOSTS = Map.of(
            "localhost",
            "localhost.oracle.test.",
            "mail",
            RealSendmail.HOST + ".",
            RealSendmail.HOST,
            RealSendmail.HOST + ".");

    private final Map<String, MapLookup> maps = new HashMap<>();

    SimpleMaps(Configuration configuration) {
        maps.put("host", withStatus((key, _, _) -> found(HOSTS.get(Ascii.lower(key)))));
        for (MapDeclaration map : configuration.maps()) {
            maps.put(map.name(), lookup(map));
        }
    }

    @Override
    public Optional<MapLookup> apply(String name) {
        return Optional.ofNullable(maps.get(name));
    }

    /// A map whose missing keys have status 68, and that gets its keys without quotes.
    private static MapLookup withStatus(MapLookup map) {
        MapTraits traits = new MapTraits(Optional.empty(), false, false, false, Optional.empty(), 68);
        return new MapLookup() {
            @Override
            public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
                return map.lookup(key, arguments, macros);
            }

            @Override
            public MapTraits traits() {
                return traits;
            }
        };
    }

    private static LookupResult found(@org.jspecify.annotations.Nullable String value) {
        return value == null ? LookupResult.NotFound.INSTANCE : new LookupResult.Found(value);
    }

    private static MapLookup lookup(MapDeclaration map) {
        return switch (map.mapClass()) {
            case "macro" -> SimpleMaps::macro;
            case "arith" -> SimpleMaps::arith;
            case "dequote" -> SimpleMaps::dequote;
            case "text" -> withStatus(text(map.arguments()));
            default -> (_, _, _) -> LookupResult.NotFound.INSTANCE;
        };
    }

    private static LookupResult macro(String key, List<String> arguments, MacroScope macros) {
        macros.define(Code.bare(key), arguments.isEmpty() ? "" : arguments.getFirst());
        return new LookupResult.Found("");
    }

    private static LookupResult arith(String key, List<String> arguments, MacroScope macros) {
        if (arguments.size() < 2) {
            return LookupResult.NotFound.INSTANCE;
        }
        if (!arguments.stream().allMatch(number -> number.matches("-?[0-9]\\w*"))) {
            return LookupResult.NotFound.INSTANCE;
        }
        long left = Long.decode(arguments.get(0));
        long right = Long.decode(arguments.get(1));
        return switch (key) {
            case "+" -> new LookupResult.Found(Long.toString(left + right));
            case "-" -> new LookupResult.Found(Long.toString(left - right));
            case "*" -> new LookupResult.Found(Long.toString(left * right));
            case "l" -> new LookupResult.Found(left < right ? "TRUE" : "FALSE");
            case "=" -> new LookupResult.Found(left == right ? "TRUE" : "FALSE");
            default -> LookupResult.NotFound.INSTANCE;
        };
    }

    private static LookupResult dequote(String key, List<String> arguments, MacroScope macros) {
        if (key.indexOf('"') < 0) {
            return LookupResult.NotFound.INSTANCE;
        }
        int angle = 0;
        int comment = 0;
        StringBuilder out = new StringBuilder();
        boolean escaped = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == '"' && !escaped) {
                continue;
            }
            if (c == ' ') {
                return LookupResult.NotFound.INSTANCE;
            }
            escaped = c == '\\' && !escaped;
            if (comment == 0) {
                angle += c == '<' ? 1 : c == '>' ? -1 : 0;
            }
            comment += c == '(' ? 1 : c == ')' ? -1 : 0;
            out.append(c);
        }
        return angle == 0 && comment == 0 && !escaped
                ? new LookupResult.Found(out.toString())
                : LookupResult.NotFound.INSTANCE;
    }

    /// `text -o -a<OK> -T<TMPF> -k0 -v1 -z| FILE`
    private static MapLookup text(String arguments) {
        String append = "";
        String onFailure = "";
        String file = "";
        for (String word : arguments.split(" +", -1)) {
            if (word.startsWith("-a")) {
                append = word.substring(2);
            } else if (word.startsWith("-T")) {
                onFailure = word.substring(2);
            } else if (!word.startsWith("-")) {
                file = word;
            }
        }
        Map<String, String> entries = new HashMap<>();
        boolean missing = read(file, entries) && !arguments.contains("-o");
        String suffix = append;
        String failed = onFailure;
        return (key, values, _) -> {
            String plain = Quotes.strip(key);
            if (missing) {
                return failed.isEmpty()
                        ? new LookupResult.TemporaryFailure("no file")
                        : new LookupResult.Found(plain + failed);
            }
            String value = entries.get(Ascii.lower(plain));
            return value == null
                    ? LookupResult.NotFound.INSTANCE
                    : new LookupResult.Found(fill(value, plain, values) + suffix);
        };
    }

    /// Reads entries; true when the file is missing.
    private static boolean read(String file, Map<String, String> entries) {
        try {
            for (String line : Files.readAllLines(Path.of(file), StandardCharsets.ISO_8859_1)) {
                int bar = line.indexOf('|');
                if (bar > 0) {
                    entries.putIfAbsent(Ascii.lower(line.substring(0, bar)), line.substring(bar + 1));
                }
            }
            return false;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }

    /// `%0` is the key, `%1` the first argument.
    private static String fill(String value, String key, List<String> arguments) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c != '%' || i + 1 >= value.length()) {
                out.append(c);
                continue;
            }
            char next = value.charAt(++i);
            int number = next - '0';
            if (next == '0') {
                out.append(key);
            } else if (number > 0 && number <= 9) {
                out.append(number <= arguments.size() ? arguments.get(number - 1) : "");
            } else {
                out.append(next == '%' ? "%" : "%" + next);
            }
        }
        return out.toString();
    }
}
