package org.postern.maps;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.MapDeclaration;

/// Finds where an entry of a map was written: the text file that stands beside a database (`access` beside
/// `access.db`), or the map's own file when it is text.
///
/// It is help for people and decides nothing; the map itself said what it holds.
public final class EntrySource {
    private static final long LARGEST = 256L << 20;

    private final Map<String, Text> texts;

    /// A text file and how its lines are read.
    ///
    /// @param separator what ends a key: `:` in alias files; 0 for white space
    /// @param database the file that the map reads; empty when that is the text
    private record Text(Path file, char separator, boolean foldsCase, Optional<Path> database) {}

    private EntrySource(Map<String, Text> texts) {
        this.texts = Map.copyOf(texts);
    }

    /// A line of a text file.
    ///
    /// @param line from 1; 0 when the file has no such line, or cannot be read
    /// @param value what stands behind the key
    /// @param older true when the database is older than the text
    public record Place(Path file, int line, String value, boolean older) {}

    /// For the maps and alias files of a configuration.
    public static EntrySource of(List<MapDeclaration> declarations, List<AliasSource> aliases) {
        Map<String, Text> texts = new HashMap<>();
        declarations.forEach(declaration -> add(declaration.name(), declaration, texts));
        aliases.forEach(source -> add(Ascii.lower(source.declaration().name()), source.declaration(), texts));
        return new EntrySource(texts);
    }

    private static void add(String name, MapDeclaration declaration, Map<String, Text> texts) {
        MapFlags flags = MapFlagsParser.quiet(declaration);
        if (flags.file().isEmpty()) {
            return;
        }
        boolean alias = declaration.file().equals("AliasFile");
        char separator = alias ? ':' : flags.columnDelimiter().orElse('\0');
        try {
            switch (declaration.mapClass()) {
                case "hash", "btree", "dbm", "implicit" -> {
                    Path database = FileMap.withSuffix(flags.file(), ".db");
                    texts.put(name, new Text(beside(database), separator, !flags.keepCase(), Optional.of(database)));
                }
                case "cdb" -> {
                    Path database = FileMap.withSuffix(flags.file(), ".cdb");
                    texts.put(name, new Text(beside(database), separator, !flags.keepCase(), Optional.of(database)));
                }
                case "text", "stab" ->
                    texts.put(name, new Text(Path.of(flags.file()), separator, !flags.keepCase(), Optional.empty()));
                default -> {
                    // has no file of entries
                }
            }
        } catch (InvalidPathException _) {
            // what is no file name has no text beside it
        }
    }

    private static Path beside(Path database) {
        String name = database.toString();
        return Path.of(name.substring(0, name.lastIndexOf('.')));
    }

    /// The file that a map's entries come from; empty for a map without one.
    public Optional<Path> file(String map) {
        return Optional.ofNullable(texts.get(map)).map(Text::file);
    }

    /// Where an entry stands; empty for a map without a file.
    ///
    /// @param map in lower case
    public Optional<Place> find(String map, String key) {
        Text text = texts.get(map);
        return text == null ? Optional.empty() : Optional.of(find(text, key));
    }

    /// Where an alias stands, in the first file that has it.
    public Optional<Place> findAlias(List<AliasSource> sources, String name) {
        return sources.stream()
                .flatMap(source -> find(Ascii.lower(source.declaration().name()), name).stream())
                .filter(place -> place.line() > 0)
                .findFirst();
    }

    private static Place find(Text text, String key) {
        int number = 0;
        try {
            if (!Files.isRegularFile(text.file()) || Files.size(text.file()) > LARGEST) {
                return nowhere(text);
            }
            boolean older = text.database().isPresent()
                    && Files.getLastModifiedTime(text.database().get())
                                    .compareTo(Files.getLastModifiedTime(text.file()))
                            < 0;
            try (BufferedReader lines = Files.newBufferedReader(text.file(), StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    number++;
                    int end = line.startsWith("#") ? 0 : endOfKey(line, text.separator());
                    if (end > 0 && same(line.substring(0, end), key, text.foldsCase())) {
                        return new Place(
                                text.file(),
                                number,
                                line.substring(Math.min(line.length(), end + 1)).strip(),
                                older);
                    }
                }
            }
        } catch (IOException _) {
            return nowhere(text);
        }
        return nowhere(text);
    }

    private static Place nowhere(Text text) {
        return new Place(text.file(), 0, "", false);
    }

    private static boolean same(String written, String key, boolean folds) {
        String bare = written.strip();
        if (bare.length() > 1 && bare.startsWith("\"") && bare.endsWith("\"")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        return folds ? Ascii.sameIgnoringCase(bare, key) : bare.equals(key);
    }

    private static int endOfKey(String line, char separator) {
        if (separator != 0) {
            int end = AliasText.firstOutsideQuotes(line, separator);
            return end == line.length() ? 0 : end;
        }
        int end = 0;
        while (end < line.length() && !Ascii.isSpace(line.charAt(end))) {
            end++;
        }
        return end;
    }
}
