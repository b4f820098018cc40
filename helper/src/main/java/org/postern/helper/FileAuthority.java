package org.postern.helper;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.postern.os.SafeFileRules;

/// The files that the helper makes readable for the network process: those that its own copy of the configuration
/// names. A request names one of them; what is not among them is refused.
///
/// @param files by their absolute paths, each with sendmail's demands on such a file; one with the demand
///     [org.postern.os.FileRule#NO_LINK_BELOW_OTHERS] may lie in a directory of others than root
/// @param ofTheConfiguration those of them that are read together with the configuration: itself, the class files and
///     those of TLS
/// @param root where the paths begin; `/` but for tests
/// @param state the folder for the copies, made when it is not there; root's alone
public record FileAuthority(Map<String, SafeFileRules> files, Set<String> ofTheConfiguration, Path root, Path state) {
    /// Where copies lie on a host.
    public static final Path USUAL_STATE = Path.of("/var/lib/postern");

    /// Nothing.
    public static final FileAuthority NONE = new FileAuthority(Map.of(), Set.of(), Path.of("/"), USUAL_STATE);

    public FileAuthority {
        files = Map.copyOf(files);
        ofTheConfiguration = Set.copyOf(ofTheConfiguration);
        if (!files.keySet().stream().allMatch(path -> path.startsWith("/"))) {
            throw new IllegalArgumentException("relative path");
        }
    }
}
