package org.postern.helper;

import java.util.List;

/// How the JVMs of the two processes are started, beyond what makes them small or quick.
///
/// Neither leaves files for `jps`, may be attached to, or writes what the JVM itself says to standard output, which
/// in the network process is the pair.
public final class JvmFlags {
    /// For the network process; the helper adds them itself.
    public static final List<String> NETWORK = List.of(
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr");

    /// For the helper, which its starter must add: the same, and a heap that holds the message parts of all requests
    /// at once and little more, so that the process stays under 60 MiB.
    public static final List<String> HELPER = List.of(
            "-XX:-UsePerfData",
            "-XX:+DisableAttachMechanism",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash",
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx32m",
            "-Xss512k",
            "-XX:ReservedCodeCacheSize=16m");

    private JvmFlags() {}
}
