package org.postern.queue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A queue group: directories with rules of their own (sendmail op guide §5.8, Q lines).
///
/// @param name as written
/// @param directories at least one; they exist
/// @param runners how many of its messages are delivered at a time (`R=`); 0 for no limit
/// @param jobs how many messages one run takes (`J=`); 0 for no limit
/// @param interval how long a message waits between two attempts (`I=`); zero when the group does not say
/// @param maxRecipients larger envelopes are split (`r=`); 0 for no limit
public record QueueGroup(
        String name, List<Path> directories, int runners, int jobs, Duration interval, int maxRecipients) {
    /// The name of the group that there is without any Q line.
    public static final String DEFAULT = "mqueue";

    public QueueGroup {
        directories = List.copyOf(directories);
        if (directories.isEmpty()) {
            throw new IllegalArgumentException("queue group " + name + " without a directory");
        }
    }

    /// A group without limits.
    public static QueueGroup of(String name, List<Path> directories) {
        return new QueueGroup(name, directories, 0, 0, Duration.ZERO, 0);
    }
}
