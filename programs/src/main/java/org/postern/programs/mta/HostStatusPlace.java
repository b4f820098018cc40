package org.postern.programs.mta;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.deliver.HostStatusDirectory;
import org.postern.os.RealDurableFiles;
import org.postern.queue.QueueGroups;

/// Where HostStatusDirectory is: below the queue directory unless its name is absolute (sendmail op guide §5.6).
///
/// @param path the directory
public record HostStatusPlace(Path path) {
    /// The one of a configuration; none when the option is not set, or off because no connections are kept.
    public static Optional<HostStatusPlace> of(Configuration configuration, QueueGroups groups) {
        String name =
                configuration.options().text(CfOption.HOST_STATUS_DIRECTORY).strip();
        if (name.isEmpty() || configuration.options().number(CfOption.CONNECTION_CACHE_SIZE) == 0) {
            return Optional.empty();
        }
        return Optional.of(new HostStatusPlace(groups.directories().getFirst().resolve(name)));
    }

    /// The files there.
    ///
    /// @return empty when it is no directory; [#complaint] says so
    public Optional<HostStatusDirectory> open() {
        return Files.isDirectory(path)
                ? Optional.of(new HostStatusDirectory(path, new RealDurableFiles()))
                : Optional.empty();
    }

    /// What is said when it cannot be used.
    public String complaint() {
        String why = Files.exists(path) ? "Not a directory" : "No such file or directory";
        return "Warning: Cannot use HostStatusDirectory = " + path + ": " + why;
    }
}
