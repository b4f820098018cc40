package org.postern.os;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PeerCredentialsTest {
    @TempDir
    Path folder;

    @Test
    void theKernelSaysWhoCalls() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (SocketChannel _ = SocketChannel.open(address);
                    SocketChannel accepted = server.accept()) {
                PeerCredentials peer = PeerCredentials.of(accepted, Accounts.system());

                assertThat(peer.uid()).isEqualTo(ProcessIdentity.effectiveUserId());
                assertThat(peer.gid()).isEqualTo(ProcessIdentity.effective().gid());
                assertThat(peer.isRoot()).isEqualTo(ProcessIdentity.isRoot());
                assertThat(peer.userName())
                        .isEqualTo(Accounts.system()
                                .byUid(peer.uid())
                                .found()
                                .map(Account::name)
                                .orElse(""));
            }
        }
    }

    @Test
    void anAccountThatCannotBeNamedIsAFailureNotAGuess() throws Exception {
        Files.writeString(folder.resolve("passwd"), "someone:x:5:5::/:\n");
        Files.writeString(folder.resolve("group"), "");
        Accounts others = new FileAccounts(folder.resolve("passwd"), folder.resolve("group"), 1000);
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(address);
            try (SocketChannel _ = SocketChannel.open(address);
                    SocketChannel accepted = server.accept()) {
                assertThatThrownBy(() -> PeerCredentials.of(accepted, others)).isInstanceOf(IOException.class);
            }
        }
    }
}
