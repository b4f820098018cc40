package org.postern.programs.postern;

import java.util.List;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;

/// The accounts that a mail server needs and a new host seldom has: that of the network process, that of the queue of
/// commands, and that of deliveries that are nobody's.
final class InitAccounts {
    /// The first one of these that is there is taken for the network process.
    private static final List<String> NETWORK = List.of("smmta", "postern");

    private static final List<String> OTHERS = List.of("smmsp", "mailnull");

    private InitAccounts() {}

    /// The commands that make what is missing, one for each account; empty when nothing is.
    static List<String> commands(Accounts accounts) {
        List<String> missing = new java.util.ArrayList<>();
        if (NETWORK.stream().noneMatch(name -> isThere(accounts, name))) {
            missing.add(NETWORK.getFirst());
        }
        OTHERS.stream().filter(name -> !isThere(accounts, name)).forEach(missing::add);
        return missing.stream().map(InitAccounts::command).toList();
    }

    private static boolean isThere(Accounts accounts, String name) {
        return !(accounts.byName(name) instanceof AccountAnswer.Absent<Account>);
    }

    private static String command(String name) {
        return "useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin "
                + name;
    }
}
