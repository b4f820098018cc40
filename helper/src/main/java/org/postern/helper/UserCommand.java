package org.postern.helper;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postern.os.Identity;
import org.postern.os.ProcessIdentity;

/// The command line of a program that maps and classes ask: wholly the default user before the program begins
/// (setpriv), never root.
final class UserCommand {
    private UserCommand() {}

    /// The whole command line; empty when this process is root and there is nobody to become, or no `setpriv`.
    ///
    /// @param user whom a root process becomes; other processes stay who they are
    static Optional<List<String>> as(Optional<Identity> user, List<String> program) {
        List<String> command = new ArrayList<>();
        if (ProcessIdentity.isRoot()) {
            Optional<String> setpriv = NetworkProcess.tool("setpriv");
            if (user.isEmpty() || user.get().isRoot() || user.get().gid() == 0 || setpriv.isEmpty()) {
                return Optional.empty();
            }
            command.add(setpriv.get());
            command.add("--reuid=" + Integer.toUnsignedString(user.get().uid()));
            command.add("--regid=" + Integer.toUnsignedString(user.get().gid()));
            command.add(
                    user.get().groups().isEmpty()
                            ? "--clear-groups"
                            : "--groups="
                                    + user.get().groups().stream()
                                            .map(Integer::toUnsignedString)
                                            .collect(Collectors.joining(",")));
            command.add("--inh-caps=-all");
            command.add("--");
        }
        command.addAll(program);
        return Optional.of(command);
    }
}
