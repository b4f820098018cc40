package org.postern.programs.sendmail;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.postern.os.FileTrouble;

/// The file that names the process that serves (sendmail op guide §5.6, PidFile): the number, then the command.
///
/// It belongs to the process whose number is in it: nobody else removes it.
///
/// @param file its path
record PidFile(Path file) {
    /// Writes it in the place of one that another process has left behind.
    ///
    /// @param command what starts this program again
    /// @throws IOException when it cannot be written; the message is the reason alone
    void write(long process, String command) throws IOException {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, process + "\n" + command + "\n", StandardCharsets.ISO_8859_1);
        } catch (IOException failed) {
            throw new IOException(FileTrouble.reason(failed), failed);
        }
    }

    /// Removes it if it names this process. One that cannot be read or removed stays: it is worth no error at the end.
    void removeIfOf(long process) {
        try {
            String first = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .findFirst()
                    .orElse("");
            if (first.equals(Long.toString(process))) {
                Files.delete(file);
            }
        } catch (IOException _) {
            // It has gone, or it is root's and this process no longer is.
        }
    }
}
