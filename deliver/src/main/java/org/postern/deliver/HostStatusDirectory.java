package org.postern.deliver;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.postern.base.Ascii;
import org.postern.os.DurableFiles;

/// A tree of host status files as sendmail has it (sendmail op guide §5.6, HostStatusDirectory): the host
/// `mx.far.test` has the file `test./far./mx`. Both programs and `hoststat` read what either has written.
///
/// A cache: what cannot be read is unknown, what cannot be written is forgotten, nothing is synced.
public final class HostStatusDirectory {
    private static final int LONGEST_NAME = 255;
    private static final int MOST_LABELS = 40;
    private static final int LARGEST_FILE = 4096;
    private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rw-------");

    private final Path base;
    private final DurableFiles files;

    /// @param base the directory; exists
    public HostStatusDirectory(Path base, DurableFiles files) {
        this.base = base;
        this.files = files;
    }

    /// The file of a host; none for a name that is no file name.
    Optional<Path> path(String host) {
        String name = Ascii.lower(host);
        if (name.startsWith("[") && name.endsWith("]")) {
            name = name.substring(1, name.length() - 1);
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        List<String> labels = List.of(name.split("\\.", -1));
        if (name.length() > LONGEST_NAME
                || labels.size() > MOST_LABELS
                || !labels.stream().allMatch(this::fits)) {
            return Optional.empty();
        }
        Path path = base;
        for (String label : labels.subList(1, labels.size()).reversed()) {
            path = path.resolve(label + ".");
        }
        return Optional.of(path.resolve(labels.getFirst()));
    }

    private boolean fits(String label) {
        return !label.isEmpty()
                && label.chars()
                        .allMatch(c -> Ascii.isLetter((char) c)
                                || Ascii.isDigit((char) c)
                                || c == '-'
                                || c == '_'
                                || c == ':');
    }

    /// What is known of a host.
    public Optional<HostStatusRecord> read(String host) {
        try {
            Optional<Path> path = path(host);
            return path.isPresent() && read(path.get()) instanceof HostStatusRecord.Result.Read(HostStatusRecord record)
                    ? Optional.of(record)
                    : Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static HostStatusRecord.Result read(Path path) throws IOException {
        try (SeekableByteChannel file =
                Files.newByteChannel(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            ByteBuffer bytes = ByteBuffer.allocate(LARGEST_FILE);
            while (bytes.hasRemaining() && file.read(bytes) >= 0) {
                // until it is whole
            }
            return HostStatusRecord.parse(Ascii.text(bytes.array(), 0, bytes.position()));
        }
    }

    /// Notes what is known of a host now.
    void write(String host, HostStatusRecord record) {
        Optional<Path> path = path(host);
        if (path.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(path.get().getParent());
            Set<java.nio.file.OpenOption> how = Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    LinkOption.NOFOLLOW_LINKS);
            try (SeekableByteChannel file =
                    Files.newByteChannel(path.get(), how, PosixFilePermissions.asFileAttribute(PRIVATE))) {
                ByteBuffer bytes = ByteBuffer.wrap(Ascii.bytes(record.text()));
                while (bytes.hasRemaining()) {
                    file.write(bytes);
                }
            }
        } catch (IOException full) {
            // it is only a cache
        }
    }

    /// One file of the tree.
    ///
    /// @param host as its place says
    /// @param path the file
    /// @param locked a process talks with the host
    public record Entry(String host, Path path, boolean locked, HostStatusRecord.Result result) {}

    /// All files, in the order of the directories.
    ///
    /// @throws IOException when the directory cannot be read
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> all = Files.walk(base, MOST_LABELS)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    try {
                        entries.add(new Entry(host(path), path, locked(path), read(path)));
                    } catch (NoSuchFileException gone) {
                        // meanwhile
                    }
                }
            }
        }
        return entries;
    }

    private boolean locked(Path path) throws IOException {
        Optional<DurableFiles.Lock> lock = files.tryLock(path);
        lock.ifPresent(DurableFiles.Lock::close);
        return lock.isEmpty();
    }

    private String host(Path path) {
        StringBuilder host = new StringBuilder();
        for (Path part : base.relativize(path)) {
            String label = part.toString();
            host.insert(0, host.isEmpty() ? "" : ".")
                    .insert(0, label.endsWith(".") ? label.substring(0, label.length() - 1) : label);
        }
        return host.toString();
    }

    /// Removes the files that nobody has changed since a time, as `purgestat` does.
    ///
    /// @throws IOException when the directory cannot be read or changed
    public void purge(long beforeMillis) throws IOException {
        try (Stream<Path> all = Files.walk(base, MOST_LABELS)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                boolean old = Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
                        && Files.getLastModifiedTime(path, LinkOption.NOFOLLOW_LINKS)
                                        .toMillis()
                                < beforeMillis;
                if (old) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }
}
