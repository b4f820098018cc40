package org.postern.programs.mta;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What both processes of a daemon are started with. The parent makes it from the command line and hands it to the
/// network process as arguments; the rest of what they know stands in the configuration file.
///
/// @param configuration the sendmail.cf, absolute
/// @param options options of the command line, `Name=value` each
/// @param tag the name in log lines (`-L`)
/// @param logFile where lines go; empty for the system log
/// @param trafficLog where everything that is said over SMTP is written (`-X`), absolute
/// @param users a file in the format of passwd(5) instead of the accounts of the host
/// @param mailboxDirectory where mailboxes are
/// @param virtualMailboxes true when the users exist only here and all mailboxes belong to the owner of the directory
/// @param keepUser true when the network process runs as the same user as the parent
/// @param segmentBytes the size of one segment of the journal
/// @param queueIntervalSeconds how often waiting mail is tried (`-q30m`); 0 leaves it to the schedule alone
/// @param service what the daemon is for
/// @param run with [Service#RUN]: the line of the request
public record DaemonSettings(
        Path configuration,
        List<String> options,
        String tag,
        Optional<Path> logFile,
        Optional<Path> trafficLog,
        Optional<Path> users,
        Path mailboxDirectory,
        boolean virtualMailboxes,
        boolean keepUser,
        long segmentBytes,
        long queueIntervalSeconds,
        Service service,
        String run) {
    /// What a daemon is for.
    public enum Service {
        /// Receives and delivers.
        MAIL,
        /// Only delivers, again and again (`-q30m` without `-bd`).
        QUEUE,
        /// The same for the queue of the submission program; takes messages of local users while the mail service is
        /// down (`-Ac -q30m`).
        CLIENT_QUEUE,
        /// One run of the queue, then the end (`-q`).
        RUN
    }

    /// A daemon that receives and delivers.
    public DaemonSettings(
            Path configuration,
            List<String> options,
            String tag,
            Optional<Path> logFile,
            Optional<Path> trafficLog,
            Optional<Path> users,
            Path mailboxDirectory,
            boolean virtualMailboxes,
            boolean keepUser,
            long segmentBytes,
            long queueIntervalSeconds) {
        this(
                configuration,
                options,
                tag,
                logFile,
                trafficLog,
                users,
                mailboxDirectory,
                virtualMailboxes,
                keepUser,
                segmentBytes,
                queueIntervalSeconds,
                Service.MAIL,
                "");
    }

    /// The standard size of one segment of the journal.
    public static final long SEGMENT_BYTES = 64L << 20;

    public DaemonSettings {
        options = List.copyOf(options);
        if (!configuration.isAbsolute() || !mailboxDirectory.isAbsolute()) {
            throw new IllegalArgumentException("relative path");
        }
    }

    /// As arguments of the network process.
    List<String> arguments() {
        List<String> out = new ArrayList<>(List.of(
                "config=" + configuration,
                "tag=" + tag,
                "mailboxes=" + mailboxDirectory,
                "virtual=" + virtualMailboxes,
                "keepuser=" + keepUser,
                "segment=" + segmentBytes,
                "interval=" + queueIntervalSeconds,
                "service=" + service,
                "run=" + run));
        logFile.ifPresent(file -> out.add("log=" + file));
        trafficLog.ifPresent(file -> out.add("traffic=" + file));
        users.ifPresent(file -> out.add("users=" + file));
        options.forEach(option -> out.add("option=" + option));
        return out;
    }

    /// The reverse of [#arguments].
    ///
    /// @throws IllegalArgumentException for what [#arguments] never makes
    static DaemonSettings of(List<String> arguments) {
        Path configuration = Path.of("");
        List<String> options = new ArrayList<>();
        String tag = "sendmail";
        Optional<Path> logFile = Optional.empty();
        Optional<Path> traffic = Optional.empty();
        Optional<Path> users = Optional.empty();
        Path mailboxes = Path.of("");
        boolean virtual = false;
        boolean keepUser = false;
        long segment = SEGMENT_BYTES;
        long interval = 0;
        Service service = Service.MAIL;
        String run = "";
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String value = argument.substring(equals + 1);
            switch (argument.substring(0, Math.max(equals, 0))) {
                case "config" -> configuration = Path.of(value);
                case "option" -> options.add(value);
                case "tag" -> tag = value;
                case "log" -> logFile = Optional.of(Path.of(value));
                case "traffic" -> traffic = Optional.of(Path.of(value));
                case "users" -> users = Optional.of(Path.of(value));
                case "mailboxes" -> mailboxes = Path.of(value);
                case "virtual" -> virtual = Boolean.parseBoolean(value);
                case "keepuser" -> keepUser = Boolean.parseBoolean(value);
                case "segment" -> segment = Long.parseLong(value);
                case "service" -> service = Service.valueOf(value);
                case "run" -> run = value;
                case "interval" -> interval = Long.parseLong(value);
                default -> throw new IllegalArgumentException("unknown setting " + argument);
            }
        }
        return new DaemonSettings(
                configuration,
                options,
                tag,
                logFile,
                traffic,
                users,
                mailboxes,
                virtual,
                keepUser,
                segment,
                interval,
                service,
                run);
    }
}
