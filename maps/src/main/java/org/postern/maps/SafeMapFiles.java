package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.BlameFlag;
import org.postern.cf.OptionValues;
import org.postern.os.Errno;
import org.postern.os.FileRule;
import org.postern.os.Identity;
import org.postern.os.OsException;
import org.postern.os.SafeFileRules;
import org.postern.os.SafeFileWalk;
import org.postern.os.SafeOpen;

/// The file safety checks of sendmail for maps, alias files, classes, secrets, files of TLS and sockets (sendmail
/// op guide §5.6): who may write to the file or to a directory on the way to it, links, and what DontBlameSendmail
/// forgives.
///
/// @param forgiven the words of DontBlameSendmail
/// @param user as whom the files are used (RunAsUser)
/// @param trustedUser the number of TrustedUser; 0 when there is none
/// @param ownFiles true when an ordinary user runs this for himself: then directories may be writable for others,
///     which is what the real program allows in this case
public record SafeMapFiles(Set<BlameFlag> forgiven, Identity user, int trustedUser, boolean ownFiles)
        implements MapFileCheck {
    private static final int READ_OR_WRITE = 0600;
    private static final int STICKY = 01000;
    private static final int GROUP_WRITE = 020;
    private static final int WORLD_WRITE = 02;

    /// ENXIO: what open(2) says of a socket.
    private static final int IS_A_SOCKET = 6;

    public SafeMapFiles {
        forgiven = Set.copyOf(forgiven);
    }

    /// With the DontBlameSendmail of a configuration.
    public static SafeMapFiles of(OptionValues options, Identity user, int trustedUser, boolean ownFiles) {
        Set<BlameFlag> forgiven = EnumSet.noneOf(BlameFlag.class);
        for (BlameFlag flag : BlameFlag.values()) {
            if (options.has(flag)) {
                forgiven.add(flag);
            }
        }
        return new SafeMapFiles(forgiven, user, trustedUser, ownFiles);
    }

    /// The demands on a file, for whoever opens it.
    public SafeFileRules demands(Purpose purpose) {
        return new SafeFileRules(rules(purpose), user, trustedUser);
    }

    @Override
    public Optional<String> refusal(Path file, Purpose purpose) {
        return switch (walk(file, purpose)) {
            case SafeOpen.Opened opened -> {
                int mode = opened.status().mode();
                opened.file().close();
                boolean unusable = purpose == Purpose.ALIAS_TEXT && (mode & READ_OR_WRITE) == 0;
                yield unusable ? Optional.of(Errno.text(Errno.EACCES)) : Optional.empty();
            }
            case SafeOpen.Refused(String reason, String _) -> Optional.of(reason);
            case SafeOpen.Failed failed -> {
                boolean fine = switch (purpose) {
                    case BUILD, MAKE -> failed.isMissing();
                    case SOCKET -> failed.cause().errno() == IS_A_SOCKET;
                    case READ,
                            ALIAS_TEXT,
                            CLASS_FILE,
                            SECRET,
                            CERTIFICATE,
                            PRIVATE_KEY,
                            HELP,
                            ERROR_HEADER,
                            SERVICE_SWITCH -> false;
                };
                yield fine ? Optional.empty() : Optional.of(failed.cause().reason());
            }
        };
    }

    @Override
    public List<String> warnings(Path file, Purpose purpose) {
        Set<FileRule> rules = rules(purpose);
        if (rules.contains(FileRule.SAFE_DIRECTORIES)) {
            return List.of();
        }
        List<String> warnings = new ArrayList<>();
        try {
            Path absolute = file.toAbsolutePath().getParent();
            for (Path way = absolute == null ? file.getRoot() : absolute.toRealPath();
                    way != null;
                    way = way.getParent()) {
                if (Files.getAttribute(way, "unix:mode") instanceof Integer mode) {
                    String why = unsafe(mode, rules);
                    if (!why.isEmpty()) {
                        warnings.addFirst(why + " " + way);
                    }
                }
            }
        } catch (IOException e) {
            // whoever opens the file says why it cannot be
        }
        return warnings;
    }

    private static String unsafe(int mode, Set<FileRule> rules) {
        if ((mode & STICKY) != 0 && rules.contains(FileRule.STICKY_DIRECTORY_IS_SAFE)) {
            return "";
        }
        if ((mode & WORLD_WRITE) != 0) {
            return "World writable directory";
        }
        boolean group = (mode & GROUP_WRITE) != 0 && !rules.contains(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        return group ? "Group writable directory" : "";
    }

    /// Opens a file for reading if it may be used.
    public SafeOpen open(Path file, Purpose purpose) {
        return walk(file, purpose);
    }

    /// The text of a file that the configuration names, a `char` for each byte.
    ///
    /// @param limit in bytes
    /// @return empty when the file may not be used, cannot be read, or is longer
    public Optional<String> text(Path file, Purpose purpose, int limit) {
        if (!(walk(file, purpose) instanceof SafeOpen.Opened opened)) {
            return Optional.empty();
        }
        try (var open = opened.file()) {
            return Optional.of(Ascii.text(open.readAll(limit)));
        } catch (OsException unreadable) {
            return Optional.empty();
        }
    }

    private SafeOpen walk(Path file, Purpose purpose) {
        String path = file.toAbsolutePath().toString();
        SafeFileRules rules = demands(purpose);
        if (purpose == Purpose.ALIAS_TEXT) {
            // sendmail opens it for writing, to lock it, and only when it may not, for reading
            SafeOpen writing = SafeFileWalk.openForAppending(path, rules);
            boolean mayNot = switch (writing) {
                case SafeOpen.Opened _ -> false;
                case SafeOpen.Refused(String reason, String _) -> reason.equals(Errno.text(Errno.EACCES));
                case SafeOpen.Failed(var cause) -> cause.errno() == Errno.EACCES || cause.errno() == Errno.EROFS;
            };
            return mayNot ? SafeFileWalk.openForReading(path, rules) : writing;
        }
        return SafeFileWalk.openForReading(path, rules);
    }

    private Set<FileRule> rules(Purpose purpose) {
        Set<FileRule> rules = leniencies();
        switch (purpose) {
            case READ -> {
                inSafeDirectories(rules, BlameFlag.MAP_IN_UNSAFE_DIR_PATH);
                unless(rules, FileRule.NO_LINK_IN_UNSAFE_DIRECTORY, BlameFlag.LINKED_MAP_IN_WRITABLE_DIR);
            }
            case BUILD, MAKE -> {
                rules.add(FileRule.REGULAR_ONLY);
                if (purpose == Purpose.BUILD) {
                    safeDirectories(rules, BlameFlag.MAP_IN_UNSAFE_DIR_PATH);
                }
                unless(rules, FileRule.NO_SYMBOLIC_LINK, BlameFlag.WRITE_MAP_TO_SYM_LINK);
                unless(rules, FileRule.NO_HARD_LINK, BlameFlag.WRITE_MAP_TO_HARD_LINK);
            }
            case ALIAS_TEXT -> {
                rules.add(FileRule.REGULAR_ONLY);
                rules.add(FileRule.NOT_EXECUTABLE);
                unless(rules, FileRule.NO_LINK_IN_UNSAFE_DIRECTORY, BlameFlag.LINKED_ALIAS_FILE_IN_WRITABLE_DIR);
                unless(rules, FileRule.NO_GROUP_WRITE, BlameFlag.GROUP_WRITABLE_ALIAS_FILE);
                unless(rules, FileRule.NO_WORLD_WRITE, BlameFlag.WORLD_WRITABLE_ALIAS_FILE);
            }
            case CLASS_FILE -> {
                inSafeDirectories(rules, BlameFlag.CLASS_FILE_IN_UNSAFE_DIR_PATH);
                unless(rules, FileRule.NO_LINK_IN_UNSAFE_DIRECTORY, BlameFlag.LINKED_CLASS_FILE_IN_WRITABLE_DIR);
            }
            case HELP -> inSafeDirectories(rules, BlameFlag.HELP_FILE_IN_UNSAFE_DIR_PATH);
            case ERROR_HEADER -> inSafeDirectories(rules, BlameFlag.ERROR_HEADER_IN_UNSAFE_DIR_PATH);
            case SERVICE_SWITCH -> {
                rules.add(FileRule.REGULAR_ONLY);
                unless(
                        rules,
                        FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                        BlameFlag.LINKED_SERVICE_SWITCH_FILE_IN_WRITABLE_DIR);
            }
            case SECRET ->
                rules.addAll(EnumSet.of(
                        FileRule.REGULAR_ONLY,
                        FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                        FileRule.NO_GROUP_WRITE,
                        FileRule.NO_WORLD_WRITE));
            case CERTIFICATE -> ofTls(rules);
            case PRIVATE_KEY -> {
                ofTls(rules);
                rules.add(FileRule.NO_WORLD_READ);
                unless(rules, FileRule.NO_GROUP_READ, BlameFlag.GROUP_READABLE_KEY_FILE);
            }
            case SOCKET -> {
                rules.add(FileRule.NO_SYMBOLIC_LINK);
                if (!ownFiles) {
                    rules.add(FileRule.SAFE_DIRECTORIES);
                }
            }
        }
        return rules;
    }

    private void ofTls(Set<FileRule> rules) {
        rules.addAll(EnumSet.of(
                FileRule.REGULAR_ONLY,
                FileRule.NO_LINK_IN_UNSAFE_DIRECTORY,
                FileRule.NO_GROUP_WRITE,
                FileRule.NO_WORLD_WRITE,
                FileRule.MUST_OWN));
        if (!ownFiles) {
            rules.add(FileRule.SAFE_DIRECTORIES);
        }
    }

    /// What counts as a safe directory for every kind of file (GroupWritableDirPathSafe, TrustStickyBit).
    public Set<FileRule> leniencies() {
        Set<FileRule> rules = EnumSet.of(FileRule.ROOT_IS_ROOT);
        if (forgiven.contains(BlameFlag.GROUP_WRITABLE_DIR_PATH_SAFE)) {
            rules.add(FileRule.GROUP_WRITABLE_DIRECTORY_IS_SAFE);
        }
        if (forgiven.contains(BlameFlag.TRUST_STICKY_BIT)) {
            rules.add(FileRule.STICKY_DIRECTORY_IS_SAFE);
        }
        return rules;
    }

    private void inSafeDirectories(Set<FileRule> rules, BlameFlag exception) {
        rules.add(FileRule.REGULAR_ONLY);
        safeDirectories(rules, exception);
    }

    private void safeDirectories(Set<FileRule> rules, BlameFlag exception) {
        if (!ownFiles) {
            unless(rules, FileRule.SAFE_DIRECTORIES, exception);
        }
    }

    private void unless(Set<FileRule> rules, FileRule rule, BlameFlag exception) {
        if (!forgiven.contains(exception)) {
            rules.add(rule);
        }
    }
}
