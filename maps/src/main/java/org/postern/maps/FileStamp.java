package org.postern.maps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/// What tells one state of a file from another: which file it is, when it was written to, and its size.
record FileStamp(Object key, FileTime modified, long size) {
    /// @throws java.nio.file.NoSuchFileException when there is no file
    static FileStamp of(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return new FileStamp(key == null ? path : key, attributes.lastModifiedTime(), attributes.size());
    }
}
