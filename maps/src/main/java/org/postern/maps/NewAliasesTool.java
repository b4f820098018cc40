package org.postern.maps;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.maps.ConstantFileBuilder.Duplicates;
import org.postern.os.FileLocks;

/// newaliases(1) and `sendmail -bi`: makes the database of every alias file anew.
///
/// Wrong entries are reported and left out. The new database replaces the old one in one step, so a daemon never sees
/// half of it; all the same it gets the entry `@`, which says to the real sendmail that it is complete.
public final class NewAliasesTool {
    private static final int ENTRY_LIMIT = 1024 * 1024;

    private final AliasNames names;
    private final MapFileCheck check;
    private final EventSink events;
    private final String user;
    private final MapOwner owner;

    /// A command on this host.
    ///
    /// @param names what the left sides of aliases mean, by the rule sets of the configuration
    /// @param user who runs the command, for the log
    /// @param owner whom new databases belong to
    public NewAliasesTool(AliasNames names, MapFileCheck check, EventSink events, String user, MapOwner owner) {
        this.names = names;
        this.check = check;
        this.events = events;
        this.user = user;
        this.owner = owner;
    }

    /// Rebuilds all alias files that have a database.
    ///
    /// @param optionValues the values of the option `AliasFile`, in order
    /// @return the exit code: that of the first mistake
    public int run(List<String> optionValues, ToolStreams streams) {
        SysExit first = SysExit.OK;
        for (AliasSource source : AliasSource.parse(optionValues)) {
            Optional<String> problem = source.problem();
            if (problem.isPresent()) {
                streams.out(problem.get());
                first = first == SysExit.OK ? SysExit.SOFTWARE : first;
            }
            Optional<MapTypes.Type> type = MapTypes.find(source.mapClass());
            if (type.isPresent()) {
                SysExit exit = rebuild(source, type.get(), streams);
                first = first == SysExit.OK ? exit : first;
            }
        }
        return first.code();
    }

    private SysExit rebuild(AliasSource source, MapTypes.Type type, ToolStreams streams) {
        Path text = source.file();
        warn(text, MapFileCheck.Purpose.ALIAS_TEXT, streams);
        Optional<String> refusal = check.refusal(text, MapFileCheck.Purpose.ALIAS_TEXT);
        if (refusal.isPresent()) {
            streams.out("newaliases: cannot open " + text + ": " + refusal.get());
            return SysExit.OK;
        }
        Optional<FileLocks> lock;
        try {
            lock = FileLocks.tryLock(text.toRealPath());
        } catch (IOException e) {
            streams.out("newaliases: cannot open " + text + ": " + ToolConfiguration.reason(e));
            return SysExit.OK;
        }
        if (lock.isEmpty()) {
            streams.out("Alias file " + text + " is locked (maybe being rebuilt)");
            return SysExit.OK;
        }
        try (FileLocks _ = lock.get();
                InputStream in = new BufferedInputStream(Files.newInputStream(text))) {
            return build(source, type, text, in, streams);
        } catch (IOException e) {
            String message = "Cannot create database for alias file " + text;
            streams.out("WARNING: cannot open alias database " + text);
            streams.out(message);
            events.accept(new MapEvent(
                    source.declaration().name(), Priority.CRITICAL, message + ": " + ToolConfiguration.reason(e)));
            return SysExit.SOFTWARE;
        }
    }

    private void warn(Path file, MapFileCheck.Purpose purpose, ToolStreams streams) {
        check.warnings(file, purpose).forEach(warning -> streams.out("WARNING: " + warning));
    }

    private SysExit build(AliasSource source, MapTypes.Type type, Path text, InputStream in, ToolStreams streams)
            throws IOException {
        Path database = FileMap.withSuffix(text.toString(), "." + type.suffix());
        warn(database, MapFileCheck.Purpose.BUILD, streams);
        try (MapWriter writer = MapWriter.begin(database, type.sorted(), check, MapFileCheck.Purpose.BUILD)) {
            Building building = new Building(writer, source.flags().keepCase(), text, streams);
            new AliasFile(names, ENTRY_LIMIT).read(in, building);
            writer.put(Ascii.bytes(AliasDatabase.MARKER), Ascii.bytes(AliasDatabase.MARKER), Duplicates.REPLACE);
            writer.commit(owner);
            String name = source.declaration().name();
            events.accept(new MapEvent(name, Priority.NOTICE, "alias database " + text + " rebuilt by " + user));
            streams.out(building.statistics());
            events.accept(new MapEvent(name, Priority.INFO, building.statistics()));
            return building.first;
        }
    }

    /// Stores entries and counts them.
    private static final class Building implements AliasFile.Receiver {
        private final MapWriter writer;
        private final boolean keepCase;
        private final Path text;
        private final ToolStreams streams;
        private long aliases;
        private long longest;
        private long bytes;
        private SysExit first = SysExit.OK;

        Building(MapWriter writer, boolean keepCase, Path text, ToolStreams streams) {
            this.writer = writer;
            this.keepCase = keepCase;
            this.text = text;
            this.streams = streams;
        }

        @Override
        public void entry(String user, String shown, String value, int line) throws IOException {
            String folded = keepCase ? user : Ascii.lower(user);
            byte[] key = Ascii.bytes(folded);
            if (!writer.put(key, Ascii.bytes(value), Duplicates.REFUSE)) {
                streams.out(text + ": line " + line + ": " + shown + "... Warning: duplicate alias name " + folded);
                writer.put(key, Ascii.bytes(value), Duplicates.REPLACE);
            }
            aliases++;
            longest = Math.max(longest, value.length());
            bytes += user.length() + value.length();
        }

        @Override
        public void problem(int line, String message, SysExit exit) {
            streams.out(text + ": line " + line + ": " + message);
            first = first == SysExit.OK ? exit : first;
        }

        String statistics() {
            return text + ": " + aliases + " aliases, longest " + longest + " bytes, " + bytes + " bytes total";
        }
    }
}
