package org.postern.programs.sendmail;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.programs.mta.ConfigurationProblems;
import org.postern.programs.mta.DaemonConfiguration;

/// Why a daemon does not start with a configuration, as sendmail decides: a line that could not be used is enough
/// (sendmail op guide §5).
///
/// @param exit the exit code
/// @param lines what is said beside the diagnostics of the configuration
record StartRefusal(SysExit exit, List<String> lines) {
    StartRefusal {
        lines = List.copyOf(lines);
    }

    /// Empty when the daemon may start.
    static Optional<StartRefusal> of(Configuration configuration) {
        if (configuration.fatal().isPresent()) {
            return Optional.of(new StartRefusal(configuration.fatal().get().exit(), List.of()));
        }
        List<String> lines = new ArrayList<>(ConfigurationProblems.ofMaps(configuration));
        boolean badMaps = !lines.isEmpty();
        List<Diagnostic> missing = configuration.missing(true);
        missing.forEach(diagnostic -> lines.add(diagnostic.text()));
        if (!missing.isEmpty()) {
            return Optional.of(new StartRefusal(missing.getLast().exit(), lines));
        }
        if (configuration.hasErrors()) {
            return Optional.of(new StartRefusal(configuration.exit(), lines));
        }
        return badMaps ? Optional.of(new StartRefusal(SysExit.SOFTWARE, lines)) : Optional.empty();
    }

    /// Why a daemon that serves does not begin anew with a configuration, in lines; empty when it may.
    static List<String> ofRestart(Configuration configuration) {
        Optional<StartRefusal> refusal = of(configuration);
        List<String> lines = new ArrayList<>();
        if (refusal.isPresent()) {
            configuration.diagnostics().forEach(diagnostic -> lines.add(diagnostic.text()));
            lines.addAll(refusal.get().lines());
            return lines;
        }
        ConfigurationProblems.ofFilters(configuration).ifPresent(lines::add);
        try {
            var _ = DaemonConfiguration.queueDirectories(configuration);
        } catch (IOException none) {
            lines.add(String.valueOf(none.getMessage()));
        }
        return lines;
    }
}
