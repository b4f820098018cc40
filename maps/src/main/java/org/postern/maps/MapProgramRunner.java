package org.postern.maps;

import java.util.List;
import java.util.Optional;

/// Runs the program of a `program` map. The network process cannot start programs; there this asks the helper, which
/// takes the program and its arguments from its own copy of the configuration.
@FunctionalInterface
public interface MapProgramRunner {
    /// What came of a run.
    sealed interface Outcome {
        /// The program ended.
        ///
        /// @param exit its exit code, 0 to 255
        /// @param firstLine the first line of its output without the line end; empty when there was none
        record Ended(int exit, Optional<String> firstLine) implements Outcome {}

        /// It did not run, or not to its end.
        ///
        /// @param reason for the log
        record NotRun(String reason) implements Outcome {}
    }

    /// Runs the program of a map for one key.
    ///
    /// @param map the name of the map
    /// @param command the program and its fixed arguments, as the K line has them; whoever runs it may know better
    /// @param key the last argument
    Outcome run(String map, List<String> command, String key);

    /// Runs nothing.
    static MapProgramRunner refusing() {
        return (map, command, key) -> new Outcome.NotRun("programs are not run here");
    }
}
