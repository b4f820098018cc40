package org.postern.os;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.regex.Pattern;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/// Who is at the other end of a unix socket, as the kernel noted when the connection was made (unix(7),
/// `SO_PEERCRED`). The numbers decide; names are for the log.
///
/// @param uid the effective user of the peer when it connected
/// @param gid its effective group
/// @param userName the account's name, empty when the number has none
public record PeerCredentials(int uid, int gid, String userName) {
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,10}");

    /// Asks the kernel about a connected unix socket.
    ///
    /// The JDK hands out the peer's names instead of its numbers (the decimal number where there is no name);
    /// they are turned back with `accounts`. A name that cannot be turned back is a failure, never a guess.
    public static PeerCredentials of(SocketChannel channel, Accounts accounts) throws IOException {
        UnixDomainPrincipal principal = channel.getOption(ExtendedSocketOptions.SO_PEERCRED);
        String user = principal.user().getName();
        int uid = number(accounts.byName(user), Account::uid, user);
        int gid = number(
                accounts.groupByName(principal.group().getName()),
                AccountGroup::gid,
                principal.group().getName());
        Optional<Account> account = accounts.byUid(uid).found();
        return new PeerCredentials(uid, gid, account.map(Account::name).orElse(""));
    }

    private static <T> int number(AccountAnswer<T> answer, java.util.function.ToIntFunction<T> number, String name)
            throws IOException {
        return switch (answer) {
            case AccountAnswer.Found<T>(T entry) -> number.applyAsInt(entry);
            case AccountAnswer.Absent<T> _ -> decimal(name);
            case AccountAnswer.Unavailable<T>(OsException cause) -> throw cause;
        };
    }

    private static int decimal(String name) throws IOException {
        try {
            if (DIGITS.matcher(name).matches()) {
                return Integer.parseUnsignedInt(name);
            }
        } catch (NumberFormatException _) {
            // Above 2^32: no user number.
        }
        throw new IOException("the peer's account is unknown");
    }

    /// True when the peer is root.
    public boolean isRoot() {
        return uid == 0;
    }
}
