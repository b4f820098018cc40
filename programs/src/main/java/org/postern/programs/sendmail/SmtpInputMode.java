package org.postern.programs.sendmail;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import org.postern.base.SysExit;
import org.postern.programs.Invocation;

/// `sendmail -bs`: SMTP on standard input and output. The command only carries bytes between them and the daemon's
/// submission socket, whose session knows the caller from the kernel.
///
/// Started by inetd, with a network connection as standard input, it refuses: the client would be taken for the
/// local user that inetd runs the command as, and could relay.
final class SmtpInputMode {
    private static final int BUFFER = 16 * 1024;
    private static final List<Path> CONFIGURATIONS =
            List.of(Path.of("/etc/mail/submit.cf"), Path.of("/etc/mail/sendmail.cf"));

    private final Invocation invocation;
    private final SendmailArguments arguments;

    SmtpInputMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    SysExit run() throws InterruptedException {
        if (fromTheNetwork()) {
            invocation
                    .output()
                    .print("421 4.3.2 this host does not serve SMTP through inetd; its mail daemon listens itself\r\n");
            invocation.output().flush();
            return SysExit.UNAVAILABLE;
        }
        Path socket = SubmissionSocket.find(
                arguments.configuration().map(file -> List.of(Path.of(file))).orElse(CONFIGURATIONS));
        try (SocketChannel daemon = SubmissionSocket.connect(socket)) {
            Thread carrier = Thread.ofVirtual().name("input").start(() -> carryInput(daemon));
            carryOutput(daemon);
            carrier.interrupt();
            return SysExit.OK;
        } catch (IOException unreachable) {
            invocation.output().print("421 4.3.2 the mail daemon does not answer; try again later\r\n");
            invocation.output().flush();
            invocation
                    .error()
                    .println(invocation.name() + ": the mail daemon does not answer at " + socket + " ("
                            + unreachable.getMessage() + ")");
            return SysExit.TEMPORARY_FAILURE;
        }
    }

    private static boolean fromTheNetwork() {
        try {
            Channel inherited = System.inheritedChannel();
            return inherited instanceof SocketChannel channel
                    && channel.getRemoteAddress() instanceof InetSocketAddress;
        } catch (IOException _) {
            return false;
        }
    }

    private void carryInput(SocketChannel daemon) {
        InputStream input = invocation.input();
        byte[] piece = new byte[BUFFER];
        try {
            for (int count = input.read(piece); count >= 0; count = input.read(piece)) {
                ByteBuffer bytes = ByteBuffer.wrap(piece, 0, count);
                while (bytes.hasRemaining()) {
                    daemon.write(bytes);
                }
            }
            daemon.shutdownOutput();
        } catch (IOException _) {
            // The session is over.
        }
    }

    private void carryOutput(SocketChannel daemon) throws IOException {
        OutputStream output = invocation.output();
        byte[] piece = new byte[BUFFER];
        for (int count = daemon.read(ByteBuffer.wrap(piece)); count >= 0; count = daemon.read(ByteBuffer.wrap(piece))) {
            output.write(piece, 0, count);
            output.flush();
        }
    }
}
