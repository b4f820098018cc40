package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DebugLevels;

/// Reads a configuration for a process of the daemon, and what the processes take from it together.
public final class DaemonConfiguration {
    private static final int LARGEST_FILE = 64 << 20;

    private DaemonConfiguration() {}

    /// Reads the file.
    ///
    /// @param options options of the command line, `Name=value` each
    public static Configuration read(Path file, List<String> options) {
        return read(file, options, new HostFiles(LARGEST_FILE));
    }

    /// Reads the file in the helper.
    ///
    /// @param named gets the name of every file that it reads
    public static Configuration readInHelper(Path file, List<String> options, Consumer<String> named) {
        return read(file, options, new HostFiles(LARGEST_FILE, path -> path, named));
    }

    /// Reads the file in the network process.
    ///
    /// @param places where a file that cannot be read may be read instead; its own name: nowhere
    static Configuration readInNetwork(Path file, List<String> options, UnaryOperator<String> places) {
        return read(file, options, new HostFiles(LARGEST_FILE, places, path -> {}));
    }

    private static Configuration read(Path file, List<String> options, HostFiles files) {
        List<ConfigurationOverrides.Setting> settings = new ArrayList<>();
        options.forEach(option -> settings.add(new ConfigurationOverrides.Setting.LongOption(option)));
        return new ConfigurationReader(files, HostIdentity.find().startingPoint())
                .read(file.toString(), new ConfigurationOverrides(settings));
    }

    /// Reads the file for a command that shows what it does.
    ///
    /// @param debug which debug lines the listener gets
    /// @param listener gets diagnostics and debug lines in their order, each without line break
    public static Configuration read(
            Path file, ConfigurationOverrides overrides, DebugLevels debug, Consumer<String> listener) {
        return new ConfigurationReader(
                        new HostFiles(LARGEST_FILE), HostIdentity.find().startingPoint(), debug, listener)
                .read(file.toString(), overrides);
    }

    /// The queue directories that exist: the value of QueueDirectory, or with a `*` at its end all directories of that
    /// beginning (sendmail op guide §2.3.1).
    ///
    /// @throws IOException when there is none, with what to do in its message
    public static List<Path> queueDirectories(Configuration configuration) throws IOException {
        String value = configuration.options().text(CfOption.QUEUE_DIRECTORY);
        List<Path> found = new ArrayList<>();
        if (value.endsWith("*")) {
            Path pattern = Path.of(value);
            Path parent = pattern.toAbsolutePath().getParent();
            Path last = pattern.getFileName();
            if (parent != null && last != null && Files.isDirectory(parent)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent, last.toString())) {
                    entries.forEach(entry -> {
                        if (Files.isDirectory(entry)) {
                            found.add(entry);
                        }
                    });
                }
            }
        } else if (Files.isDirectory(Path.of(value))) {
            found.add(Path.of(value));
        }
        if (found.isEmpty()) {
            throw new IOException("the queue directory " + value
                    + " does not exist; make it, for example:  mkdir -m 0700 " + value.replace("*", "1"));
        }
        found.sort(null);
        return found;
    }
}
