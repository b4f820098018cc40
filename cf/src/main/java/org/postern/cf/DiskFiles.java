package org.postern.cf;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.postern.base.Ascii;

/// Files of this machine, plain ones only, without the checks of who may write them: the caller has made them, or
/// they are the user's own (`-C`).
public final class DiskFiles implements ConfigurationFiles {
    private final int maxBytes;

    /// @param maxBytes a longer file is refused
    public DiskFiles(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    @Override
    public Content file(String path) {
        return read(path, "not a plain file");
    }

    @Override
    public Content classFile(String path, ReadingPlace place) {
        return read(path, "Regular files only");
    }

    private Content read(String path, String notPlain) {
        try {
            Path file = Path.of(path);
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new Content.Unreadable(false, notPlain);
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    return new Content.Unreadable(false, "File too large");
                }
                return new Content.Text(Ascii.text(bytes));
            }
        } catch (NoSuchFileException e) {
            return new Content.Unreadable(true, "No such file or directory");
        } catch (java.nio.file.AccessDeniedException e) {
            return new Content.Unreadable(false, "Permission denied");
        } catch (FileSystemException e) {
            String reason = e.getReason();
            return new Content.Unreadable(false, reason == null ? "cannot read" : reason);
        } catch (IOException | InvalidPathException e) {
            return new Content.Unreadable(false, "cannot read");
        }
    }
}
