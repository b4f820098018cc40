package org.postern.maps;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// The user database (the option UserDatabaseSpec): files with entries `user:attribute`. `maildrop` says where the
/// mail of a user goes, `mailname` how the user is called outside; a user who has a maildrop but no mailname is
/// `user@` and the value of `:default:mailname`.
///
/// The rules know it as the class `userdb`, whose file name is the attribute; [AliasDatabase] asks it for names that no
/// alias file has.
final class UserDatabase {
    private static final String MAIL_DROP = "maildrop";
    private static final String MAIL_NAME = "mailname";
    private static final String DEFAULT = ":default:";
    private static final int LONGEST_NAME = 255;

    private final List<WatchedMapFile> files;

    private UserDatabase(List<WatchedMapFile> files) {
        this.files = List.copyOf(files);
    }

    /// The database of this environment; one without files when the option is not set.
    static UserDatabase of(MapEnvironment environment) {
        List<WatchedMapFile> files = new ArrayList<>();
        for (String name : names(environment.neighbours().userDatabase())) {
            if (name.startsWith("/")) {
                files.add(new WatchedMapFile(ReadableFile.of(Path.of(name), environment), environment.files()));
            } else {
                environment
                        .events()
                        .accept(new MapEvent(
                                "userdb", Priority.ERROR, "UserDatabaseSpec: only files can be used, not " + name));
            }
        }
        return new UserDatabase(files);
    }

    /// The files that the option names, with the ending of map files.
    static List<String> names(String option) {
        List<String> names = new ArrayList<>();
        for (String name : option.split("[ ,\t]+", -1)) {
            if (!name.isEmpty()) {
                names.add(name.startsWith("/") ? FileMap.withSuffix(name, ".db").toString() : name);
            }
        }
        return names;
    }

    /// A map of the class `userdb`.
    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        MapFlags flags = MapFlagsParser.withFile(declaration, environment);
        UserDatabase database = of(environment);
        return new SimpleMap(MapFlagsParser.traits(flags, 0), (key, arguments, macros) -> switch (database.find(
                flags.keepCase() ? key : Ascii.lower(key), flags.file())) {
            case LookupResult.Found(String value) -> MapValue.found(flags, environment.limits(), key, arguments, value);
            case LookupResult.NotFound none -> none;
            case LookupResult.TemporaryFailure failure -> failure;
        });
    }

    /// Where the mail of a user goes, as the right side of an alias.
    LookupResult mailDrop(String user) {
        return files.isEmpty() ? LookupResult.NotFound.INSTANCE : find(Ascii.lower(user), MAIL_DROP);
    }

    private LookupResult find(String name, String attribute) {
        String user = name.startsWith("\\") ? name.substring(1) : name;
        if (user.isEmpty() || user.startsWith(":") || user.length() > LONGEST_NAME) {
            return LookupResult.NotFound.INSTANCE;
        }
        try {
            for (WatchedMapFile file : files) {
                Optional<String> value = value(file, user + ":" + attribute);
                if (value.isPresent()) {
                    return new LookupResult.Found(value.get());
                }
            }
            return attribute.equals(MAIL_NAME) ? usualName(user) : LookupResult.NotFound.INSTANCE;
        } catch (IOException e) {
            return new LookupResult.TemporaryFailure("user database: " + e.getMessage());
        }
    }

    private LookupResult usualName(String user) throws IOException {
        for (WatchedMapFile file : files) {
            Optional<String> domain = value(file, DEFAULT + MAIL_NAME);
            if (domain.isPresent() && value(file, user + ":" + MAIL_DROP).isPresent()) {
                return new LookupResult.Found(user + "@" + domain.get());
            }
        }
        return LookupResult.NotFound.INSTANCE;
    }

    /// A file that is not there has no entries.
    private static Optional<String> value(WatchedMapFile file, String key) throws IOException {
        try {
            return file.find(Ascii.bytes(key)).map(Ascii::text).filter(text -> !text.isEmpty());
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }
}
