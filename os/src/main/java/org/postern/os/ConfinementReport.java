package org.postern.os;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// How a process is confined: the rights of every one of its threads, as the kernel states them.
///
/// @param threads at least one
public record ConfinementReport(long processId, List<ThreadStatus> threads) {
    /// The capability to bind ports below 1024.
    public static final long NET_BIND_SERVICE = 1L << 10;

    private static final int MAX_THREADS = 100_000;

    public ConfinementReport {
        threads = List.copyOf(threads);
    }

    /// Reads the report about this process.
    public static ConfinementReport ofThisProcess() throws IOException {
        return ofProcess(ProcessHandle.current().pid());
    }

    /// Reads the report about a process. Threads that end meanwhile are left out.
    ///
    /// @throws IOException when there is no such process or no `/proc`
    public static ConfinementReport ofProcess(long processId) throws IOException {
        List<ThreadStatus> threads = new ArrayList<>();
        try (DirectoryStream<Path> tasks =
                Files.newDirectoryStream(Path.of("/proc", Long.toUnsignedString(processId), "task"))) {
            for (Path task : tasks) {
                if (threads.size() < MAX_THREADS) {
                    read(task, threads);
                }
            }
        }
        if (threads.isEmpty()) {
            throw new NoSuchFileException("/proc/" + processId + "/task");
        }
        return new ConfinementReport(processId, threads);
    }

    private static void read(Path task, List<ThreadStatus> into) throws IOException {
        try {
            String text = Files.readString(task.resolve("status"), StandardCharsets.ISO_8859_1);
            ThreadStatus.parse(text).ifPresent(into::add);
        } catch (NoSuchFileException _) {
            // The thread has ended.
        } catch (IOException e) {
            if (Files.exists(task)) {
                throw e;
            }
        }
    }

    /// True when a thread has root as one of its users.
    public boolean anyRoot() {
        return threads.stream().anyMatch(ThreadStatus::hasRoot);
    }

    /// True when every thread runs under a seccomp filter.
    public boolean allFiltered() {
        return threads.stream().allMatch(thread -> thread.seccompMode() == 2);
    }

    /// True when no thread can gain rights by running a program.
    public boolean allWithoutNewPrivileges() {
        return threads.stream().allMatch(ThreadStatus::noNewPrivileges);
    }

    /// What the design demands of a network process: no root, no new privileges, filtered, and no capability but the
    /// one for low ports. Each sentence is one demand that is not met.
    public List<String> shortcomings() {
        List<String> found = new ArrayList<>();
        add(found, "has root", thread -> thread.hasRoot());
        add(found, "can gain privileges", thread -> !thread.noNewPrivileges());
        add(found, "have no seccomp filter", thread -> thread.seccompMode() != 2);
        add(found, "have capabilities", thread -> (thread.effectiveCapabilities() & ~NET_BIND_SERVICE) != 0);
        return List.copyOf(found);
    }

    private void add(List<String> found, String what, Function<ThreadStatus, Boolean> broken) {
        long count = threads.stream().filter(broken::apply).count();
        if (count > 0) {
            found.add(count + " of " + threads.size() + " threads " + what);
        }
    }

    /// One line for the log: `confinement: uid=102 gid=104 groups= cap=400 nnp=1 seccomp=2 threads=26`; values that
    /// differ between threads are joined by `/`.
    public String logLine() {
        return "confinement: uid=" + each(thread -> join(thread.uids())) + " gid="
                + each(thread -> join(thread.gids())) + " groups=" + each(thread -> join(thread.groups()))
                + " cap=" + each(thread -> Long.toHexString(thread.effectiveCapabilities())) + " nnp="
                + each(thread -> thread.noNewPrivileges() ? "1" : "0") + " seccomp="
                + each(thread -> Integer.toString(thread.seccompMode())) + " threads=" + threads.size();
    }

    /// Several lines for an administrator.
    public String statusText() {
        StringBuilder out = new StringBuilder(256);
        out.append("process ")
                .append(processId)
                .append(", ")
                .append(threads.size())
                .append(" threads\n");
        out.append("  user (real/effective/saved/file)  ")
                .append(each(thread -> join(thread.uids())))
                .append('\n');
        out.append("  group                             ")
                .append(each(thread -> join(thread.gids())))
                .append('\n');
        out.append("  supplementary groups              ")
                .append(each(thread -> join(thread.groups())))
                .append('\n');
        out.append("  effective capabilities            ")
                .append(each(thread -> Long.toHexString(thread.effectiveCapabilities())))
                .append('\n');
        out.append("  no new privileges                 ")
                .append(yes(allWithoutNewPrivileges()))
                .append('\n');
        out.append("  can never run a program           ")
                .append(yes(allFiltered()))
                .append('\n');
        for (String shortcoming : shortcomings()) {
            out.append("  WARNING: ").append(shortcoming).append('\n');
        }
        return out.toString();
    }

    private String each(Function<ThreadStatus, String> value) {
        Set<String> values = new TreeSet<>();
        threads.forEach(thread -> values.add(value.apply(thread)));
        return String.join("/", values);
    }

    private static String join(List<Integer> ids) {
        Set<Integer> different = new TreeSet<>(Integer::compareUnsigned);
        different.addAll(ids);
        return different.stream().map(Integer::toUnsignedString).collect(Collectors.joining(","));
    }

    private static String yes(boolean value) {
        return value ? "yes" : "no";
    }
}
