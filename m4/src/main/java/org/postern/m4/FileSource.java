package org.postern.m4;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.postern.base.Ascii;

/// Texts on disk: a name as it is, then, unless it begins with `/`, in each folder of the search path (GNU m4 manual,
/// "Search Path").
public final class FileSource implements TextSource {
    private final Path start;
    private final List<String> folders;
    private final int longest;

    /// A source of files.
    ///
    /// @param start what relative names are relative to
    /// @param folders the search path, in order; an empty name is the current folder
    /// @param longest the most bytes of one file
    public FileSource(Path start, List<String> folders, int longest) {
        this.start = start;
        this.folders = List.copyOf(folders);
        this.longest = longest;
    }

    @Override
    public SourceText open(String name) {
        if (name.isEmpty()) {
            return new SourceText.Missing("No such file or directory");
        }
        SourceText first = read(name);
        if (first instanceof SourceText.Found || name.startsWith("/")) {
            return first;
        }
        for (String folder : folders) {
            SourceText found = read(folder.isEmpty() ? name : folder + "/" + name);
            if (found instanceof SourceText.Found) {
                return found;
            }
        }
        return first;
    }

    private SourceText read(String name) {
        try {
            // names are bytes too
            Path path = start.resolve(new String(Ascii.bytes(name), StandardCharsets.UTF_8));
            if (Files.isDirectory(path)) {
                return new SourceText.Missing("Is a directory");
            }
            if (name.endsWith("/") && Files.exists(path)) {
                return new SourceText.Missing("Not a directory");
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(longest);
                if (in.read() >= 0) {
                    return new SourceText.Missing("File too large");
                }
                return new SourceText.Found(name, Ascii.text(bytes));
            }
        } catch (NoSuchFileException missing) {
            return new SourceText.Missing("No such file or directory");
        } catch (AccessDeniedException denied) {
            return new SourceText.Missing("Permission denied");
        } catch (FileSystemException other) {
            return new SourceText.Missing(other.getReason() == null ? "Input/output error" : other.getReason());
        } catch (InvalidPathException | IOException broken) {
            return new SourceText.Missing("Input/output error");
        }
    }
}
