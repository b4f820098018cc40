package org.postern.os;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// [DurableFiles] on the operating system, by Java NIO; only the lock is native (see [FileLocks]).
public final class RealDurableFiles implements DurableFiles {
    private static final int ZEROS = 1 << 20;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int GROUP_AND_OTHERS = 0077;
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ = Set.of(StandardOpenOption.READ);
    private static final Set<OpenOption> READ_WRITE = Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE);
    private static final Set<LinkOption> NO_LINKS = Set.of(LinkOption.NOFOLLOW_LINKS);

    @Override
    public Handle create(Path path, int mode) throws IOException {
        Set<PosixFilePermission> permissions = permissions(mode);
        FileChannel channel;
        try {
            channel = FileChannel.open(path, CREATE, PosixFilePermissions.asFileAttribute(permissions));
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException e) {
            throw explained(path, e);
        }
        if ((mode & GROUP_AND_OTHERS) != 0) {
            // open(2) subtracts the umask
            try {
                Files.setPosixFilePermissions(path, permissions);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
        return new RealHandle(path, channel, Optional.empty());
    }

    @Override
    public Handle open(Path path, boolean writable) throws IOException {
        // Examined and opened by descriptor: whoever exchanges the name meanwhile changes nothing.
        try (OpenDirectory held = hold(path)) {
            Facts facts = factsOf(held.itself(), Set.of());
            if (!facts.regular()) {
                throw new IOException(path + " is not a regular file");
            }
            FileChannel channel = FileChannel.open(held.itself(), writable ? READ_WRITE : READ);
            return new RealHandle(path, channel, Optional.of(facts));
        } catch (NoSuchFileException absent) {
            throw path.toString().equals(absent.getFile()) ? absent : new IOException("/proc is not mounted", absent);
        }
    }

    private static OpenDirectory hold(Path path) throws IOException {
        try {
            return OpenDirectory.hold(path.toString());
        } catch (OsException failed) {
            throw switch (failed.errno()) {
                case Errno.ENOENT -> new NoSuchFileException(path.toString());
                case Errno.EACCES -> new AccessDeniedException(path.toString());
                default -> failed;
            };
        }
    }

    @Override
    public Optional<Facts> facts(Path path) throws IOException {
        try {
            return Optional.of(factsOf(path, NO_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static Facts factsOf(Path path, Set<LinkOption> links) throws IOException {
        Map<String, Object> values = Files.readAttributes(
                path, "unix:mode,size,uid,gid,nlink,dev,ino,lastModifiedTime", links.toArray(LinkOption[]::new));
        int mode = number(values, "mode").intValue();
        return new Facts(
                (mode & FILE_TYPE) == REGULAR,
                number(values, "size").longValue(),
                mode & ~FILE_TYPE,
                number(values, "uid").intValue(),
                number(values, "gid").intValue(),
                number(values, "nlink").intValue(),
                number(values, "dev").longValue(),
                number(values, "ino").longValue(),
                values.get("lastModifiedTime") instanceof FileTime time ? time.toMillis() : 0);
    }

    private static Number number(Map<String, Object> values, String name) throws IOException {
        if (values.get(name) instanceof Number number) {
            return number;
        }
        throw new IOException("the file system does not tell " + name);
    }

    @Override
    public void createDirectory(Path path, int mode) throws IOException {
        try {
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, permissions(mode));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(path)) {
                throw e;
            }
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean unlink(Path path) throws IOException {
        return Files.deleteIfExists(path);
    }

    @Override
    public void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void walk(Path directory, Visitor visitor) throws IOException {
        try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
            for (Path name : names) {
                if (!visitor.visit(String.valueOf(name.getFileName()))) {
                    return;
                }
            }
        } catch (java.nio.file.DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    @Override
    public long freeBytes(Path directory) throws IOException {
        return space(directory);
    }

    @Override
    public Optional<Lock> tryLock(Path path) throws IOException {
        return FileLocks.tryLock(path).map(held -> new RealLock(held, this));
    }

    /// Java has no type of its own for "no space left"; the text of the C library may be in any language, so that the
    /// file system is asked as well.
    private static IOException explained(Path path, IOException failure) {
        String text = String.valueOf(failure.getMessage());
        if (text.contains("No space left") || text.contains("quota exceeded")) {
            return new NoSpaceException(path.toString(), failure);
        }
        Path parent = path.getParent();
        try {
            if (parent != null && space(parent) == 0) {
                return new NoSpaceException(path.toString(), failure);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /// Asked of the kernel in one call: a `FileStore` of Java reads the table of all mounts each time.
    private static long space(Path directory) throws OsException {
        return FileSystemSpace.of(directory.toString()).freeBytes();
    }

    private static Set<PosixFilePermission> permissions(int mode) {
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        PosixFilePermission[] all = PosixFilePermission.values();
        for (int bit = 0; bit < all.length; bit++) {
            if ((mode & (0400 >> bit)) != 0) {
                permissions.add(all[bit]);
            }
        }
        return permissions;
    }

    private record RealLock(FileLocks held, DurableFiles files) implements Lock {
        @Override
        public boolean stillNames(Path path) throws IOException {
            Optional<Facts> named = files.facts(path);
            return named.isPresent()
                    && named.get().inode() == held.inode()
                    && named.get().device() == held.device();
        }

        @Override
        public void close() {
            held.close();
        }
    }

    /// @param opened what was found out before the file was opened; empty for one that was made, which nobody else
    ///     knows yet
    private record RealHandle(Path path, FileChannel channel, Optional<Facts> opened) implements Handle {
        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            int total = 0;
            while (target.hasRemaining()) {
                int count = channel.read(target, position + total);
                if (count <= 0) {
                    break;
                }
                total += count;
            }
            return total;
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            long at = position;
            try {
                while (source.hasRemaining()) {
                    at += channel.write(source, at);
                }
            } catch (IOException e) {
                throw explained(path, e);
            }
        }

        @Override
        public void append(ByteBuffer source) throws IOException {
            write(source, channel.size());
        }

        @Override
        public void preallocate(long size) throws IOException {
            ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(ZEROS, size));
            long at = channel.size();
            while (at < size) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), size - at));
                int length = zeros.remaining();
                write(zeros, at);
                at += length;
            }
            channel.force(true);
        }

        @Override
        public void syncData() throws IOException {
            channel.force(false);
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public Facts facts() throws IOException {
            return opened.isPresent() ? opened.get() : factsOf(path, NO_LINKS);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
