package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.maps.ConstantFileBuilder.Duplicates;

/// editmap(8): shows (`-q`), sets (`-u`) or removes (`-x`) one entry of a map file.
///
/// Map files are constant, so a change writes the whole file anew and replaces it in one step.
public final class EditMapTool {
    private static final String PROGRAM = "editmap";
    private static final String USAGE =
            "Usage: editmap [-C cffile] [-N] [-f] [-q|-u|-x] maptype mapname key [ \"value ...\" ]";

    private final ToolSetting setting;

    /// A command on this host.
    public EditMapTool(ToolSetting setting) {
        this.setting = setting;
    }

    /// Runs the command.
    ///
    /// @return its exit code
    public int run(List<String> arguments, ToolStreams streams) {
        ToolOptions parsed = ToolOptions.parse(arguments, "C:fquxN");
        Path configurationFile = setting.configuration();
        StringBuilder actions = new StringBuilder();
        boolean keepCase = false;
        String end = "";
        for (ToolOptions.Option option : parsed.options()) {
            switch (option.letter()) {
                case 'C' -> configurationFile = Path.of(option.argument());
                case 'f' -> keepCase = true;
                case 'N' -> end = "\0";
                default -> actions.append(option.letter());
            }
        }
        List<String> words = parsed.words();
        if (!parsed.complaint().isEmpty()) {
            streams.err(PROGRAM + ": " + parsed.complaint());
        }
        boolean update = actions.toString().equals("u");
        boolean fits = actions.length() == 1 && (update ? words.size() >= 4 : words.size() == 3);
        if (!parsed.complaint().isEmpty() || !fits) {
            streams.err(USAGE);
            return SysExit.USAGE.code();
        }
        ToolConfiguration configuration;
        try {
            configuration = ToolConfiguration.read(configurationFile);
        } catch (IOException e) {
            streams.err(PROGRAM + ": " + configurationFile + ": " + ToolConfiguration.reason(e));
            return SysExit.NO_INPUT.code();
        }
        String key = keepCase ? words.get(2) : Ascii.lower(words.get(2));
        String value = update ? words.get(3) : "";
        return edit(new Edit(actions.charAt(0), words.get(0), words.get(1), key, value, end), configuration, streams);
    }

    /// What is to be done.
    private record Edit(char action, String typeName, String mapName, String key, String value, String end) {
        byte[] keyBytes() {
            return Ascii.bytes(key + end);
        }
    }

    private int edit(Edit edit, ToolConfiguration configuration, ToolStreams streams) {
        try {
            Optional<MapTypes.Type> type = MapTypes.find(edit.typeName);
            if (type.isEmpty()) {
                throw new MapFileException("Unknown database type");
            }
            Path file = MapTypes.file(type.get(), edit.mapName);
            return edit.action == 'q'
                    ? query(file, edit, streams)
                    : change(file, type.get(), edit, configuration, streams);
        } catch (IOException e) {
            streams.err(PROGRAM + ": error opening type " + edit.typeName + " map " + edit.mapName + ": "
                    + ToolConfiguration.reason(e));
            return SysExit.CANNOT_CREATE.code();
        }
    }

    private static int query(Path file, Edit edit, ToolStreams streams) throws IOException {
        try (MapFile map = MapFiles.open(file)) {
            Optional<byte[]> value = map.find(edit.keyBytes());
            if (value.isEmpty()) {
                streams.err(PROGRAM + ": couldn't find key " + edit.key + " in map " + edit.mapName);
                return SysExit.UNAVAILABLE.code();
            }
            String text = Ascii.text(value.get());
            int end = text.indexOf('\0');
            streams.out(end < 0 ? text : text.substring(0, end));
            return SysExit.OK.code();
        }
    }

    private int change(Path file, MapTypes.Type type, Edit edit, ToolConfiguration configuration, ToolStreams streams)
            throws IOException {
        byte[] wanted = edit.keyBytes();
        boolean[] found = new boolean[1];
        try (MapWriter writer = MapWriter.begin(file, type.sorted(), setting.files(), MapFileCheck.Purpose.MAKE)) {
            writer.copyExisting((key, value) -> {
                boolean same = Arrays.equals(key, wanted);
                found[0] |= same;
                return !same;
            });
            if (edit.action == 'u') {
                writer.put(wanted, Ascii.bytes(edit.value + edit.end), Duplicates.REPLACE);
            } else if (!found[0]) {
                streams.err(PROGRAM + ": key " + edit.key + " doesn't exist in map " + edit.mapName);
                if (Files.exists(file)) {
                    return SysExit.OK.code();
                }
            }
            writer.commit(MapOwner.of(configuration.trustedUser(), setting.accounts()));
            return SysExit.OK.code();
        }
    }
}
