package org.postern.programs.mta;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.DiskFiles;
import org.postern.os.Account;
import org.postern.os.AccountAnswer;
import org.postern.os.AccountGroup;
import org.postern.os.Accounts;

/// What the reader of a configuration asks this host: its files and its accounts.
final class HostFiles implements ConfigurationFiles {
    private final ConfigurationFiles files;
    private final UnaryOperator<String> places;
    private final Consumer<String> named;
    private final Accounts accounts = Accounts.system();

    /// @param maxBytes a longer file is refused
    HostFiles(int maxBytes) {
        this(maxBytes, path -> path, path -> {});
    }

    /// @param places where a file that cannot be read may be read instead; its own name: nowhere
    /// @param named gets the name of every file that is asked for
    HostFiles(int maxBytes, UnaryOperator<String> places, Consumer<String> named) {
        this.files = new DiskFiles(maxBytes);
        this.places = places;
        this.named = named;
    }

    @Override
    public Content file(String path) {
        named.accept(path);
        Content content = files.file(path);
        if (content instanceof Content.Unreadable(boolean missing, String _) && !missing) {
            String place = places.apply(path);
            return place.equals(path) ? content : files.file(place);
        }
        return content;
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
