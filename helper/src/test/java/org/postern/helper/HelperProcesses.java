package org.postern.helper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Starts a helper and its network process as real processes, from copies of the classes that every account may read.
final class HelperProcesses {
    /// An account number that no host gives to anybody.
    static final int NETWORK_ID = 54_321;

    private final Path folder;
    private final List<String> classPath = new ArrayList<>();

    HelperProcesses(Path folder, MailboxFixture mail) throws IOException {
        this.folder = folder;
        Files.writeString(
                folder.resolve("passwd"),
                "root:x:0:0:root:/root:/bin/sh\npostern:x:" + NETWORK_ID + ":" + NETWORK_ID + "::/:/usr/sbin/nologin\n"
                        + mail.user.name() + ":x:" + mail.user.uid() + ":" + mail.user.gid() + "::/:/bin/sh\n");
        Files.writeString(folder.resolve("group"), "root:x:0:\n");
        Files.createDirectory(folder.resolve("queue"));
        int number = 0;
        for (String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                .split(":", -1)) {
            if (entry.contains("target") && Files.exists(Path.of(entry))) {
                Path copy = folder.resolve("code" + number++);
                copy(Path.of(entry), copy);
                classPath.add(copy.toString());
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(to.resolve(from.relativize(folder)));
                Files.setPosixFilePermissions(
                        to.resolve(from.relativize(folder)), PosixFilePermissions.fromString("rwxr-xr-x"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file));
                Files.copy(file, copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Starts both; `before` is put before the helper's own command.
    Started start(List<String> before, String runAsUser, String... child) throws IOException {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> command = new ArrayList<>(before);
        command.add(java);
        command.addAll(JvmFlags.HELPER);
        command.addAll(code(HelperChild.class));
        command.add(runAsUser);
        command.add(folder.toString());
        command.add(java);
        command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(code(NetworkChild.class));
        command.addAll(List.of(child));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("EVIL", "inherited");
        return new Started(builder.start());
    }

    private List<String> code(Class<?> main) {
        return List.of("-cp", String.join(":", classPath), "--enable-native-access=ALL-UNNAMED", main.getName());
    }

    /// The two processes and what they say.
    static final class Started implements AutoCloseable {
        final Process helper;
        private final BufferedReader output;
        private final List<String> lines = new ArrayList<>();

        private Started(Process helper) {
            this.helper = helper;
            this.output =
                    new BufferedReader(new InputStreamReader(helper.getInputStream(), StandardCharsets.ISO_8859_1));
        }

        /// Reads until a line begins with the text; its rest.
        String await(String start) throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
                if (line.startsWith(start)) {
                    return line.substring(start.length());
                }
            }
            throw new IOException("no line " + start + " but " + lines);
        }

        /// Reads to the end; every line so far.
        List<String> all() throws IOException {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                lines.add(line);
            }
            return lines;
        }

        @Override
        public void close() {
            helper.descendants().forEach(ProcessHandle::destroyForcibly);
            helper.destroyForcibly();
        }
    }
}
