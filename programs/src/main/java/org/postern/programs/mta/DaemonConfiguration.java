package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.postern.base.Ascii;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.ClassListener;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DebugLevels;
import org.postern.cf.DiskFiles;
import org.postern.helper.ClassTexts;
import org.postern.helperwire.HelperClient;
import org.postern.queue.QueueGroup;
import org.postern.queue.QueueGroups;

/// Reads a configuration for a process of the daemon, and what the processes take from it together.
public final class DaemonConfiguration {
    private static final int LARGEST_FILE = 64 << 20;

    private DaemonConfiguration() {}

    /// What the helper reads.
    ///
    /// @param files the names of the files that it has read
    /// @param classes what programs have printed for classes
    public record OfHelper(Configuration configuration, List<String> files, ClassTexts classes) {
        public OfHelper {
            files = List.copyOf(files);
        }
    }

    /// Reads the file.
    ///
    /// @param options options of the command line, `Name=value` each
    public static Configuration read(Path file, List<String> options) {
        return read(file, options, new HostFiles(LARGEST_FILE, new SystemClock()));
    }

    /// Reads the file in the helper.
    ///
    /// @param options options of the command line, `Name=value` each
    public static OfHelper readInHelper(Path file, List<String> options) {
        List<String> named = new ArrayList<>();
        HelperFiles files =
                new HelperFiles(new HostFiles(LARGEST_FILE, new SystemClock(), true, path -> path, named::add));
        Configuration configuration = read(file, options, files);
        return new OfHelper(configuration, named, files.texts());
    }

    /// Reads the file for its options alone: classes from programs and maps stay empty.
    ///
    /// @param options options of the command line, `Name=value` each
    public static Configuration readWithoutPrograms(Path file, List<String> options) {
        return read(file, options, new DiskFiles(LARGEST_FILE));
    }

    /// AuthMechanisms of a configuration; empty when it cannot be read or used.
    public static Optional<List<String>> offeredMechanisms(Path file) {
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        Configuration read = readWithoutPrograms(file.toAbsolutePath(), List.of());
        return read.fatal().isPresent()
                ? Optional.empty()
                : Optional.of(read.options().list(CfOption.AUTH_MECHANISMS));
    }

    /// Reads the file only to hear where the members of classes stand; programs and maps are not asked.
    public static void readClasses(Path file, ClassListener members) {
        Configuration _ = new ConfigurationReader(
                        new DiskFiles(LARGEST_FILE), HostIdentity.find().startingPoint(), members)
                .read(file.toString(), ConfigurationOverrides.NONE);
    }

    /// Reads the file in the network process.
    static Configuration readInNetwork(DaemonSettings settings, HelperClient helper) {
        HostFiles files = new HostFiles(
                LARGEST_FILE,
                new SystemClock(),
                Boolean.getBoolean(HostMaps.UNDER_ROOT),
                path -> HostMaps.place(helper, path),
                path -> {});
        return read(settings.configuration(), settings.options(), new NetworkFiles(files, helper, LARGEST_FILE));
    }

    private static Configuration read(Path file, List<String> options, ConfigurationFiles files) {
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
                        new HostFiles(LARGEST_FILE, new SystemClock()),
                        HostIdentity.find().startingPoint(),
                        debug,
                        listener)
                .read(file.toString(), overrides);
    }

    /// The directories of all queue groups.
    ///
    /// @throws IOException when there is none, with what to do in its message
    public static List<Path> queueDirectories(Configuration configuration) throws IOException {
        return queueGroups(configuration).directories();
    }

    /// The queue groups with the directories that exist: that of QueueDirectory first, then those of the Q lines
    /// (sendmail op guide §5.8).
    ///
    /// @throws IOException when a group has no directory, with what to do in its message
    public static QueueGroups queueGroups(Configuration configuration) throws IOException {
        String base = configuration.options().text(CfOption.QUEUE_DIRECTORY);
        // sendmail's default is one; ours is no limit unless the configuration sets one
        int runners = configuration.options().isSet(CfOption.MAX_RUNNERS_PER_QUEUE)
                ? (int) configuration.options().number(CfOption.MAX_RUNNERS_PER_QUEUE)
                : 0;
        List<QueueGroup> groups = new ArrayList<>();
        boolean defaultDeclared = false;
        for (org.postern.cf.QueueGroup line : configuration.queueGroups()) {
            defaultDeclared |= Ascii.sameIgnoringCase(line.name(), QueueGroup.DEFAULT);
            String path = line.path().isEmpty() ? base : line.path();
            groups.add(new QueueGroup(
                    line.name(),
                    existing(path),
                    Math.max(0, line.runners() == 0 ? runners : line.runners()),
                    Math.max(0, line.jobs()),
                    Duration.ofSeconds(line.intervalSeconds()),
                    line.maxRecipients()));
        }
        if (!defaultDeclared) {
            groups.addFirst(
                    new QueueGroup(QueueGroup.DEFAULT, existing(base), Math.max(0, runners), 0, Duration.ZERO, 0));
        }
        return new QueueGroups(groups);
    }

    /// The value of a path, or with a `*` at its end all directories of that beginning (sendmail op guide §2.3.1).
    private static List<Path> existing(String value) throws IOException {
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
