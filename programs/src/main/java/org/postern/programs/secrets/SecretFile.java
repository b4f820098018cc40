package org.postern.programs.secrets;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;
import org.postern.maps.MapFile;
import org.postern.maps.MapFiles;
import org.postern.os.DurableFiles;
import org.postern.sasl.SecretTable;

/// A file of secrets on the disk: ours, or Cyrus's `sasldb2`, which is read only; a change makes it ours and
/// keeps the old one beside it.
public final class SecretFile {
    /// What the name of the file of Cyrus gets behind it when ours takes its place.
    static final String KEPT = ".cyrus";

    private static final int LARGEST_FILE = 128 << 20;
    private static final int MODE = 0600;
    private static final int TRIES = 5;

    private final Path path;
    private final DurableFiles files;

    /// @param path the file; it need not be there
    public SecretFile(Path path, DurableFiles files) {
        this.path = path.toAbsolutePath();
        this.files = files;
    }

    /// Reads a file of either form.
    ///
    /// @throws IOException when it cannot be read
    /// @throws SecretTable.DamagedException when it is damaged
    public static SecretTable read(Path file) throws IOException, SecretTable.DamagedException {
        if (Files.size(file) > LARGEST_FILE) {
            throw new IOException("file too large");
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0 || SecretTable.isOurs(bytes)) {
            return SecretTable.parse(bytes);
        }
        SecretTable.CyrusReader reader = new SecretTable.CyrusReader();
        try (MapFile database = MapFiles.open(file)) {
            database.forEach((key, value) -> {
                reader.add(key, value);
                return true;
            });
        }
        return reader.table();
    }

    /// The content; nobody when there is no file.
    public SecretTable read() throws IOException, SecretTable.DamagedException {
        try {
            return read(path);
        } catch (NoSuchFileException _) {
            return SecretTable.EMPTY;
        }
    }

    /// Changes the content; the file is made when it is not there.
    ///
    /// @return true when a file of Cyrus was kept beside it
    public boolean change(UnaryOperator<SecretTable> change) throws IOException, SecretTable.DamagedException {
        for (int i = 0; i < TRIES; i++) {
            makeSure();
            DurableFiles.Lock lock =
                    files.tryLock(path).orElseThrow(() -> new IOException("another program is changing " + path));
            try (lock) {
                if (lock.stillNames(path)) {
                    SecretTable before = read(path);
                    SecretTable after = change.apply(before);
                    boolean cyrus = isForeign();
                    if (!after.equals(before)) {
                        replace(after.encode(), cyrus);
                    }
                    return cyrus && !after.equals(before);
                }
            }
        }
        throw new IOException("other programs keep changing " + path);
    }

    private void makeSure() throws IOException {
        if (files.facts(path).isEmpty()) {
            try {
                files.create(path, MODE).close();
            } catch (FileAlreadyExistsException _) {
                // somebody was quicker
            }
        }
    }

    private boolean isForeign() throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        return bytes.length > 0 && !SecretTable.isOurs(bytes);
    }

    private void replace(byte[] content, boolean keepOld) throws IOException {
        DurableFiles.Facts old = files.facts(path).orElseThrow(() -> new NoSuchFileException(path.toString()));
        if (keepOld) {
            Path kept = path.resolveSibling(path.getFileName() + KEPT);
            Files.copy(path, kept, StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path fresh = path.resolveSibling(path.getFileName() + ".new");
        files.unlink(fresh);
        try (DurableFiles.Handle handle = files.create(fresh, MODE)) {
            handle.append(ByteBuffer.wrap(content));
            handle.syncData();
        }
        Files.setAttribute(fresh, "unix:uid", old.owner());
        Files.setAttribute(fresh, "unix:gid", old.group());
        Files.setAttribute(fresh, "unix:mode", old.mode());
        files.rename(fresh, path);
        Path folder = path.getParent();
        if (folder != null) {
            files.syncDirectory(folder);
        }
    }
}
