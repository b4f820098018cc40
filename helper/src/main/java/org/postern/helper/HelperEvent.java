package org.postern.helper;

import java.util.List;
import java.util.Optional;
import org.postern.base.Event;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.OsException;

/// What the helper has to say. Values that came over the pair are escaped here.
public sealed interface HelperEvent extends Event {
    /// A line that an administrator should see at the ordinary log level.
    int ORDINARY_LEVEL = 9;

    @Override
    default Optional<String> queueId() {
        return Optional.empty();
    }

    @Override
    default int logLevel() {
        return 0;
    }

    /// The network process runs.
    ///
    /// @param as whose rights it has, in words
    record NetworkProcessStarted(long processId, String as) implements HelperEvent {
        @Override
        public String name() {
            return "helper.network.started";
        }

        @Override
        public int logLevel() {
            return ORDINARY_LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("pid", Long.toString(processId)), new Field("as", as));
        }

        @Override
        public String text() {
            return "network process " + processId + " started as " + as;
        }
    }

    /// The network process has ended.
    record NetworkProcessEnded(long processId, int exitCode, boolean expected) implements HelperEvent {
        @Override
        public String name() {
            return "helper.network.ended";
        }

        @Override
        public int logLevel() {
            return expected ? ORDINARY_LEVEL : 0;
        }

        @Override
        public Priority priority() {
            return expected ? Priority.INFO : Priority.CRITICAL;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("pid", Long.toString(processId)), new Field("exit", Integer.toString(exitCode)));
        }

        @Override
        public String text() {
            return "network process " + processId + " ended with " + exitCode + (expected ? "" : " by itself");
        }
    }

    /// What came over the pair made no sense; the pair is closed.
    record PairGivenUp(String why, long garbage) implements HelperEvent {
        @Override
        public String name() {
            return "helper.pair.given-up";
        }

        @Override
        public Priority priority() {
            return Priority.ALERT;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("why", why), new Field("garbage", Long.toString(garbage)));
        }

        @Override
        public String text() {
            return "SECURITY: the network process sends what makes no sense (" + why + ", " + garbage
                    + " bad frames): stopping it";
        }
    }

    /// Owner and group of a queue directory and of the files in it were changed.
    ///
    /// @param files how many files in it changed their owner
    /// @param left names that are not queue files and were left alone
    record QueueAdopted(String directory, String before, String after, long files, long left) implements HelperEvent {
        @Override
        public String name() {
            return "helper.queue.adopted";
        }

        @Override
        public Priority priority() {
            return Priority.NOTICE;
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("dir", directory),
                    new Field("before", before),
                    new Field("after", after),
                    new Field("files", Long.toString(files)),
                    new Field("left", Long.toString(left)));
        }

        @Override
        public String text() {
            if (files == 0 && left == 0) {
                return "directory " + directory + " is now that of " + after + " (it was empty, and that of " + before
                        + ")";
            }
            return "queue directory " + directory + " adopted: owner " + before + " -> " + after + ", " + files
                    + " files, " + left + " left alone (undo: chown -R " + before + " " + directory + ")";
        }
    }

    /// A queue directory could not be given to the network process.
    record QueueNotAdopted(String directory, String why) implements HelperEvent {
        @Override
        public String name() {
            return "helper.queue.not-adopted";
        }

        @Override
        public Priority priority() {
            return Priority.CRITICAL;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("dir", directory), new Field("why", why));
        }

        @Override
        public String text() {
            return "queue directory " + directory + " not adopted: " + why;
        }
    }

    /// A message did not get into a mailbox.
    record MailboxRefused(String id, String user, HelperAnswer answer) implements HelperEvent {
        @Override
        public String name() {
            return "helper.mailbox.refused";
        }

        @Override
        public int logLevel() {
            return ORDINARY_LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.NOTICE;
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("user", PeerText.of(user).forLog()), new Field("why", why()));
        }

        @Override
        public String text() {
            return "helper: no delivery to the mailbox of " + PeerText.of(user).forLog() + ": " + why();
        }

        private String why() {
            return words(answer);
        }
    }

    /// A failed delivery left part of a message behind.
    record MailboxNotRestored(String user, long size, OsException cause) implements HelperEvent {
        @Override
        public String name() {
            return "helper.mailbox.not-restored";
        }

        @Override
        public Priority priority() {
            return Priority.CRITICAL;
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("user", user), new Field("size", Long.toString(size)), new Field("why", cause.reason()));
        }

        @Override
        public String text() {
            return "helper: the mailbox of " + user + " could not be cut back to " + size + " bytes: " + cause.reason();
        }
    }

    /// A `.forward` file was there and may not be used.
    record ForwardRefused(String path, String reason) implements HelperEvent {
        private static final int LEVEL = 3;

        @Override
        public String name() {
            return "helper.forward.refused";
        }

        @Override
        public int logLevel() {
            return LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.WARNING;
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("file", PeerText.of(path).forLog()),
                    new Field("why", PeerText.of(reason).forLog()));
        }

        @Override
        public String text() {
            return "forward " + PeerText.of(path).forLog() + ": "
                    + PeerText.of(reason).forLog();
        }
    }

    /// The program of a mailer may be changed by others; it runs all the same.
    ///
    /// @param reason in sendmail's words
    record ProgramUnsafe(String id, String path, String reason) implements HelperEvent {
        @Override
        public String name() {
            return "helper.program.unsafe";
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public List<Field> fields() {
            return List.of(
                    new Field("program", PeerText.of(path).forLog()),
                    new Field("why", PeerText.of(reason).forLog()));
        }

        @Override
        public String text() {
            return "Warning: program " + PeerText.of(path).forLog() + " unsafe: "
                    + PeerText.of(reason).forLog();
        }
    }

    /// A message did not get into a file or through a program.
    ///
    /// @param member as it stands in the list
    record MemberRefused(String id, String member, HelperAnswer answer) implements HelperEvent {
        @Override
        public String name() {
            return "helper.member.refused";
        }

        @Override
        public int logLevel() {
            return ORDINARY_LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.NOTICE;
        }

        @Override
        public Optional<String> queueId() {
            return Optional.of(id);
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("member", PeerText.of(member).forLog()), new Field("why", words(answer)));
        }

        @Override
        public String text() {
            return "helper: no delivery to " + PeerText.of(member).forLog() + ": " + words(answer);
        }
    }

    /// The network process has got a copy of a file that only root may read.
    record FileShown(String path) implements HelperEvent {
        @Override
        public String name() {
            return "helper.file.shown";
        }

        @Override
        public int logLevel() {
            return ORDINARY_LEVEL;
        }

        @Override
        public Priority priority() {
            return Priority.INFO;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("path", path));
        }

        @Override
        public String text() {
            return "helper: " + path + " copied for the network process";
        }
    }

    /// A file that only root may read stays hidden from the network process, which therefore cannot use it.
    record FileNotShown(String path, String reason) implements HelperEvent {
        @Override
        public String name() {
            return "helper.file.refused";
        }

        @Override
        public Priority priority() {
            return Priority.WARNING;
        }

        @Override
        public List<Field> fields() {
            return List.of(new Field("path", path), new Field("why", reason));
        }

        @Override
        public String text() {
            return "helper: " + path + " is not shown to the network process: " + reason;
        }
    }

    /// An answer in words.
    private static String words(HelperAnswer answer) {
        return switch (answer) {
            case HelperAnswer.Delivered(String status, String text) -> status + " " + text;
            case HelperAnswer.Failed(SysExit _, String status, String text) -> status + " " + text;
            case HelperAnswer.Temporary(SysExit _, String status, String text) -> status + " " + text;
            case HelperAnswer.ProgramFailed(boolean _, String status, String text, String output) ->
                status + " " + text
                        + (output.isEmpty() ? "" : ": " + PeerText.of(output).forLog());
            case HelperAnswer.Refused(String text) -> text;
            case HelperAnswer.ProgramEnded(int exit, boolean _, String _) -> "exit code " + exit;
            case HelperAnswer.Secret _,
                    HelperAnswer.PasswordJudged _,
                    HelperAnswer.ListPart _,
                    HelperAnswer.NoList _,
                    HelperAnswer.OfFile _,
                    HelperAnswer.ClassPart _,
                    HelperAnswer.Pong _ -> "";
        };
    }
}
