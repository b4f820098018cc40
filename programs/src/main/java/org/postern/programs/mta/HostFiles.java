package org.postern.programs.mta;

import java.util.Optional;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.DiskFiles;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;

/// What the reader of a configuration asks this host: its files and its accounts.
final class HostFiles implements ConfigurationFiles {
    private final ConfigurationFiles files;
    private final Accounts accounts = Accounts.system();

    /// @param maxBytes a longer file is refused
    HostFiles(int maxBytes) {
        this.files = new DiskFiles(maxBytes);
    }

    @Override
    public Content file(String path) {
        return files.file(path);
    }

    @Override
    public Optional<Boolean> isUser(String name) {
        return switch (accounts.byName(name)) {
            case AccountAnswer.Found<Account> _ -> Optional.of(true);
            case AccountAnswer.Absent<Account> _ -> Optional.of(false);
            case AccountAnswer.Unavailable<Account> _ -> Optional.empty();
        };
    }

    @Override
    public Optional<Boolean> isGroup(String name) {
        return switch (accounts.groupByName(name)) {
            case AccountAnswer.Found<AccountGroup> _ -> Optional.of(true);
            case AccountAnswer.Absent<AccountGroup> _ -> Optional.of(false);
            case AccountAnswer.Unavailable<AccountGroup> _ -> Optional.empty();
        };
    }
}
