package org.postern.programs.postern;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postern.base.SysExit;
import org.postern.os.FileTrouble;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;

/// `postern jail DIR`: a minimal file system for a daemon in a chroot: the image, the few programs that its start
/// needs, their libraries, the accounts, `/etc/mail`, empty queues and mailboxes. Nothing that is there is overwritten.
///
/// A jail holds back only a process that is not root: it is for a daemon with RunAsUser, or one whose users have
/// their files inside.
final class JailProgram {
    static final String USAGE = "usage: postern jail DIRECTORY";
    private static final List<String> COMMANDS = List.of("sh", "readlink", "setpriv", "setsid");
    private static final List<String> PLACES = List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin");
    private static final List<String> FILES = List.of(
            "/etc/passwd",
            "/etc/group",
            "/etc/hosts",
            "/etc/resolv.conf",
            "/etc/nsswitch.conf",
            "/etc/services",
            "/etc/protocols",
            "/etc/shells",
            "/etc/localtime",
            "/etc/ld.so.cache");
    private static final Path RUN = Path.of("/run/sendmail");
    private static final Map<String, Integer> FOLDERS = folders();
    private static final Map<String, String> DEVICES =
            Map.of("null", "c 1 3", "zero", "c 1 5", "random", "c 1 8", "urandom", "c 1 9");
    private static final Pattern LIBRARY = Pattern.compile("(?m)^\\s*(?:\\S+ => )?(/\\S+) \\(0x");

    private final Invocation invocation;
    private final Path start;
    private final Path mail;

    /// @param start the working folder, absolute
    /// @param mail what becomes `/etc/mail` in the jail
    JailProgram(Invocation invocation, Path start, Path mail) {
        this.invocation = invocation;
        this.start = start;
        this.mail = mail;
    }

    private static Map<String, Integer> folders() {
        Map<String, Integer> folders = new LinkedHashMap<>();
        for (String open : List.of("dev", "etc", "proc", "run", "usr", "var", "var/lib", "var/spool", "home")) {
            folders.put(open, 0755);
        }
        folders.put("tmp", 01777);
        folders.put("var/mail", 01777);
        folders.put("var/spool/mqueue", 0700);
        folders.put("var/spool/clientmqueue", 0770);
        return folders;
    }

    int run(List<String> arguments) throws InterruptedException {
        if (arguments.size() != 1 || arguments.getFirst().startsWith("-")) {
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        Path jail = start.resolve(arguments.getFirst()).normalize();
        try {
            if (Files.exists(jail, NOFOLLOW_LINKS) && !isEmpty(jail)) {
                invocation.error().println("postern jail: " + jail + " is there and not empty");
                return SysExit.CANNOT_CREATE.code();
            }
            Path home = invocation.home().toRealPath();
            fill(jail, home);
            invocation.output().print("""
                    %1$s is ready. Give the files of /etc/mail in it their owners, and start the daemon in it:
                      mount -t proc proc %1$s/proc
                      chroot %1$s %2$s/bin/sendmail -bD
                    """.formatted(jail, home));
            return SysExit.OK.code();
        } catch (IOException failed) {
            invocation.error().println("postern jail: " + FileTrouble.words(failed));
            return SysExit.CANNOT_CREATE.code();
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private void fill(Path jail, Path home) throws IOException, InterruptedException {
        Files.createDirectories(jail);
        for (Map.Entry<String, Integer> folder : FOLDERS.entrySet()) {
            Files.createDirectory(jail.resolve(folder.getKey()));
            Files.setAttribute(jail.resolve(folder.getKey()), "unix:mode", folder.getValue());
        }
        for (String file : FILES) {
            if (Files.isRegularFile(Path.of(file))) {
                copy(Path.of(file), jail);
            }
        }
        if (Files.isDirectory(mail)) {
            copyTree(mail, jail.resolve("etc/mail"));
        }
        Files.createSymbolicLink(jail.resolve("var/run"), Path.of("../run"));
        runFolders(jail);
        copyTree(home, within(jail, home));
        List<Path> programs = new ArrayList<>();
        for (String command : COMMANDS) {
            programs.add(find(command));
        }
        for (Path program : programs) {
            copy(program, jail);
        }
        copy(Path.of("/bin/sh"), jail);
        try (Stream<Path> parts = Files.walk(home.resolve("runtime"))) {
            parts.filter(part -> part.endsWith("bin/java") || part.toString().endsWith(".so"))
                    .forEach(programs::add);
        }
        for (Path library : libraries(programs)) {
            copy(library, jail);
        }
        if (ProcessIdentity.isRoot()) {
            for (Map.Entry<String, String> device : DEVICES.entrySet()) {
                makeDevice(jail.resolve("dev").resolve(device.getKey()), device.getValue());
            }
        }
    }

    /// The folders of the daemon below `/run`, with their owners and modes, empty.
    private static void runFolders(Path jail) throws IOException {
        if (!Files.isDirectory(RUN, NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(RUN)) {
            for (Path folder :
                    all.filter(each -> Files.isDirectory(each, NOFOLLOW_LINKS)).toList()) {
                Files.copy(folder, within(jail, folder), StandardCopyOption.COPY_ATTRIBUTES);
                if (ProcessIdentity.isRoot()) {
                    for (String owner : List.of("unix:uid", "unix:gid", "unix:mode")) {
                        Files.setAttribute(
                                within(jail, folder), owner, Files.getAttribute(folder, owner, NOFOLLOW_LINKS));
                    }
                }
            }
        }
    }

    private static Path find(String command) throws IOException {
        for (String place : PLACES) {
            Path program = Path.of(place, command);
            if (Files.isExecutable(program)) {
                return program;
            }
        }
        throw new IOException("the program " + command + " is missing on this host");
    }

    private static Path within(Path jail, Path path) {
        return jail.resolve(path.toString().substring(1));
    }

    /// Copies a file to its name in the jail, what a link leads to in place of the link.
    private static void copy(Path file, Path jail) throws IOException {
        Path target = within(jail, file);
        if (!Files.exists(target)) {
            Files.createDirectories(target.getParent() == null ? jail : target.getParent());
            Files.copy(file.toRealPath(), target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    /// Owners, modes and links stay as they are.
    private static void copyTree(Path from, Path to) throws IOException, InterruptedException {
        Files.createDirectories(to.getParent() == null ? to : to.getParent());
        run("cp", "-a", from.toString(), to.toString());
    }

    private static void makeDevice(Path device, String kind) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("mknod", "-m", "666", device.toString()));
        command.addAll(List.of(kind.split(" ", -1)));
        run(command.toArray(String[]::new));
    }

    private static Set<Path> libraries(List<Path> programs) throws IOException, InterruptedException {
        Set<Path> found = new TreeSet<>();
        for (Path program : programs) {
            Matcher line = LIBRARY.matcher(run("ldd", program.toString()));
            while (line.find()) {
                Path library = Path.of(line.group(1));
                if (!library.startsWith(program.getParent() == null ? program : program.getParent())) {
                    found.add(library);
                }
            }
        }
        return found;
    }

    /// The output of a program; what is said of programs without libraries by `ldd` does not count.
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        if (process.waitFor() != 0 && !command[0].equals("ldd")) {
            throw new IOException(String.join(" ", command) + ": " + output.strip());
        }
        return output;
    }
}
