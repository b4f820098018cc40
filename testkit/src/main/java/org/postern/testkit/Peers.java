package org.postern.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Real mail programs (sendmail, m4, postfix, swaks, any Debian package) that `tools/peers` unpacks without installing
/// them.
///
/// A program that is missing and cannot be fetched fails the test with the line that `tools/peers` prints; a test is
/// never skipped for it.
public final class Peers {
    private static final long LIMIT_SECONDS = 600;
    private static final ConcurrentHashMap<String, Path> KNOWN = new ConcurrentHashMap<>();

    private Peers() {}

    /// The folder that an unpacked peer lies in, for example with `usr/share/sendmail/cf` below it.
    ///
    /// @param peer `sendmail`, `m4`, `postfix`, `swaks` or the name of a Debian package
    public static Path tree(String peer) {
        return KNOWN.computeIfAbsent(peer, name -> unpack(name).resolve(name));
    }

    /// A program of a peer, as a wrapper that finds its own libraries.
    ///
    /// @param peer see [#tree]
    /// @param program for example `sendmail`, `makemap` of the peer `sendmail`
    /// @throws AssertionError when the peer has no such program
    public static Path program(String peer, String program) {
        Path wrapper = tree(peer).resolve("run").resolve(program);
        if (!Files.isExecutable(wrapper)) {
            throw new AssertionError("the peer " + peer + " has no program " + program + " (" + wrapper + ")");
        }
        return wrapper;
    }

    /// The root of the checkout that the test runs in: the first folder upward that has `tools/peers`.
    public static Path checkout() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve("tools/peers"))) {
                return folder;
            }
        }
        throw new AssertionError("no tools/peers above " + start + ": run the tests inside a checkout");
    }

    private static Path unpack(String peer) {
        List<String> command = List.of(checkout().resolve("tools/peers").toString(), peer);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError("tools/peers " + peer + ": " + output);
            }
            return Path.of(output.substring(output.lastIndexOf('\n') + 1));
        } catch (IOException e) {
            throw new AssertionError("cannot run " + command + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while unpacking " + peer, e);
        }
    }
}
