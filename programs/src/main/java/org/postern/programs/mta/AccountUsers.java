package org.postern.programs.mta;

import org.postern.deliver.LocalUsers;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.Accounts;

/// The accounts of the host, or those of a try-out, as deliveries ask for them.
///
/// @param accounts where they are
record AccountUsers(Accounts accounts) implements LocalUsers {
    @Override
    public Answer find(String user) {
        return switch (accounts.byName(user)) {
            case AccountAnswer.Found<Account> _ -> Answer.KNOWN;
            case AccountAnswer.Absent<Account> _ -> Answer.UNKNOWN;
            case AccountAnswer.Unavailable<Account> _ -> Answer.UNAVAILABLE;
        };
    }
}
