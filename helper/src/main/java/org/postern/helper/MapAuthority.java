package org.postern.helper;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.os.Identity;

/// What the helper does for maps of the network process: the programs and the files with passwords that its own copy
/// of the configuration names. A request names only the map.
///
/// @param programs the program of each `program` map with its fixed arguments, by the name of the map
/// @param secrets the file with the password of each `ldap` map (`-P`), by the name of the map; the empty name is the
///     option LDAPDefaultSpec
/// @param user as whom programs run (the option DefaultUser); empty: as this process is, unless that is root
/// @param patience how long a program may run
/// @param programsAtOnce how many may run at the same time
public record MapAuthority(
        Map<String, List<String>> programs,
        Map<String, String> secrets,
        Optional<Identity> user,
        Duration patience,
        int programsAtOnce) {
    /// Nothing.
    public static final MapAuthority NONE =
            new MapAuthority(Map.of(), Map.of(), Optional.empty(), Duration.ofSeconds(60), 4);

    public MapAuthority {
        Map<String, List<String>> copy = new HashMap<>();
        programs.forEach((map, command) -> copy.put(map, List.copyOf(command)));
        programs = Map.copyOf(copy);
        secrets = Map.copyOf(secrets);
        if (user.isPresent() && (user.get().isRoot() || user.get().gid() == 0)) {
            throw new IllegalArgumentException("programs of maps never run as root or in its group");
        }
    }
}
