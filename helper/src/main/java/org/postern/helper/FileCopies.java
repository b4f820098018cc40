package org.postern.helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Shows the network process files that only root may read, as copies ([CopyFolder]).
///
/// A file is shown when the configuration names it, when sendmail's checks allow it, and when the way to it is root's
/// alone: who may change a directory on the way could put the name of any secret of root there. Or when no name on
/// such a part of the way is a link ([FileRule#NO_LINK_BELOW_OTHERS]). A file is copied again only when it has changed,
/// so that asking often costs nothing.
final class FileCopies implements AutoCloseable {
    private static final int TRIES = 3;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Set<FileRule> WAY_OF_ROOT = EnumSet.of(
            FileRule.REGULAR_ONLY, FileRule.SAFE_DIRECTORIES, FileRule.ROOT_DIRECTORIES, FileRule.ROOT_IS_ROOT);

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final FileAuthority authority;
    private final Identity account;
    private final Optional<CopyFolder> folder;
    private final boolean once;
    private final Clock clock;
    private final EventSink events;

    /// One file. Its lock is held while it is examined and copied.
    private static final class Entry {
        private final String path;
        private final SafeFileRules rules;
        private final String name;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Stamp copied;
        private @Nullable HelperAnswer failed;
        private long failedAt;
        private String said = "";

        private Entry(String path, SafeFileRules rules, String name) {
            this.path = path;
            this.rules = rules;
            this.name = name;
        }
    }

    /// Which state of a file it is.
    private record Stamp(Object device, Object inode, Object size, Object modified, Object changed) {
        static Stamp of(Path file) throws IOException {
            Map<String, Object> now = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
            return new Stamp(
                    now.getOrDefault("dev", 0),
                    now.getOrDefault("ino", 0),
                    now.getOrDefault("size", 0L),
                    now.getOrDefault("lastModifiedTime", 0),
                    now.getOrDefault("ctime", 0));
        }
    }

    private FileCopies(
            FileAuthority authority,
            Identity account,
            Optional<CopyFolder> folder,
            boolean once,
            Clock clock,
            EventSink events) {
        this.authority = authority;
        this.account = account;
        this.folder = folder;
        this.once = once;
        this.clock = clock;
        this.events = events;
        authority.files().forEach((path, rules) -> {
            String ending = path.endsWith(".cdb") ? ".cdb" : "";
            entries.put(path, new Entry(path, rules, "file" + entries.size() + ending));
        });
        if (once) {
            entries.keySet().retainAll(authority.ofTheConfiguration());
        }
    }

    /// For a helper without the rights of root: shows nothing.
    static FileCopies none(Clock clock, EventSink events) {
        return new FileCopies(FileAuthority.NONE, ProcessIdentity.effective(), Optional.empty(), false, clock, events);
    }

    /// Makes the folder, and copies what the account cannot read, so that everything is there before a port is open.
    ///
    /// @param account of the network process
    static FileCopies open(FileAuthority authority, Identity account, Clock clock, EventSink events) {
        return open(authority, account, false, clock, events);
    }

    /// For a helper that gives up its rights afterwards (RunAsUser): only what is read together with the configuration,
    /// as it is now. sendmail too reads that before it gives up its rights, and maps after.
    static FileCopies openOnce(FileAuthority authority, Identity account, Clock clock, EventSink events) {
        return open(authority, account, true, clock, events);
    }

    private static FileCopies open(
            FileAuthority authority, Identity account, boolean once, Clock clock, EventSink events) {
        Optional<CopyFolder> folder = Optional.empty();
        if (!(once ? authority.ofTheConfiguration() : authority.files().keySet()).isEmpty()) {
            try {
                folder = Optional.of(CopyFolder.make(authority.state(), account, clock.epochMillis()));
            } catch (IOException failed) {
                events.accept(new HelperEvent.FileNotShown(authority.state().toString(), reason(failed)));
            }
        }
        FileCopies copies = new FileCopies(authority, account, folder, once, clock, events);
        copies.entries.values().stream()
                .filter(entry -> once || copies.isNeeded(entry))
                .forEach(entry -> {
                    HelperAnswer _ = copies.copyNow(entry);
                });
        return copies;
    }

    /// True when the file is there and the account may not read it itself.
    private boolean isNeeded(Entry entry) {
        SafeFileRules own = SafeFileRules.of(account, FileRule.REGULAR_ONLY);
        return switch (walk(entry, own)) {
            case SafeOpen.Opened opened -> {
                opened.file().close();
                yield false;
            }
            case SafeOpen.Refused _ -> true;
            case SafeOpen.Failed failed -> !failed.isMissing();
        };
    }

    private SafeOpen walk(Entry entry, SafeFileRules rules) {
        return SafeFileWalk.openBelow(authority.root().toString(), entry.path, rules, false);
    }

    /// Answers [org.postern.helperwire.HelperRequest.ShowFile].
    HelperAnswer show(String path) {
        Entry entry = entries.get(path);
        if (entry == null) {
            return new HelperAnswer.Refused("no file that the configuration names");
        }
        return once ? kept(entry) : copyNow(entry);
    }

    private HelperAnswer copyNow(Entry entry) {
        entry.lock.lock();
        try {
            HelperAnswer answer = show(entry);
            say(entry, answer);
            return answer;
        } finally {
            entry.lock.unlock();
        }
    }

    private HelperAnswer kept(Entry entry) {
        return folder.isPresent() && entry.copied != null
                ? copy(entry, folder.get())
                : new HelperAnswer.NoFile(false, Errno.text(Errno.EACCES));
    }

    private HelperAnswer show(Entry entry) {
        switch (walk(entry, entry.rules)) {
            case SafeOpen.Opened opened -> opened.file().close();
            case SafeOpen.Refused(String reason, String _) -> {
                return new HelperAnswer.NoFile(false, reason);
            }
            case SafeOpen.Failed failed -> {
                return failed.isMissing()
                        ? new HelperAnswer.NoFile(true, Errno.text(Errno.ENOENT))
                        : later(failed.cause().reason());
            }
        }
        if (folder.isEmpty()) {
            return later("no folder for copies");
        }
        HelperAnswer failed = entry.failed;
        if (failed != null && clock.nanoTime() - entry.failedAt < PAUSE_NANOS) {
            return failed;
        }
        HelperAnswer answer = upToDate(entry, folder.get());
        entry.failed = answer instanceof HelperAnswer.Temporary ? answer : null;
        entry.failedAt = clock.nanoTime();
        return answer;
    }

    private HelperAnswer upToDate(Entry entry, CopyFolder copies) {
        SafeFileRules strict = entry.rules.rules().contains(FileRule.NO_LINK_BELOW_OTHERS)
                ? entry.rules
                : new SafeFileRules(WAY_OF_ROOT, ProcessIdentity.effective(), 0);
        try {
            for (int i = 0; i < TRIES; i++) {
                Stamp before = Stamp.of(file(entry));
                switch (walk(entry, strict)) {
                    case SafeOpen.Opened opened -> {
                        try (var file = opened.file()) {
                            if (before.equals(entry.copied)) {
                                return copy(entry, copies);
                            }
                            boolean whole = copies.copy(file, file.status().size(), entry.name);
                            if (whole && before.equals(Stamp.of(file(entry)))) {
                                entry.copied = before;
                                return copy(entry, copies);
                            }
                        }
                    }
                    case SafeOpen.Refused(String reason, String where) -> {
                        return later(where + ": " + reason);
                    }
                    case SafeOpen.Failed gone -> {
                        return later(gone.cause().reason());
                    }
                }
            }
            return later("it is being written");
        } catch (NoSuchFileException gone) {
            return new HelperAnswer.NoFile(true, Errno.text(Errno.ENOENT));
        } catch (OsException failed) {
            return later(failed.reason());
        } catch (IOException failed) {
            return later(reason(failed));
        }
    }

    private Path file(Entry entry) {
        return authority.root().resolve(entry.path.substring(1));
    }

    private static HelperAnswer copy(Entry entry, CopyFolder copies) {
        return new HelperAnswer.FileCopy(copies.path(entry.name).toString());
    }

    /// Each new state of a file is worth one line.
    private void say(Entry entry, HelperAnswer answer) {
        String what = "";
        if (answer instanceof HelperAnswer.FileCopy) {
            what = "copied " + entry.copied;
        } else if (answer instanceof HelperAnswer.NoFile(boolean missing, String reason)) {
            what = missing ? "" : reason;
        } else if (answer instanceof HelperAnswer.Temporary temporary) {
            what = temporary.text();
        }
        if (what.equals(entry.said)) {
            return;
        }
        entry.said = what;
        if (answer instanceof HelperAnswer.FileCopy) {
            events.accept(new HelperEvent.FileShown(entry.path));
        } else if (!what.isEmpty()) {
            events.accept(new HelperEvent.FileNotShown(entry.path, what));
        }
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", why);
    }

    private static String reason(IOException failed) {
        return String.valueOf(failed.getMessage());
    }

    /// Removes the copies, if that is still allowed.
    @Override
    public void close() {
        try {
            if (folder.isPresent() && once) {
                folder.get().abandon();
            } else if (folder.isPresent()) {
                folder.get().close();
            }
        } catch (IOException failed) {
            events.accept(new HelperEvent.FileNotShown(authority.state().toString(), reason(failed)));
        }
    }
}
