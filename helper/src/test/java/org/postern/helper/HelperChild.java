package org.postern.helper;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.helperwire.PairLimits;
import org.postern.os.FileAccounts;
import org.postern.os.FileRule;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;

/// A helper process for the tests. Arguments: RunAsUser, the folder with `passwd`, `group`, `mail` and `queue`, and
/// the command of the network process.
final class HelperChild {
    /// In the place of RunAsUser: the network process runs as the same user.
    static final String KEEP_USER = "=keep";

    private HelperChild() {}

    public static void main(String[] arguments) throws Exception {
        String folder = arguments[1];
        List<String> command = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
        HelperOptions options = new HelperOptions(
                command,
                arguments[0].equals(KEEP_USER) ? "" : arguments[0],
                arguments[0].equals(KEEP_USER),
                List.of(folder + "/queue"),
                new MailboxRules.OfSystemUsers(folder + "/mail"),
                new HelperAuthorities(
                        MapAuthority.NONE,
                        new FileAuthority(
                                Map.of(
                                        "/files/private",
                                        SafeFileRules.of(ProcessIdentity.effective(), FileRule.ROOT_IS_ROOT)),
                                Set.of(),
                                Path.of(folder),
                                Path.of(folder, "state")),
                        ClassTexts.NONE,
                        PasswordAuthority.NONE),
                "UTC",
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                PairLimits.usual());
        Helper helper = new Helper(
                options,
                new FileAccounts(Path.of(folder, "passwd"), Path.of(folder, "group"), 100_000),
                Optional.empty(),
                MailboxFixture.CLOCK,
                event -> System.err.println("event=" + event.line()),
                System.err,
                () -> mayBeginAnew(Path.of(folder, "broken")));
        System.exit(helper.run());
    }

    private static boolean mayBeginAnew(Path broken) {
        if (Files.exists(broken)) {
            System.err.println("event=refused");
            return false;
        }
        return true;
    }
}
