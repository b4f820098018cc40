package org.postern.cf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// Everything that a sendmail.cf says. Immutable; a reload makes a new one.
///
/// @param file where it was read
/// @param version the V line
/// @param options O lines, with defaults
/// @param macros D lines and what the program itself defines, in internal form, by name without braces
/// @param classes C, F and T lines and what the program itself defines, by name without braces
/// @param mailers M lines by number; the first three are the built-in `prog`, `*file*` and `*include*`
/// @param rules S and R lines
/// @param headers H lines in order
/// @param precedences P lines, names as written
/// @param maps K lines in order
/// @param queueGroups Q lines in order
/// @param milters X lines in order
/// @param environment E lines: what programs get; a name without a value is taken from the caller's environment
/// @param diagnostics what was wrong, in the order of the file
public record Configuration(
        String file,
        Version version,
        OptionValues options,
        Map<String, String> macros,
        Map<String, CfClass> classes,
        List<Mailer> mailers,
        RuleBook rules,
        List<HeaderDeclaration> headers,
        Map<String, Integer> precedences,
        List<MapDeclaration> maps,
        List<QueueGroup> queueGroups,
        List<MilterDeclaration> milters,
        Map<String, Optional<String>> environment,
        List<Diagnostic> diagnostics) {
    /// The V line.
    ///
    /// @param level 10 is what sendmail 8.17 knows
    /// @param vendor `Berkeley`, or empty
    public record Version(int level, String vendor) {}

    public Configuration {
        macros = Map.copyOf(macros);
        classes = Map.copyOf(classes);
        mailers = List.copyOf(mailers);
        headers = List.copyOf(headers);
        precedences = Map.copyOf(precedences);
        maps = List.copyOf(maps);
        queueGroups = List.copyOf(queueGroups);
        milters = List.copyOf(milters);
        environment = Map.copyOf(environment);
        diagnostics = List.copyOf(diagnostics);
    }

    /// The same with other classes.
    Configuration withClasses(Map<String, CfClass> other) {
        return new Configuration(
                file,
                version,
                options,
                macros,
                other,
                mailers,
                rules,
                headers,
                precedences,
                maps,
                queueGroups,
                milters,
                environment,
                diagnostics);
    }

    /// The same with other maps, for a configuration of another host whose files are below a folder.
    public Configuration withMaps(List<MapDeclaration> other) {
        return new Configuration(
                file,
                version,
                options,
                macros,
                classes,
                mailers,
                rules,
                headers,
                precedences,
                other,
                queueGroups,
                milters,
                environment,
                diagnostics);
    }

    /// The mailer of this name, case ignored.
    public Optional<Mailer> mailer(String name) {
        for (Mailer mailer : mailers) {
            if (Ascii.sameIgnoringCase(mailer.name(), name)) {
                return Optional.of(mailer);
            }
        }
        return Optional.empty();
    }

    /// The class of this name; an unknown one is empty.
    public CfClass classOf(String name) {
        CfClass found = classes.get(name);
        return found == null ? CfClass.of(List.of()) : found;
    }

    /// The macros as a scope that cannot be written to: the base of [SessionMacros].
    public MacroScope scope() {
        Map<String, String> values = macros;
        return new MacroScope() {
            @Override
            public Optional<String> macro(String name) {
                return Optional.ofNullable(values.get(name));
            }

            @Override
            public void define(String name, String value) {
                throw new UnsupportedOperationException("macros of a configuration do not change");
            }
        };
    }

    /// The diagnostic that keeps the program from starting, if there is one.
    public Optional<Diagnostic> fatal() {
        return diagnostics.stream().filter(Diagnostic::fatal).findFirst();
    }

    /// What keeps a program that delivers or serves from starting although all lines are good; the address
    /// test starts all the same, and shows the first kind only.
    ///
    /// @param queues true when the program needs a queue
    public List<Diagnostic> missing(boolean queues) {
        List<Diagnostic> missing = new ArrayList<>();
        if (mailer("local").isEmpty()) {
            missing.add(new Diagnostic("", 0, "No local mailer defined", SysExit.SOFTWARE, true, true));
        }
        if (queues && !options.isSet(CfOption.QUEUE_DIRECTORY)) {
            missing.add(
                    new Diagnostic("", 0, "QueueDirectory (Q) option must be set", SysExit.CONFIGURATION, true, true));
        }
        return missing;
    }

    /// What the exit status of a program becomes that reads this and goes on: that of the first error.
    public SysExit exit() {
        return diagnostics.stream()
                .map(Diagnostic::exit)
                .filter(exit -> exit != SysExit.OK)
                .findFirst()
                .orElse(SysExit.OK);
    }

    /// True when a line could not be used; sendmail reads on but does not start as a daemon.
    public boolean hasErrors() {
        return diagnostics.stream().anyMatch(diagnostic -> !diagnostic.warning());
    }
}
