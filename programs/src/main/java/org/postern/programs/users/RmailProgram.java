package org.postern.programs.users;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.maps.ToolOptions;
import org.postern.programs.Invocation;
import org.postern.programs.Program;

/// `rmail`: takes a message from UUCP, whose `From ` lines say by which hosts it came, and hands it to `sendmail`
/// (rmail(8)).
public final class RmailProgram implements Program {
    private static final String USAGE = "usage: rmail [-T] [-D domain] user ...";
    private static final int LONGEST_LINE = 4096;
    private static final int MOST_LINES = 100;
    private static final int BLOCK = 8192;

    private final MailCommand mail;

    RmailProgram(MailCommand mail) {
        this.mail = mail;
    }

    /// The command of an image.
    public static Program ofThisHost() {
        return invocation -> new RmailProgram(MailCommand.of(invocation.home())).run(invocation);
    }

    @Override
    public int run(Invocation invocation) throws InterruptedException {
        ToolOptions options = ToolOptions.parse(invocation.arguments(), "D:T");
        if (!options.complaint().isEmpty() || options.words().isEmpty()) {
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        String domain = "UUCP";
        for (ToolOptions.Option option : options.options()) {
            domain = option.letter() == 'D' ? option.argument() : domain;
        }
        try {
            return forward(domain, options.words(), invocation);
        } catch (IOException failed) {
            invocation.error().println("rmail: " + failed.getMessage());
            return SysExit.TEMPORARY_FAILURE.code();
        }
    }

    private int forward(String domain, List<String> recipients, Invocation invocation)
            throws IOException, InterruptedException {
        UucpPath path = new UucpPath();
        String line = line(invocation.input());
        for (int i = 0; path.take(line); i++) {
            if (i >= MOST_LINES) {
                invocation.error().println("rmail: more than " + MOST_LINES + " From lines");
                return SysExit.DATA_ERROR.code();
            }
            line = line(invocation.input());
        }
        Optional<String> sender = path.sender();
        if (sender.isEmpty()) {
            invocation
                    .error()
                    .println("rmail: missing or empty From line: "
                            + org.postern.base.PeerText.of(line.stripTrailing()).forLog());
            return SysExit.DATA_ERROR.code();
        }
        List<String> arguments = new ArrayList<>(List.of("-G", "-oee", "-odq", "-oi"));
        arguments.add("-p" + (path.host().isEmpty() ? domain : domain + ":" + path.host()));
        arguments.addAll(List.of("-f", sender.get(), "--"));
        recipients.forEach(user -> arguments.add(quoted(user)));
        String first = line;
        return mail.send(arguments, out -> {
            out.write(Ascii.bytes(first));
            byte[] block = new byte[BLOCK];
            for (int count = invocation.input().read(block);
                    count >= 0;
                    count = invocation.input().read(block)) {
                out.write(block, 0, count);
            }
        });
    }

    /// A comma would separate two recipients: such an address is put in angle brackets.
    private static String quoted(String user) {
        return user.indexOf(',') >= 0 && user.indexOf('?') < 0 ? '<' + user + '>' : user;
    }

    /// One line with its end; empty at the end of the input. Of a longer one what fits.
    private static String line(InputStream input) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = input.read(); c >= 0; c = input.read()) {
            line.write(c);
            if (c == '\n' || line.size() >= LONGEST_LINE) {
                break;
            }
        }
        return Ascii.text(line.toByteArray());
    }
}
