package org.postern.programs.mta;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.ClassFromMap;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.DiskFiles;
import org.postern.cf.ReadingPlace;
import org.postern.helper.ClassProgram;
import org.postern.maps.ClassWords;
import org.postern.maps.MapFileCheck;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;
import org.postern.os.Errno;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeOpen;

/// What the reader of a configuration asks this host: its files, after the file safety checks, its accounts, its
/// programs and maps.
///
/// A process that is root trusts only files in safe directories and runs programs as DefaultUser; an ordinary
/// user's process works with his own rights, and there directories may be writable for others, as in sendmail.
final class HostFiles implements ConfigurationFiles {
    private static final Duration PROGRAM_PATIENCE = Duration.ofSeconds(60);

    private final int maxBytes;
    private final ConfigurationFiles files;
    private final Clock clock;
    private final boolean trustedOnly;
    private final UnaryOperator<String> places;
    private final Consumer<String> named;
    private final Accounts accounts = Accounts.system();

    /// For a command: as root it trusts only safe directories.
    ///
    /// @param maxBytes a longer file or output is refused
    HostFiles(int maxBytes, Clock clock) {
        this(maxBytes, clock, ProcessIdentity.isRoot(), path -> path, path -> {});
    }

    /// @param maxBytes a longer file or output is refused
    /// @param trustedOnly class files must be in safe directories
    /// @param places where a file that cannot be read may be read instead; its own name: nowhere
    /// @param named gets the name of every file that is asked for
    HostFiles(int maxBytes, Clock clock, boolean trustedOnly, UnaryOperator<String> places, Consumer<String> named) {
        this.maxBytes = maxBytes;
        this.files = new DiskFiles(maxBytes);
        this.clock = clock;
        this.trustedOnly = trustedOnly;
        this.places = places;
        this.named = named;
    }

    @Override
    public Content file(String path) {
        named.accept(path);
        Content content = files.file(path);
        return content instanceof Content.Unreadable(boolean missing, String reason) && !missing
                ? elsewhere(path, reason)
                : content;
    }

    @Override
    public Content classFile(String path, ReadingPlace place) {
        named.accept(path);
        Path file;
        try {
            file = Path.of(path);
        } catch (InvalidPathException e) {
            return new Content.Unreadable(false, "cannot read");
        }
        return switch (HostMaps.checks(place.options(), accounts, !trustedOnly)
                .open(file, MapFileCheck.Purpose.CLASS_FILE)) {
            case SafeOpen.Opened opened -> {
                try (var open = opened.file()) {
                    yield new Content.Text(Ascii.text(open.readAll(maxBytes)));
                } catch (OsException e) {
                    yield new Content.Unreadable(false, e.reason());
                }
            }
            case SafeOpen.Refused(String reason, String _) ->
                reason.equals(Errno.text(Errno.EACCES))
                        ? elsewhere(path, reason)
                        : new Content.Unreadable(false, reason);
            case SafeOpen.Failed failed ->
                failed.isMissing()
                        ? new Content.Unreadable(true, failed.cause().reason())
                        : elsewhere(path, failed.cause().reason());
        };
    }

    private Content elsewhere(String path, String reason) {
        String place = places.apply(path);
        return place.equals(path) ? new Content.Unreadable(false, reason) : files.file(place);
    }

    @Override
    public Content program(List<String> arguments, ReadingPlace place) {
        Map<String, String> environment = new TreeMap<>(Map.of("AGENT", "sendmail"));
        place.environment()
                .forEach((name, value) -> value.or(() -> Optional.ofNullable(System.getenv(name)))
                        .ifPresent(text -> environment.put(name, text)));
        return new ClassProgram(PROGRAM_PATIENCE, maxBytes)
                .run(arguments, HostLists.defaultUser(place.options(), accounts), environment);
    }

    @Override
    public String map(ClassFromMap request, ReadingPlace place) {
        return ClassWords.find(
                request,
                place,
                HostMaps.reading(place, NameService.ofThisHost(clock), accounts, EventSink.none(), clock));
    }

    @Override
    public Optional<Boolean> isUser(String name) {
        return switch (accounts.byName(name)) {
            case AccountAnswer.Found<Account> _ -> Optional.of(true);
            case AccountAnswer.Absent<Account> _ -> Optional.of(false);
            case AccountAnswer.Unavailable<Account> _ -> Optional.empty();
        };
    }

    @Override
    public Optional<Boolean> isGroup(String name) {
        return switch (accounts.groupByName(name)) {
            case AccountAnswer.Found<AccountGroup> _ -> Optional.of(true);
            case AccountAnswer.Absent<AccountGroup> _ -> Optional.of(false);
            case AccountAnswer.Unavailable<AccountGroup> _ -> Optional.empty();
        };
    }
}
