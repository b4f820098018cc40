package org.postern.maps;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// The classes `hash`, `btree`, `dbm` and `cdb`: a map in a file. The class only chooses the ending of the file's
/// name; what kind of file it is, the file itself says ([MapFiles]).
///
/// A file that is missing or unsafe is a temporary failure, or with `-o` an empty map. A file that is damaged is a
/// temporary failure in both cases, because an access map that silently became empty would let in whom it kept out.
final class FileMap implements MapLookup {
    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final WatchedMapFile file;
    private final MapComplaint complaint;

    private FileMap(MapDeclaration declaration, MapEnvironment environment, MapFlags flags, WatchedMapFile file) {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = flags;
        this.file = file;
        this.complaint = new MapComplaint(declaration.name(), environment.events());
    }

    static MapLookup berkeley(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return of(declaration, environment, MapFlagsParser.withFile(declaration, environment), ".db");
    }

    static MapLookup cdb(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return of(declaration, environment, MapFlagsParser.withFile(declaration, environment), ".cdb");
    }

    static FileMap of(MapDeclaration declaration, MapEnvironment environment, MapFlags flags, String suffix) {
        return new FileMap(
                declaration,
                environment,
                flags,
                new WatchedMapFile(
                        ReadableFile.of(withSuffix(flags.file(), suffix), environment), environment.files()));
    }

    /// The path of a map file; the suffix is added unless it is there.
    static Path withSuffix(String file, String suffix) {
        return Path.of(file.endsWith(suffix) ? file : file + suffix);
    }

    /// True when there is a file, of whatever content.
    boolean hasFile() {
        return file.exists();
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, 0);
    }

    @Override
    public boolean open() {
        if (flags.optional()) {
            try {
                MapFile _ = file.current();
            } catch (NoSuchFileException | UnsafeMapFileException e) {
                return false;
            } catch (IOException e) {
                return true; // it is there, and the look-up says what is wrong with it
            }
        }
        return true;
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        try {
            Optional<byte[]> value = find(Ascii.bytes(flags.keepCase() ? key : Ascii.lower(key)));
            complaint.none();
            return value.map(bytes -> MapValue.found(flags, environment.limits(), key, arguments, Ascii.text(bytes)))
                    .orElse(LookupResult.NotFound.INSTANCE);
        } catch (NoSuchFileException e) {
            return unusable("missing map file " + file.path() + ": No such file or directory");
        } catch (UnsafeMapFileException e) {
            return unusable("unsafe map file " + file.path() + ": " + e.getMessage());
        } catch (IOException e) {
            return failed("Cannot open " + declaration.mapClass() + " database " + file.path() + ": " + reason(e));
        }
    }

    /// makemap may have been told to store keys with a NUL at their end (`-N`), as newaliases does; so both are tried.
    private Optional<byte[]> find(byte[] key) throws IOException {
        byte[] terminated = Arrays.copyOf(key, key.length + 1);
        if (!flags.tryWithNull()) {
            return flags.tryWithoutNull() ? file.find(key) : Optional.empty();
        }
        return flags.tryWithoutNull() ? file.find(key, terminated) : file.find(terminated);
    }

    private LookupResult unusable(String text) {
        if (flags.optional()) {
            return LookupResult.NotFound.INSTANCE;
        }
        return failed(declaration.mapClass() + " map \"" + declaration.name() + "\": " + text);
    }

    private LookupResult failed(String text) {
        complaint.about(text);
        return new LookupResult.TemporaryFailure(text);
    }

    private static String reason(IOException e) {
        String message = e.getMessage();
        return message == null ? e.getClass().getSimpleName() : message;
    }
}
