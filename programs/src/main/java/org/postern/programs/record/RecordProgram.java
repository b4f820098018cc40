package org.postern.programs.record;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.programs.Invocation;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mta.DaemonConfiguration;

/// `postern record`: the envelopes that came, as a file that stays.
///
/// Exit codes: 0, else those of `sysexits.h`.
public final class RecordProgram {
    /// How it is called.
    public static final String USAGE = """
            usage: postern record [-C FILE.cf] FILE   copies the journal of decisions; FILE must not exist
            """;

    private static final String USUAL = "/etc/mail/sendmail.cf";
    private static final int MOST = 1_000_000;

    private final Invocation invocation;
    private final Path start;

    /// @param start the working folder, absolute
    public RecordProgram(Invocation invocation, Path start) {
        this.invocation = invocation;
        this.start = start;
    }

    /// Runs it.
    ///
    /// @param words what follows `record`
    /// @return the exit code
    public int run(List<String> words) {
        boolean configured = words.size() == 3 && words.getFirst().equals("-C");
        if ((!configured && words.size() != 1) || words.getLast().startsWith("-")) {
            invocation.error().print(USAGE);
            return SysExit.USAGE.code();
        }
        Path file = start.resolve(words.getLast());
        Configuration configuration =
                DaemonConfiguration.readWithoutPrograms(start.resolve(configured ? words.get(1) : USUAL), List.of());
        if (configuration.fatal().isPresent()) {
            invocation.error().println(configuration.fatal().get().text());
            return SysExit.CONFIGURATION.code();
        }
        List<DecisionJournal.Entry> entries;
        try {
            Path journal = DecisionJournal.place(DaemonConfiguration.queueDirectories(configuration));
            entries = DecisionJournal.read(journal, _ -> true, MOST);
        } catch (IOException failed) {
            invocation.error().println("postern record: no journal of decisions can be read: " + failed.getMessage());
            return SysExit.NO_INPUT.code();
        }
        try {
            write(entries, file);
        } catch (FileAlreadyExistsException _) {
            invocation.error().println("postern record: " + file + " is there already");
            return SysExit.CANNOT_CREATE.code();
        } catch (IOException failed) {
            invocation.error().println("postern record: " + failed.getMessage());
            return SysExit.IO_ERROR.code();
        }
        invocation.output().println(entries.size() + " decisions in " + file);
        return SysExit.OK.code();
    }

    private static void write(List<DecisionJournal.Entry> entries, Path file) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Set<StandardOpenOption> fresh = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (OutputStream out =
                new BufferedOutputStream(Channels.newOutputStream(Files.newByteChannel(file, fresh, mode)))) {
            for (DecisionJournal.Entry entry : entries) {
                out.write(Ascii.bytes(entry.line()));
            }
        }
    }
}
