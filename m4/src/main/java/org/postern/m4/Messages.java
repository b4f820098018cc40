package org.postern.m4;

import java.util.HashSet;
import java.util.Set;
import org.postern.m4.Diagnostic.Severity;

/// Reports warnings and errors with the place that is being worked on, and keeps the exit code.
final class Messages {
    private final M4Settings settings;
    private final MacroListener listener;
    private final Location location;
    private final Set<String> once = new HashSet<>();
    private int exitCode;

    Messages(M4Settings settings, MacroListener listener, Location location) {
        this.settings = settings;
        this.listener = listener;
        this.location = location;
    }

    int exitCode() {
        return exitCode;
    }

    void raiseExitCode() {
        exitCode = 1;
    }

    /// A warning, which option `-E` can make fatal. The text says `Warning: ` where GNU's does.
    void warn(String text) {
        warn(location.place(), text);
    }

    void warn(Place where, String text) {
        listener.diagnostic(new Diagnostic(Severity.WARNING, where, text));
        if (settings.fatalWarnings() > 0) {
            raiseExitCode();
        }
        if (settings.fatalWarnings() > 1) {
            throw new EndOfRunException(1);
        }
    }

    /// A warning that is given once in a run.
    void warnOnce(String text) {
        if (once.add(text)) {
            warn(text);
        }
    }

    /// A warning about the number of arguments or the like, which option `-Q` suppresses.
    void warnUnlessQuiet(String text) {
        if (!settings.quiet()) {
            warn(text);
        }
    }

    /// An error after which the run goes on, with exit code 1 at the end.
    void error(String text) {
        listener.diagnostic(new Diagnostic(Severity.ERROR, location.place(), text));
        raiseExitCode();
        if (settings.fatalWarnings() > 1) {
            throw new EndOfRunException(1);
        }
    }

    /// An error outside all texts.
    void errorNowhere(String text) {
        listener.diagnostic(new Diagnostic(Severity.ERROR, Place.NOWHERE, text));
        raiseExitCode();
    }

    /// An error that ends the run; throw the result.
    EndOfRunException fatal(String text) {
        return fatal(location.place(), text);
    }

    EndOfRunException fatal(Place where, String text) {
        listener.diagnostic(new Diagnostic(Severity.FATAL, where, text));
        raiseExitCode();
        return new EndOfRunException(1);
    }

    void print(String text) {
        listener.print(text);
    }
}
