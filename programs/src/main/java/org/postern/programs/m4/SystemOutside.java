package org.postern.programs.m4;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.m4.Outside;

/// Programs and files for the macros of a caller who allowed it.
final class SystemOutside implements Outside {
    private static final int TRIES = 100;
    private static final int MOST_OUTPUT = 256 << 20;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static final ProcessBuilder.Redirect NOTHING = ProcessBuilder.Redirect.from(new File("/dev/null"));
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path start;
    private final boolean inputIsFree;

    /// Programs and files.
    ///
    /// @param start the working folder
    /// @param inputIsFree true when programs may read standard input; false when it is the text being processed
    SystemOutside(Path start, boolean inputIsFree) {
        this.start = start;
        this.inputIsFree = inputIsFree;
    }

    @Override
    public Optional<CommandResult> run(String command) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", nameOf(command))
                    .directory(start.toFile())
                    .redirectInput(inputIsFree ? ProcessBuilder.Redirect.INHERIT : NOTHING)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            byte[] output = process.getInputStream().readNBytes(MOST_OUTPUT);
            process.getInputStream().close();
            int code = process.waitFor();
            // the JVM gives 128 and the number for a shell that a signal ended, which looks like exit code 129 to 159
            boolean signal = code > 128 && code < 160;
            return Optional.of(new CommandResult(signal ? (code - 128) << 8 : code, Ascii.text(output)));
        } catch (IOException broken) {
            return Optional.of(new CommandResult(127, ""));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.of(new CommandResult(127, ""));
        }
    }

    @Override
    public TemporaryFile makeTemporary(String template) {
        String stem = template.substring(0, template.length() - 6);
        for (int i = 0; i < TRIES; i++) {
            StringBuilder name = new StringBuilder(stem);
            for (int letter = 0; letter < 6; letter++) {
                name.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
            }
            try {
                Files.createFile(
                        start.resolve(nameOf(name.toString())),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                return new TemporaryFile.Made(name.toString());
            } catch (FileAlreadyExistsException taken) {
                // try another name
            } catch (IOException broken) {
                return new TemporaryFile.Failed(reason(broken));
            }
        }
        return new TemporaryFile.Failed("File exists");
    }

    @Override
    public Optional<String> appendTo(String file, String text) {
        try {
            Files.write(
                    start.resolve(nameOf(file)),
                    Ascii.bytes(text),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return Optional.empty();
        } catch (IOException broken) {
            return Optional.of(reason(broken));
        }
    }

    private static String reason(IOException broken) {
        return switch (broken) {
            case NoSuchFileException _ -> "No such file or directory";
            case AccessDeniedException _ -> "Permission denied";
            default -> "Input/output error";
        };
    }

    /// Bytes to what the JVM wants for names and commands.
    private static String nameOf(String bytes) {
        return new String(Ascii.bytes(bytes), StandardCharsets.UTF_8);
    }
}
