package org.postern.maps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// The class `stab`: an alias file in text form that is kept in memory, read anew when it changes. It also stands in
/// for an alias database that was never built (class `implicit`).
final class AliasTextMap implements MapLookup {
    private static final long MEBIBYTE = 1024L * 1024L;

    private final MapEnvironment environment;
    private final MapFlags flags;
    private final MapComplaint complaint;
    private final ReadableFile file;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Content content;

    private record Content(FileStamp stamp, Map<String, String> entries) {}

    AliasTextMap(MapDeclaration declaration, MapEnvironment environment, MapFlags flags) {
        this.environment = environment;
        this.flags = flags;
        this.complaint = new MapComplaint(declaration.name(), environment.events());
        this.file = ReadableFile.of(Path.of(flags.file()), environment);
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return new AliasTextMap(declaration, environment, MapFlagsParser.withFile(declaration, environment));
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, 0);
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        try {
            String value = entries().get(flags.keepCase() ? key : Ascii.lower(key));
            complaint.none();
            return value == null
                    ? LookupResult.NotFound.INSTANCE
                    : MapValue.found(flags, environment.limits(), key, arguments, value);
        } catch (NoSuchFileException e) {
            return unusable("No such file or directory");
        } catch (UnsafeMapFileException e) {
            return unusable(e.getMessage() == null ? "unsafe" : e.getMessage());
        } catch (IOException e) {
            return failed("cannot read " + flags.file());
        }
    }

    private LookupResult unusable(String reason) {
        return flags.optional()
                ? LookupResult.NotFound.INSTANCE
                : failed("cannot open " + flags.file() + ": " + reason);
    }

    private LookupResult failed(String text) {
        complaint.about(text);
        return new LookupResult.TemporaryFailure(text);
    }

    private Map<String, String> entries() throws IOException {
        FileStamp stamp = file.now().stamp();
        Content now = content;
        if (now != null && now.stamp.equals(stamp)) {
            return now.entries;
        }
        reading.lock();
        try {
            ReadableFile.State state = file.now();
            stamp = state.stamp();
            now = content;
            if (now != null && now.stamp.equals(stamp)) {
                return now.entries;
            }
            if (!state.copy()) {
                var refusal = environment.files().refusal(file.path(), MapFileCheck.Purpose.ALIAS_TEXT);
                if (refusal.isPresent()) {
                    throw new UnsafeMapFileException(refusal.get());
                }
            }
            if (stamp.size() > environment.limits().textMegabytes() * MEBIBYTE) {
                throw new MapFileException(file.path() + " is too large for a map in memory");
            }
            Map<String, String> entries = read(state.place());
            content = new Content(stamp, entries);
            return entries;
        } finally {
            reading.unlock();
        }
    }

    private Map<String, String> read(Path place) throws IOException {
        Map<String, String> entries = new HashMap<>();
        AliasFile reader = new AliasFile(
                AliasNames.plain(domain -> false), environment.limits().lineLength());
        try (InputStream in = new BufferedInputStream(Files.newInputStream(place))) {
            reader.read(in, new AliasFile.Receiver() {
                @Override
                public void entry(String user, String shown, String value, int line) {
                    entries.put(flags.keepCase() ? user : Ascii.lower(user), value);
                }

                @Override
                public void problem(int line, String message, SysExit exit) {
                    // newaliases reports what is wrong with the file; here the entry is missing
                }
            });
        }
        return entries;
    }
}
