package org.postern.helper;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.postern.base.Clock;
import org.postern.base.EventSink;
import org.postern.cf.BlameFlag;
import org.postern.cf.LocalProgram;
import org.postern.cf.Mailer;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperOutput;
import org.postern.helperwire.HelperRequest;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.OpenDirectory;
import org.postern.os.OsException;
import org.postern.os.ProcessIdentity;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// Runs the program of a list: by the mailer `prog` of the helper's own configuration, in a process that wholly is
/// the user before the program begins, with a closed environment, in the first directory of `D=` that the user may
/// enter (sendmail op guide §5.4). smrsh is built in: when it is the mailer's program its rules decide, and
/// `/bin/sh` runs what they leave.
final class ProgramDelivery {
    private static final String SHELL = "/bin/sh";
    private static final String RESTRICTED_PATH = "/usr/bin:/bin";

    private final UserRules rules;
    private final UserReads reads;
    private final RestrictedShell restricted;
    private final Duration time;
    private final Clock clock;
    private final ZoneId zone;
    private final EventSink events;

    /// @param restricted the rules of smrsh
    /// @param time how long a program may run
    ProgramDelivery(
            UserRules rules,
            UserReads reads,
            RestrictedShell restricted,
            Duration time,
            Clock clock,
            ZoneId zone,
            EventSink events) {
        this.rules = rules;
        this.reads = reads;
        this.restricted = restricted;
        this.time = time;
        this.clock = clock;
        this.zone = zone;
        this.events = events;
    }

    /// Runs a command line by the mailer `prog`.
    HelperAnswer run(String command, Rights rights, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException {
        if (rules.program().isEmpty()) {
            return ProgramExit.failed("5.3.5", "Local configuration error", "");
        }
        return run(rules.program().get(), command, rights, request, message);
    }

    /// Runs the program of a mailer for a member of a list.
    ///
    /// @param user what `$u` stands for in its arguments
    HelperAnswer run(
            Mailer mailer, String user, Rights rights, HelperRequest.DeliverToMember request, InputStream message)
            throws IOException {
        return run(new ProgramJob(mailer, List.of(user), "", rights, request.queueId(), request.sender()), message);
    }

    /// Runs the program of a mailer with a message as its input.
    HelperAnswer run(ProgramJob job, InputStream message) throws IOException {
        return switch (prepare(job)) {
            case Prepared.Refused(HelperAnswer answer) -> answer;
            case Prepared.Ready(ProcessBuilder builder, String name) -> {
                yield new ProgramRun(builder, time, name).run(fromLine(job), message);
            }
        };
    }

    private byte[] fromLine(ProgramJob job) {
        if (job.mailer().has('n')) {
            return new byte[0];
        }
        return job.mailer().has('U')
                ? MboxWriter.pathFromLine(job.sender(), clock.epochSeconds(), zone)
                : MboxWriter.fromLine(job.sender(), clock.epochSeconds(), zone);
    }

    /// Lets the network process talk to the program of a mailer.
    HelperAnswer talk(ProgramJob job, InputStream said, HelperOutput output) throws IOException {
        return switch (prepare(job)) {
            case Prepared.Refused(HelperAnswer answer) -> answer;
            case Prepared.Ready(ProcessBuilder builder, String name) ->
                new ProgramTalk(builder, time, name).run(said, output);
        };
    }

    /// A program that can be started, or why there is none.
    private sealed interface Prepared {
        /// @param name for messages
        record Ready(ProcessBuilder builder, String name) implements Prepared {}

        record Refused(HelperAnswer answer) implements Prepared {}
    }

    private static Prepared later(String why) {
        return new Prepared.Refused(ProgramExit.later(why, ""));
    }

    private Prepared prepare(ProgramJob job) throws IOException {
        Mailer mailer = job.mailer();
        Rights rights = job.rights();
        if (rights.identity().isRoot() || rights.identity().gid() == 0) {
            return later("programs do not run as root");
        }
        List<String> argv = LocalProgram.of(mailer) == LocalProgram.CHOOSER ? job.choice() : arguments(job);
        if (argv.isEmpty()) {
            return later("none of the programs of sensible-mda is installed any more");
        }
        Map<String, String> environment = rules.environment();
        String path = argv.getFirst();
        if (UserRules.isRestrictedShell(path)) {
            RestrictedShell.Verdict verdict = verdict(argv, rights);
            switch (verdict) {
                case RestrictedShell.Verdict.Refused(int code, String text, String _) -> {
                    return new Prepared.Refused(ProgramExit.answer(
                            code, mailer.name() + " mailer (" + path + ")", ProgramRun.printable(text)));
                }
                case RestrictedShell.Verdict.Allowed(String rewritten) -> {
                    argv = List.of(SHELL, "-c", rewritten);
                    environment = Map.of("PATH", RESTRICTED_PATH);
                }
            }
        }
        Optional<List<String>> whole = wholeCommand(mailer, rights.identity(), argv);
        if (whole.isEmpty()) {
            return later("setpriv or chroot is not installed (Debian: apt-get install util-linux)");
        }
        ProcessBuilder builder = new ProcessBuilder(whole.get()).directory(new File(directory(mailer, rights)));
        warnOfOthers(mailer.path(), job.queueId());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return new Prepared.Ready(builder, mailer.name() + " mailer (" + path + ")");
    }

    /// Says when others than root could have put another program there (DontBlameSendmail RunWritableProgram,
    /// RunProgramInUnsafeDirPath).
    private void warnOfOthers(String path, String queueId) {
        Set<FileRule> demands = EnumSet.of(FileRule.ROOT_IS_ROOT);
        if (!rules.blames(BlameFlag.RUN_WRITABLE_PROGRAM)) {
            demands.addAll(EnumSet.of(FileRule.NO_GROUP_WRITE, FileRule.NO_WORLD_WRITE));
        }
        if (!rules.blames(BlameFlag.RUN_PROGRAM_IN_UNSAFE_DIR_PATH)) {
            demands.add(FileRule.SAFE_DIRECTORIES);
        }
        if (rules.blames(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE)) {
            demands.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        }
        if (rules.blames(BlameFlag.TRUST_STICKY_BIT)) {
            demands.add(FileRule.STICKY_DIRECTORY_IS_SAFE);
        }
        if (!path.startsWith("/")) {
            return;
        }
        switch (SafeFileWalk.openForReading(path, new SafeFileRules(demands, ProcessIdentity.effective(), 0))) {
            case SafeOpen.Opened opened -> opened.file().close();
            case SafeOpen.Refused(String reason, String _) -> {
                if (reason.contains("ritable ")) {
                    events.accept(new HelperEvent.ProgramUnsafe(queueId, path, reason));
                }
            }
            case SafeOpen.Failed _ -> {
                // Whoever starts it finds out.
            }
        }
    }

    private RestrictedShell.Verdict verdict(List<String> argv, Rights rights) throws IOException {
        try {
            return reads.run(
                    rights.identity(), () -> restricted.judge(argv.subList(1, argv.size()), rights.identity()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the directory of smrsh does not answer", e);
        }
    }

    /// The words of `A=`; one with `$u` comes once for each user (sendmail op guide §5.4).
    private List<String> arguments(ProgramJob job) {
        List<String> argv = new ArrayList<>(List.of(job.mailer().path()));
        job.mailer().arguments().stream().skip(1).forEach(word -> {
            String first = expand(word, job, job.users().getFirst());
            argv.add(first);
            job.users().stream()
                    .skip(1)
                    .map(user -> expand(word, job, user))
                    .filter(other -> !other.equals(first))
                    .forEach(argv::add);
        });
        return argv;
    }

    private String expand(String word, ProgramJob job, String user) {
        return rules.expander()
                .expand(
                        word,
                        Map.of(
                                "u", user,
                                "h", job.host(),
                                "z", job.rights().home(),
                                "f", job.sender(),
                                "g", job.shownSender(),
                                "i", job.queueId()));
    }

    /// The program behind the programs that change identity, root directory, session and priority.
    private static Optional<List<String>> wholeCommand(Mailer mailer, Identity user, List<String> argv) {
        List<String> command = new ArrayList<>();
        NetworkProcess.tool("setsid").ifPresent(command::add);
        if (mailer.nice() != 0 && NetworkProcess.tool("nice").isPresent()) {
            command.addAll(List.of(NetworkProcess.tool("nice").get(), "-n", Integer.toString(mailer.nice())));
        }
        if (ProcessIdentity.isRoot()) {
            boolean jail = mailer.root().isPresent();
            Optional<String> changer = NetworkProcess.tool(jail ? "chroot" : "setpriv");
            if (changer.isEmpty()) {
                return Optional.empty();
            }
            command.add(changer.get());
            command.addAll(jail ? jailed(user, mailer.root().get()) : becoming(user));
        }
        command.addAll(argv);
        return Optional.of(command);
    }

    private static List<String> becoming(Identity user) {
        return List.of(
                "--reuid=" + Integer.toUnsignedString(user.uid()),
                "--regid=" + Integer.toUnsignedString(user.gid()),
                user.groups().isEmpty() ? "--clear-groups" : "--groups=" + numbers(user),
                "--inh-caps=-all",
                "--");
    }

    private static List<String> jailed(Identity user, String root) {
        return List.of(
                "--userspec=" + Integer.toUnsignedString(user.uid()) + ":" + Integer.toUnsignedString(user.gid()),
                "--groups=" + numbers(user),
                "--",
                root);
    }

    private static String numbers(Identity user) {
        return user.groups().stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
    }

    /// The first directory of `D=` that the user may enter, else `/`. Whoever swaps it afterwards gains nothing: in a
    /// directory that he may not search, no name can be looked up.
    private String directory(Mailer mailer, Rights rights) {
        String all = mailer.directories().orElse("/");
        for (String one : all.split(":", -1)) {
            String path = rules.expander().expand(one, Map.of("z", rights.home()));
            if (path.startsWith("/") && mayEnter(path, rights.identity())) {
                return path;
            }
        }
        return "/";
    }

    private boolean mayEnter(String path, Identity user) {
        try {
            return reads.run(user, () -> {
                try (OpenDirectory directory = OpenDirectory.openForSearch(path + "/.")) {
                    return directory.path().startsWith("/");
                } catch (OsException _) {
                    return false;
                }
            });
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception _) {
            return false;
        }
    }
}
