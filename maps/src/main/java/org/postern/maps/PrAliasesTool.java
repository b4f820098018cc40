package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// praliases(8): prints the entries of the alias databases, or those of some keys.
public final class PrAliasesTool {
    private static final String PROGRAM = "praliases";

    private final ToolSetting setting;

    /// A command on this host.
    public PrAliasesTool(ToolSetting setting) {
        this.setting = setting;
    }

    /// Runs the command.
    ///
    /// @return its exit code
    public int run(List<String> arguments, ToolStreams streams) {
        ToolOptions parsed = ToolOptions.parse(arguments, "C:f:");
        Path configuration = setting.configuration();
        Optional<String> only = Optional.empty();
        for (ToolOptions.Option option : parsed.options()) {
            if (option.letter() == 'C') {
                configuration = Path.of(option.argument());
            } else {
                only = Optional.of(option.argument());
            }
        }
        if (!parsed.complaint().isEmpty()) {
            streams.err(PROGRAM + ": " + parsed.complaint());
            streams.err("usage: praliases [-C cffile] [-f aliasfile] [key ...]");
            return SysExit.USAGE.code();
        }
        if (only.isPresent()) {
            show(only.get(), parsed.words(), streams);
            return SysExit.OK.code();
        }
        try {
            for (AliasSource source :
                    AliasSource.parse(ToolConfiguration.read(configuration).aliasFiles())) {
                if (MapTypes.find(source.mapClass()).isEmpty()) {
                    streams.err(PROGRAM + ": Skipping non-file based alias type " + source.mapClass());
                } else {
                    show(source.flags().file(), parsed.words(), streams);
                }
            }
            return SysExit.OK.code();
        } catch (IOException e) {
            streams.err(PROGRAM + ": " + configuration + ": " + ToolConfiguration.reason(e));
            return SysExit.NO_INPUT.code();
        }
    }

    private void show(String name, List<String> keys, ToolStreams streams) {
        Path file = FileMap.withSuffix(name, ".db");
        if (!Files.exists(file) && Files.exists(FileMap.withSuffix(name, ".cdb"))) {
            file = FileMap.withSuffix(name, ".cdb");
        }
        warn(file, streams);
        if (!Files.exists(file)) {
            streams.err(PROGRAM + ": " + name + ": open: Unknown database type");
            return;
        }
        try (MapFile map = MapFiles.open(file)) {
            if (keys.isEmpty()) {
                map.forEach((key, value) -> {
                    streams.out(text(key) + ":" + text(value));
                    return true;
                });
            }
            for (String key : keys) {
                byte[] bytes = Ascii.bytes(key);
                Optional<byte[]> value = map.find(bytes);
                if (value.isEmpty()) {
                    value = map.find(Ascii.bytes(key + "\0"));
                }
                streams.out(value.map(found -> key + ":" + text(found)).orElse(key + ": No such key"));
            }
        } catch (IOException e) {
            streams.err(PROGRAM + ": " + name + ": open: " + ToolConfiguration.reason(e));
        }
    }

    /// sendmail's program looks at the way to the file twice, for each kind of database, and warns each time.
    private void warn(Path file, ToolStreams streams) {
        List<String> warnings = setting.files().warnings(file.toAbsolutePath(), MapFileCheck.Purpose.MAKE);
        for (int look = 0; look < 2; look++) {
            warnings.forEach(warning -> streams.err("WARNING: " + warning));
        }
    }

    private static String text(byte[] bytes) {
        String text = Ascii.text(bytes);
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
