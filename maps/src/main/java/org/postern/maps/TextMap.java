package org.postern.maps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `text`: a file of lines with columns, read from its start at each look-up; the first line whose key column
/// is the key (in any case) counts. `-k` and `-v` are the numbers of the columns, from 0; `-z` separates columns
/// instead of white space.
final class TextMap implements MapLookup {
    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final MapComplaint complaint;
    private final ReadableFile source;

    private TextMap(MapDeclaration declaration, MapEnvironment environment, MapFlags flags) {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = flags;
        this.complaint = new MapComplaint(declaration.name(), environment.events());
        this.source = ReadableFile.of(Path.of(flags.file()), environment);
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return new TextMap(declaration, environment, MapFlagsParser.withFile(declaration, environment));
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, SysExit.NO_HOST.code());
    }

    @Override
    public boolean open() {
        if (flags.optional()) {
            try {
                Path _ = place();
            } catch (UnsafeMapFileException | NoSuchFileException e) {
                return false;
            } catch (IOException e) {
                return true; // it is there, and the look-up says what is wrong with it
            }
        }
        return true;
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        String me = "text map \"" + declaration.name() + "\"";
        Path file = Path.of(flags.file());
        if (!file.isAbsolute()) {
            return failed(me + ": file name must be fully qualified");
        }
        int keyColumn = column(flags.keyColumn());
        int valueColumn = column(flags.valueColumn());
        if (keyColumn < 0 || valueColumn < 0) {
            char flag = keyColumn < 0 ? 'k' : 'v';
            String given = (keyColumn < 0 ? flags.keyColumn() : flags.valueColumn()).orElse("");
            return failed(me + ", file " + file + ": -" + flag + " should specify a number, not " + given);
        }
        try {
            Optional<String> value = search(place(), key, keyColumn, valueColumn);
            complaint.none();
            return value.map(text -> MapValue.found(flags, environment.limits(), key, arguments, text))
                    .orElse(LookupResult.NotFound.INSTANCE);
        } catch (UnsafeMapFileException | NoSuchFileException e) {
            return flags.optional() ? LookupResult.NotFound.INSTANCE : failed(me + ": unsafe map file " + file);
        } catch (IOException e) {
            return failed(me + ": cannot read " + file);
        }
    }

    /// Where the file can be read now; it is checked at each look-up.
    private Path place() throws IOException {
        ReadableFile.State state = source.now();
        if (!state.copy()) {
            Optional<String> refusal = environment.files().refusal(source.path(), MapFileCheck.Purpose.READ);
            if (refusal.isPresent() || !Files.isReadable(source.path())) {
                source.forget();
                throw new UnsafeMapFileException(refusal.orElse("Permission denied"));
            }
        }
        return state.place();
    }

    private LookupResult failed(String text) {
        complaint.about(text);
        return new LookupResult.TemporaryFailure(text);
    }

    /// The number of a column; -1 when it is none.
    private static int column(Optional<String> text) {
        String number = text.orElse("0");
        if (number.isEmpty() || !Ascii.isDigit(number.charAt(0)) || number.length() > 6) {
            return -1;
        }
        return (int) CNumber.parse(number.replaceFirst("^0+(?=.)", ""));
    }

    private Optional<String> search(Path file, String key, int keyColumn, int valueColumn) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            TextLines lines = new TextLines(in, environment.limits().lineLength());
            while (lines.next()) {
                String line = lines.line();
                if (line.startsWith("#")) {
                    continue;
                }
                Optional<String> found = column(line, keyColumn);
                if (found.isPresent() && Ascii.sameIgnoringCase(found.get(), key)) {
                    return column(line, valueColumn);
                }
            }
        }
        return Optional.empty();
    }

    /// One column of a line. Without `-z` blanks in a row separate columns; a blank at the start of the line stands
    /// before column 0, but counts as a separator when a later column is wanted.
    private Optional<String> column(String line, int number) {
        char delimiter = flags.columnDelimiter().orElse('\0');
        boolean blanks = delimiter == 0;
        if (line.isEmpty() || (number == 0 && line.charAt(0) == delimiter)) {
            return Optional.empty();
        }
        int start = number == 0 && blanks ? afterBlanks(line, 0) : 0;
        for (int i = 0; i < number; i++) {
            int next = end(line, start, delimiter);
            if (next == line.length()) {
                return Optional.empty();
            }
            start = blanks ? afterBlanks(line, next + 1) : next + 1;
        }
        return Optional.of(line.substring(start, end(line, start, delimiter)));
    }

    private static int end(String line, int start, char delimiter) {
        int i = start;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (delimiter == 0 ? c == ' ' || c == '\t' : c == delimiter) {
                break;
            }
            i++;
        }
        return i;
    }

    private static int afterBlanks(String line, int start) {
        int i = start;
        while (i < line.length() && Ascii.isSpace(line.charAt(i))) {
            i++;
        }
        return i;
    }
}
