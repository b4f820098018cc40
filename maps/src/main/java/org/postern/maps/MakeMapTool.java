package org.postern.maps;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.maps.ConstantFileBuilder.Duplicates;

/// makemap(8): makes a map file from text, or text from a map file (`-u`).
///
/// The new map replaces the old one in one step when all input was read; wrong lines are reported and left out, as
/// sendmail does, and end with exit code 65.
public final class MakeMapTool {
    private static final String PROGRAM = "makemap";
    private static final List<String> USAGE = List.of(
            "Usage: makemap [-C cffile] [-N] [-c cachesize] [-D commentchar]",
            "               [-d] [-e] [-f] [-i type] [-l] [-o] [-r] [-s] [-t delimiter]",
            "               [-u] [-v] type mapname");

    private final ToolSetting setting;

    /// A command on this host.
    public MakeMapTool(ToolSetting setting) {
        this.setting = setting;
    }

    /// What the options say.
    private static final class Order {
        private Path configuration;
        private boolean includeNull;
        private Duplicates duplicates = Duplicates.REFUSE;
        private boolean emptyValues;
        private boolean keepCase;
        private boolean append;
        private boolean unmake;
        private boolean verbose;
        private boolean withoutChecks;
        private char separator;
        private char comment = '#';

        Order(Path configuration) {
            this.configuration = configuration;
        }
    }

    /// Runs the command.
    ///
    /// @return its exit code
    public int run(List<String> arguments, ToolStreams streams) {
        ToolOptions parsed = ToolOptions.parse(arguments, "C:D:Nc:defi:lorst:uvx");
        Order order = new Order(setting.configuration());
        for (ToolOptions.Option option : parsed.options()) {
            if (option.letter() == 'l' || option.letter() == 'x') {
                return list(option.letter() == 'x', streams);
            }
            apply(option, order, streams);
        }
        if (!parsed.complaint().isEmpty()) {
            streams.err(PROGRAM + ": " + parsed.complaint());
        }
        if (!parsed.complaint().isEmpty() || parsed.words().size() != 2) {
            USAGE.forEach(streams::err);
            return SysExit.USAGE.code();
        }
        ToolConfiguration configuration;
        try {
            configuration = ToolConfiguration.read(order.configuration);
        } catch (IOException e) {
            streams.err(PROGRAM + ": " + order.configuration + ": " + ToolConfiguration.reason(e));
            return SysExit.NO_INPUT.code();
        }
        return build(parsed.words().get(0), parsed.words().get(1), order, configuration, streams);
    }

    private static int list(boolean suffixes, ToolStreams streams) {
        for (MapTypes.Type type : MapTypes.ALL) {
            streams.out(suffixes ? type.name() + ":" + type.suffix() : type.name());
        }
        streams.out(suffixes ? "implicit:" : "implicit");
        return SysExit.OK.code();
    }

    private static void apply(ToolOptions.Option option, Order order, ToolStreams streams) {
        String argument = option.argument();
        switch (option.letter()) {
            case 'C' -> order.configuration = Path.of(argument);
            case 'N' -> order.includeNull = true;
            case 'd' -> order.duplicates = Duplicates.KEEP;
            case 'r' -> order.duplicates = Duplicates.REPLACE;
            case 'e' -> order.emptyValues = true;
            case 'f' -> order.keepCase = true;
            case 'o' -> order.append = true;
            case 'u' -> order.unmake = true;
            case 'v' -> order.verbose = true;
            case 's' -> order.withoutChecks = true;
            case 'D' -> order.comment = argument.isEmpty() ? 0 : argument.charAt(0);
            case 't' -> {
                if (argument.isEmpty()) {
                    streams.err("Invalid separator");
                } else {
                    order.separator = argument.charAt(0);
                }
            }
            default -> {
                // -c and -i speak of caches and libraries that this program does not have
            }
        }
    }

    private int build(
            String typeName, String mapName, Order order, ToolConfiguration configuration, ToolStreams streams) {
        Optional<MapTypes.Type> type =
                MapTypes.find(typeName.isEmpty() ? declaredType(mapName, configuration) : typeName);
        if (type.isEmpty() && typeName.isEmpty()) {
            streams.err(PROGRAM + ": mapfile " + mapName + ": not found in " + order.configuration);
            return SysExit.DATA_ERROR.code();
        }
        try {
            if (type.isEmpty()) {
                throw new MapFileException("Unknown database type");
            }
            Path file = MapTypes.file(type.get(), mapName);
            return order.unmake
                    ? unmake(file, order, streams)
                    : make(file, type.get(), mapName, order, configuration, streams);
        } catch (IOException e) {
            streams.err(PROGRAM + ": error opening type " + typeName + " map " + mapName + ": "
                    + ToolConfiguration.reason(e));
            return SysExit.CANNOT_CREATE.code();
        }
    }

    /// The class of the K line that names this file; empty when there is none.
    private static String declaredType(String mapName, ToolConfiguration configuration) {
        for (List<String> map : configuration.maps()) {
            MapArguments words = new MapArguments(map.get(2));
            while (words.nextFlag()) {
                words.skipFlag();
            }
            if (words.nextWord().equals(mapName)) {
                return map.get(1);
            }
        }
        return "";
    }

    private static int unmake(Path file, Order order, ToolStreams streams) throws IOException {
        String separator = order.separator == 0 ? "\t" : String.valueOf(order.separator);
        try (MapFile map = MapFiles.open(file)) {
            map.forEach((key, value) -> {
                streams.out(text(key) + separator + text(value));
                return true;
            });
        } catch (NoSuchFileException e) {
            throw e;
        } catch (MapFileException e) {
            throw new MapFileException("Invalid argument (" + e.getMessage() + ")");
        }
        return SysExit.OK.code();
    }

    /// C's strings end at the first NUL.
    private static String text(byte[] bytes) {
        String text = Ascii.text(bytes);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }

    private int make(
            Path file,
            MapTypes.Type type,
            String mapName,
            Order order,
            ToolConfiguration configuration,
            ToolStreams streams)
            throws IOException {
        String me = PROGRAM + ": " + mapName + ": ";
        MapSource source = new MapSource(order.separator, order.comment, order.keepCase, order.emptyValues);
        String end = order.includeNull ? "\0" : "";
        MapFileCheck check = order.withoutChecks ? MapFileCheck.allowAll() : setting.files();
        check.warnings(file, MapFileCheck.Purpose.MAKE).forEach(warning -> streams.err("WARNING: " + warning));
        try (MapWriter writer = MapWriter.begin(file, type.sorted(), check, MapFileCheck.Purpose.MAKE)) {
            if (order.append) {
                writer.copyExisting((key, value) -> true);
            }
            boolean[] duplicate = new boolean[1];
            boolean clean = source.read(
                    streams.in(),
                    (line, key, value) -> {
                        if (order.verbose) {
                            streams.out("key=`" + key + "', val=`" + value + "'");
                        }
                        if (!writer.put(Ascii.bytes(key + end), Ascii.bytes(value + end), order.duplicates)) {
                            streams.err(me + "line " + line + ": key " + key + ": duplicate key");
                            duplicate[0] = true;
                        }
                    },
                    complaint -> streams.err(me + complaint));
            writer.commit(MapOwner.of(configuration.trustedUser(), setting.accounts()));
            return (clean && !duplicate[0] ? SysExit.OK : SysExit.DATA_ERROR).code();
        }
    }
}
