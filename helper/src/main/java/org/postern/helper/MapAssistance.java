package org.postern.helper;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.helperwire.HelperAnswer;
import org.postern.os.FileRule;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Does for maps what the network process cannot: runs programs, reads passwords.
///
/// A program runs without a shell, in a process that is wholly the default user before the program begins
/// (setpriv), with `/` as its folder, nothing as its input and a closed environment. It is ended when it takes
/// too long; of its output only the first line is kept.
final class MapAssistance {
    private static final int LONGEST_LINE = 2047;
    private static final long AFTER_END_MILLIS = 1000;
    private static final int FIRST_LETTER = ' ';
    private static final int LAST_LETTER = '~';

    private final MapAuthority authority;
    private final Semaphore places;

    MapAssistance(MapAuthority authority) {
        this.authority = authority;
        this.places = new Semaphore(authority.programsAtOnce(), true);
    }

    HelperAnswer run(String map, String key) {
        List<String> program = authority.programs().get(map);
        if (program == null) {
            return new HelperAnswer.Refused("there is no program map " + map);
        }
        if (!key.chars().allMatch(c -> c >= FIRST_LETTER && c <= LAST_LETTER)) {
            return later("a key with bytes that are not printable ASCII");
        }
        Optional<List<String>> command = command(program, key);
        if (command.isEmpty()) {
            return later("DefaultUser is root, or setpriv is not installed");
        }
        try {
            if (!places.tryAcquire(authority.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return later("too many programs at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later("interrupted");
        }
        try {
            return run(command.get());
        } catch (IOException e) {
            return later("cannot run " + program.getFirst() + ": " + e.getMessage());
        } finally {
            places.release();
        }
    }

    private Optional<List<String>> command(List<String> program, String key) {
        List<String> command = new ArrayList<>(program);
        command.add(key);
        return UserCommand.as(authority.user(), command);
    }

    private HelperAnswer run(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(new File("/"))
                .redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().clear();
        builder.environment().put("AGENT", "sendmail");
        Process process = builder.start();
        // Read on a thread of its own: a grandchild may keep the pipe open for ever, and must not keep this place.
        FutureTask<Optional<String>> line = new FutureTask<>(() -> firstLine(process.getInputStream()));
        Thread.ofPlatform().daemon(true).name("map-program").start(line);
        try {
            if (!process.waitFor(authority.patience().toMillis(), TimeUnit.MILLISECONDS)) {
                return later("the program of the map was ended");
            }
            Optional<String> printed = line.get(AFTER_END_MILLIS, TimeUnit.MILLISECONDS);
            int exit = process.exitValue();
            return exit < 0 || exit > 127
                    ? later("the program of the map was ended")
                    : new HelperAnswer.ProgramEnded(exit, printed.isPresent(), printed.orElse(""));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return later("interrupted");
        } catch (ExecutionException e) {
            return later("cannot read what the program of the map prints: " + e.getCause());
        } catch (TimeoutException e) {
            return later("the program of the map has ended, but not what it started");
        } finally {
            end(process);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// The first line, cut; the rest is read and forgotten, so that the program can end.
    private static Optional<String> firstLine(InputStream out) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        boolean first = true;
        boolean printed = false;
        for (int count = out.read(piece); count >= 0; count = out.read(piece)) {
            printed |= count > 0;
            for (int i = 0; i < count && first; i++) {
                first = piece[i] != '\n' && piece[i] != 0 && line.size() < LONGEST_LINE;
                if (first) {
                    line.write(piece[i]);
                }
            }
        }
        return printed ? Optional.of(Ascii.text(line.toByteArray()).replace('\r', ' ')) : Optional.empty();
    }

    HelperAnswer secret(String map) {
        String path = authority.secrets().get(map);
        if (path == null) {
            return new HelperAnswer.Refused("there is no map " + map + " with a secret");
        }
        if (!path.startsWith("/")) {
            return later(path + ": not an absolute name");
        }
        SafeFileRules rules = new SafeFileRules(
                EnumSet.of(
                        FileRule.REGULAR_ONLY,
                        FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                        FileRule.NO_GROUP_WRITE,
                        FileRule.NO_WORLD_WRITE,
                        FileRule.ROOT_IS_ROOT),
                ProcessIdentity.effective(),
                0);
        return switch (SafeFileWalk.openForReading(path, rules)) {
            case SafeOpen.Opened opened -> {
                try (var file = opened.file()) {
                    byte[] bytes = new byte[LONGEST_LINE];
                    int count = file.read(bytes, 0, bytes.length);
                    String text = Ascii.text(bytes, 0, Math.max(count, 0));
                    yield new HelperAnswer.Secret(text.lines().findFirst().orElse(""));
                } catch (OsException e) {
                    yield later(e.reason());
                }
            }
            case SafeOpen.Refused(String reason, String where) -> later(where + ": " + reason);
            case SafeOpen.Failed(OsException cause) -> later(path + ": " + cause.reason());
        };
    }

    private static HelperAnswer later(String why) {
        return new HelperAnswer.Temporary(SysExit.TEMPORARY_FAILURE, "4.3.0", why);
    }
}
