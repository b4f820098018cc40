package org.postern.programs.status;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlRequest;

/// The figures of a running daemon, by the names of its metrics.
///
/// @param values with labels in braces, as in the OpenMetrics text
record Figures(Map<String, Long> values) {
    /// The process that faces the network.
    static final String PROCESS_ID = "postern_process_id";

    Figures {
        values = Map.copyOf(values);
    }

    /// Asks the daemon of these queue directories.
    ///
    /// @return empty when none answers this user
    static Optional<Figures> ask(List<Path> queueDirectories) {
        Map<String, Long> values = new TreeMap<>();
        try {
            Optional<Integer> answer = ControlClient.ask(
                    ControlClient.place(queueDirectories),
                    new ControlRequest.Figures(),
                    line -> add(values, line.strip()));
            return answer.filter(code -> code == 0).map(_ -> new Figures(values));
        } catch (IOException gone) {
            return Optional.empty();
        }
    }

    private static void add(Map<String, Long> values, String line) {
        int blank = line.lastIndexOf(' ');
        String number = line.substring(blank + 1);
        if (blank > 0 && !line.startsWith("#") && number.matches("\\d{1,18}")) {
            values.put(line.substring(0, blank), Long.parseLong(number));
        }
    }

    long value(String name) {
        return values.getOrDefault(name, 0L);
    }
}
