package org.postern.programs.mta;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// With which ahead-of-time data the JVM of the network process runs. The filter of system calls forbids it to start
/// the second JVM that would make the cache in one step, so the build records first and makes the cache afterwards.
public sealed interface NetworkRuntime {
    /// Where the cache lies in an image.
    String CACHE = "lib/network.aot";

    /// Uses the cache of the image, if it has one.
    record FromImage() implements NetworkRuntime {}

    /// Records what the process loads and what is hot.
    ///
    /// @param recording the file that is written when the process ends
    record Recording(Path recording) implements NetworkRuntime {}

    /// Makes the cache from a recording, and does nothing else.
    ///
    /// @param recording what [Recording] wrote
    /// @param cache the file that is written
    record Creating(Path recording, Path cache) implements NetworkRuntime {}

    /// The options for `java`.
    ///
    /// @param home the folder of the image, absolute
    default List<String> options(Path home) {
        return switch (this) {
            case FromImage() -> {
                Path cache = home.resolve(CACHE);
                yield Files.isReadable(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
            }
            case Recording(Path recording) ->
                List.of("-XX:AOTMode=record", "-XX:AOTConfiguration=" + recording.toAbsolutePath());
            case Creating(Path recording, Path cache) ->
                List.of(
                        "-XX:AOTMode=create",
                        "-XX:AOTConfiguration=" + recording.toAbsolutePath(),
                        "-XX:AOTCache=" + cache.toAbsolutePath());
        };
    }
}
