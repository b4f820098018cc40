package org.postern.helper;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postern.helperwire.PairLimits;

/// What the helper must know, all of it from its command line and from configuration that root owns.
///
/// @param networkCommand the JVM of the network process and its arguments, absolute
/// @param runAsUser the option of that name, empty when not set; only looked at when the helper is root
/// @param keepUser true when the network process runs as the same user as the helper even when that is root: for
///     trying things out in a container; it then has no capabilities at all
/// @param queueDirectories to be adopted when the helper is root; absolute, and they exist
/// @param mailboxes where mailboxes are
/// @param authorities what the network process may ask for beside deliveries
/// @param timeZone the `TZ` that the network process gets, empty for the system's
/// @param lockPatience how long a locked mailbox is waited for
/// @param stopPatience how long the network process may take to end after it was told to
/// @param limits of the pair
public record HelperOptions(
        List<String> networkCommand,
        String runAsUser,
        boolean keepUser,
        List<String> queueDirectories,
        MailboxRules mailboxes,
        HelperAuthorities authorities,
        String timeZone,
        Duration lockPatience,
        Duration stopPatience,
        PairLimits limits) {
    public HelperOptions {
        networkCommand = List.copyOf(networkCommand);
        queueDirectories = List.copyOf(queueDirectories);
        if (networkCommand.isEmpty() || !networkCommand.getFirst().startsWith("/")) {
            throw new IllegalArgumentException("the network process needs an absolute command");
        }
    }

    /// The usual patience and limits.
    public static HelperOptions usual(
            List<String> networkCommand,
            String runAsUser,
            boolean keepUser,
            List<String> queueDirectories,
            MailboxRules mailboxes,
            HelperAuthorities authorities) {
        return new HelperOptions(
                networkCommand,
                runAsUser,
                keepUser,
                queueDirectories,
                mailboxes,
                authorities,
                "",
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                PairLimits.usual());
    }

    /// The closed environment of the network process. The locale is there for the JVM, which otherwise could
    /// not open files whose names are not ASCII.
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("AGENT", "sendmail");
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("PATH", "/usr/bin:/bin");
        if (!timeZone.isEmpty()) {
            environment.put("TZ", timeZone);
        }
        return environment;
    }
}
