package org.postern.programs.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.os.Accounts;
import org.postern.os.FileAccounts;
import org.postern.os.FileNames;
import org.postern.os.FileStatus;

/// The host that is looked at: this one, or one below a folder, whose paths and symbolic links then begin there.
///
/// Looks without opening: a device or a pipe in the place of a file does no harm.
final class AuditHost {
    private static final long LARGEST_ACCOUNTS = 16 << 20;
    private static final int MOST_LINKS = 32;

    private final Path root;
    private final Accounts accounts;
    private final Findings findings;

    /// @param root `/`, or the folder in its place
    /// @param findings takes what cannot be read
    AuditHost(Path root, Findings findings) {
        this.root = root;
        this.findings = findings;
        this.accounts = root.equals(Path.of("/"))
                ? Accounts.system()
                : new FileAccounts(root.resolve("etc/passwd"), root.resolve("etc/group"), LARGEST_ACCOUNTS);
    }

    /// One file, directory or link with what the kernel says of it.
    record Place(String path, FileStatus status) {
        boolean isDirectory() {
            return status.kind() == FileStatus.Kind.DIRECTORY;
        }

        boolean isRegular() {
            return status.kind() == FileStatus.Kind.REGULAR;
        }
    }

    /// The way to a path.
    ///
    /// @param directories from `/` down, those of symbolic links too
    /// @param links the symbolic links on the way
    /// @param end what is there; empty when nothing is, or it cannot be known
    /// @param lastIsLink true when the name itself is a symbolic link
    record Way(List<Place> directories, List<Place> links, Optional<Place> end, boolean lastIsLink) {}

    Path root() {
        return root;
    }

    boolean isThisHost() {
        return root.equals(Path.of("/"));
    }

    Accounts accounts() {
        return accounts;
    }

    /// Where a path of the host is on this one; one char of it is one byte.
    Path real(String path) {
        Path below = FileNames.path(path.startsWith("/") ? path : "/" + path);
        return root.resolve(Path.of("/").relativize(below));
    }

    /// Follows a path and notes everything on it.
    Way way(String path) {
        List<Place> directories = new ArrayList<>();
        List<Place> links = new ArrayList<>();
        Deque<String> names = new ArrayDeque<>();
        prepend(names, path);
        String here = "/";
        boolean lastIsLink = false;
        Optional<Place> end = status("/");
        end.ifPresent(directories::add);
        while (!names.isEmpty()) {
            String name = names.pop();
            if (name.equals("..")) {
                here = parent(here);
                end = status(here);
                continue;
            }
            String next = here.equals("/") ? "/" + name : here + "/" + name;
            end = status(next);
            if (end.isEmpty()) {
                return new Way(directories, links, end, lastIsLink);
            }
            if (end.get().status().kind() == FileStatus.Kind.SYMBOLIC_LINK) {
                lastIsLink |= names.isEmpty();
                links.add(end.get());
                Optional<String> target = link(next);
                if (target.isEmpty() || links.size() > MOST_LINKS) {
                    return new Way(directories, links, Optional.empty(), lastIsLink);
                }
                here = target.get().startsWith("/") ? "/" : here;
                prepend(names, target.get());
                end = status(here);
            } else {
                here = next;
                if (end.get().isDirectory() && !names.isEmpty()) {
                    directories.add(end.get());
                }
            }
        }
        return new Way(List.copyOf(directories), List.copyOf(links), end, lastIsLink);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    private static void prepend(Deque<String> names, String path) {
        String[] parts = path.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            if (!parts[i].isEmpty() && !parts[i].equals(".")) {
                names.push(parts[i]);
            }
        }
    }

    /// What is at the end of a path, links followed.
    Optional<Place> find(String path) {
        return way(path).end();
    }

    /// What a name is itself.
    Optional<Place> status(String path) {
        try {
            Map<String, Object> all = Files.readAttributes(real(path), "unix:*", LinkOption.NOFOLLOW_LINKS);
            int mode = (Integer) all.getOrDefault("mode", 0);
            FileTime modified = (FileTime) all.getOrDefault("lastModifiedTime", FileTime.fromMillis(0));
            return Optional.of(new Place(
                    path,
                    new FileStatus(
                            kind(mode),
                            mode & 07777,
                            (Integer) all.getOrDefault("uid", 0),
                            (Integer) all.getOrDefault("gid", 0),
                            (Integer) all.getOrDefault("nlink", 1),
                            (Long) all.getOrDefault("size", 0L),
                            (Long) all.getOrDefault("dev", 0L),
                            (Long) all.getOrDefault("ino", 0L),
                            Math.floorDiv(modified.toMillis(), 1000L))));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException | InvalidPathException failed) {
            note(path, failed);
            return Optional.empty();
        }
    }

    private static FileStatus.Kind kind(int mode) {
        return switch (mode >> 12 & 15) {
            case 1 -> FileStatus.Kind.FIFO;
            case 2 -> FileStatus.Kind.CHARACTER_DEVICE;
            case 4 -> FileStatus.Kind.DIRECTORY;
            case 6 -> FileStatus.Kind.BLOCK_DEVICE;
            case 10 -> FileStatus.Kind.SYMBOLIC_LINK;
            case 12 -> FileStatus.Kind.SOCKET;
            default -> FileStatus.Kind.REGULAR;
        };
    }

    /// The text of a symbolic link.
    Optional<String> link(String path) {
        try {
            return Optional.of(FileNames.text(Files.readSymbolicLink(real(path))));
        } catch (IOException | UnsupportedOperationException failed) {
            return Optional.empty();
        }
    }

    /// The text of a regular file, links followed; empty when there is none, it is too large, or it cannot be read.
    Optional<String> text(String path, int largest) {
        return bytes(path, largest).map(Ascii::text);
    }

    /// The content of a regular file.
    Optional<byte[]> bytes(String path, int largest) {
        Optional<Place> place = find(path).filter(Place::isRegular);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        if (place.get().status().size() > largest) {
            findings.unread(path, "larger than " + largest + " bytes");
            return Optional.empty();
        }
        try (var in = Files.newInputStream(real(place.get().path()), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.of(in.readNBytes(largest));
        } catch (IOException failed) {
            note(path, failed);
            return Optional.empty();
        }
    }

    /// What is in a directory, at most so many; what cannot be listed is noted and looks empty.
    List<Place> list(String path, int most) {
        List<Place> found = new ArrayList<>();
        Optional<Place> directory = find(path).filter(Place::isDirectory);
        if (directory.isEmpty()) {
            return found;
        }
        try (DirectoryStream<Path> entries =
                Files.newDirectoryStream(real(directory.get().path()))) {
            for (Path entry : entries) {
                if (found.size() >= most) {
                    findings.unread(path, "holds more than " + most + " files; the others were not looked at");
                    break;
                }
                String name = FileNames.last(entry);
                status(path.equals("/") ? "/" + name : path + "/" + name).ifPresent(found::add);
            }
        } catch (IOException failed) {
            note(path, failed);
        }
        found.sort((one, other) -> one.path().compareTo(other.path()));
        return found;
    }

    private void note(String path, Exception failed) {
        String why = failed instanceof AccessDeniedException ? "Permission denied" : "cannot be read";
        findings.unread(path, why);
    }

    /// A user's name, or the number where there is no account.
    String user(int uid) {
        return accounts.byUid(uid)
                .found()
                .map(account -> account.name())
                .orElseGet(() -> Integer.toUnsignedString(uid));
    }

    /// A group's name, or the number.
    String group(int gid) {
        return accounts.groupByGid(gid)
                .found()
                .map(group -> group.name())
                .orElseGet(() -> Integer.toUnsignedString(gid));
    }
}
