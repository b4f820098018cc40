package org.postern.os;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/// Says what is wrong with a file in the system's words: the messages of many exceptions of the JDK are the name of the
/// file alone.
public final class FileTrouble {
    private FileTrouble() {}

    /// The reason alone, such as `Permission denied`.
    public static String reason(IOException trouble) {
        return switch (trouble) {
            case AccessDeniedException _ -> "Permission denied";
            case NoSuchFileException _ -> "No such file or directory";
            case FileAlreadyExistsException _ -> "File exists";
            case NotDirectoryException _ -> "Not a directory";
            case DirectoryNotEmptyException _ -> "Directory not empty";
            case FileSystemException system when system.getReason() != null -> system.getReason();
            default -> plain(trouble);
        };
    }

    /// The file and the reason, such as `/etc/mail/access: Permission denied`; the message where no file is known.
    public static String words(IOException trouble) {
        return trouble instanceof FileSystemException system && system.getFile() != null
                ? system.getFile() + ": " + reason(trouble)
                : plain(trouble);
    }

    private static String plain(IOException trouble) {
        String message = trouble.getMessage();
        return message == null || message.isEmpty() ? "Input/output error" : message;
    }
}
