package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.postern.base.Ascii;
import org.postern.cf.Configuration;
import org.postern.dns.HostsTable;

/// What is wrong with the name that this host has in mail (`$j`), as far as the hosts file tells: no name service is
/// asked.
///
/// @param text what is wrong, and what comes of it
/// @param line what `/etc/hosts` should say before its other lines
/// @param isNameless true when the kernel has no name for this host either
public record HostNameProblem(String text, String line, boolean isNameless) {
    /// Whoever types the line puts the own domain in the place of this one.
    static final String DOMAIN = "example.org";

    private static final Path HOSTS = Path.of("/etc/hosts");
    private static final int LARGEST_HOSTS = 16 << 20;
    private static final String USUAL_ADDRESS = "127.0.1.1";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,254}");

    /// Looks at this host; a hosts file that cannot be read counts as empty.
    public static Optional<HostNameProblem> ofThisHost(Configuration configuration) {
        HostsTable hosts;
        try {
            hosts = HostsTable.read(HOSTS, LARGEST_HOSTS);
        } catch (IOException _) {
            hosts = HostsTable.empty();
        }
        return of(configuration, hosts);
    }

    /// Looks at a host by its hosts file.
    ///
    /// @return empty when nothing is wrong, and when the configuration gives a name with macros of its own
    public static Optional<HostNameProblem> of(Configuration configuration, HostsTable hosts) {
        String name = configuration.scope().macro("j").orElse("localhost");
        return NAME.matcher(name).matches() ? of(name, hosts) : Optional.empty();
    }

    /// Looks at a name.
    ///
    /// @param name `$j`, without macros
    static Optional<HostNameProblem> of(String name, HostsTable hosts) {
        String label = name.split("\\.", 2)[0];
        if (isLocalhost(name)) {
            return Optional.of(new HostNameProblem(
                    "this host calls itself " + name + ", which every host is: nobody can answer its mail",
                    USUAL_ADDRESS + " mail." + DOMAIN + " mail",
                    true));
        }
        if (name.indexOf('.') <= 0) {
            return Optional.of(new HostNameProblem(
                    "this host calls itself " + name + ", without a domain: others cannot answer mail from root@" + name
                            + ", and may refuse it",
                    USUAL_ADDRESS + " " + label + "." + DOMAIN + " " + label,
                    false));
        }
        Optional<String> canonical = hosts.canonicalName(name).filter(known -> !Ascii.sameIgnoringCase(known, name));
        return canonical.map(other -> new HostNameProblem(
                "/etc/hosts says that " + name + " is another name of " + other + ": mail for " + name
                        + " is taken for mail for " + other,
                USUAL_ADDRESS + " " + name + " " + label,
                false));
    }

    /// The command that puts the line before the others, where the first one counts; and gives the host a name where it
    /// has none.
    public String command() {
        String label = line.substring(line.lastIndexOf(' ') + 1);
        return (isNameless ? "echo " + label + " > /etc/hostname && hostname " + label + " && " : "") + "sed -i '1i "
                + line + "' /etc/hosts";
    }

    /// One sentence for a person.
    public String sentence() {
        return text + "; put before the other lines of /etc/hosts:  " + line
                + (line.contains(DOMAIN) && !text.contains(DOMAIN) ? "  (with your own domain)" : "");
    }

    private static boolean isLocalhost(String name) {
        return Ascii.lower(name).equals("localhost") || Ascii.lower(name).startsWith("localhost.");
    }
}
