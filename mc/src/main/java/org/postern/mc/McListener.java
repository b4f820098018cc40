package org.postern.mc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.m4.Definition;
import org.postern.m4.Diagnostic;
import org.postern.m4.MacroListener;
import org.postern.m4.Place;

/// Collects the output of one run and what there is to say about the `.mc` file.
final class McListener implements MacroListener {
    private static final Pattern PRINTED = Pattern.compile("(.*):(\\d+): (warning|error): (.*)");
    private static final Pattern CANNOT_OPEN = Pattern.compile("cannot open `(.*)': .*");
    private static final Pattern PART = Pattern.compile("(feature|mailer|ostype|domain|hack|siteconfig)/(.*)\\.m4");
    private static final Pattern VARIABLE = Pattern.compile("conf[A-Z][A-Z0-9_]*");

    /// Variables of old releases, and what to use today.
    private static final Map<String, String> OBSOLETE = Map.of(
            "confDEF_GROUP_ID", "confDEF_USER_ID with user:group",
            "confREAD_TIMEOUT", "the confTO_ variables",
            "confMESSAGE_TIMEOUT", "confTO_QUEUERETURN and confTO_QUEUEWARN",
            "confDAEMON_OPTIONS", "DAEMON_OPTIONS",
            "confCLIENT_OPTIONS", "CLIENT_OPTIONS",
            "confAUTO_REBUILD", "newaliases",
            "confUNSAFE_GROUP_WRITES", "confDONT_BLAME_SENDMAIL");

    private final Library library;
    private final LibrarySource sources;
    private final StringBuilder output = new StringBuilder();
    private final List<McDiagnostic> diagnostics = new ArrayList<>();
    private final Map<String, Place> defined = new HashMap<>();
    private final StringBuilder printed = new StringBuilder();

    McListener(Library library, LibrarySource sources) {
        this.library = library;
        this.sources = sources;
    }

    McResult result() {
        if (!printed.isEmpty()) {
            print("\n");
        }
        return new McResult(output.toString(), diagnostics);
    }

    @Override
    public void output(String text) {
        output.append(text);
    }

    @Override
    public void diagnostic(Diagnostic diagnostic) {
        Matcher cannotOpen = CANNOT_OPEN.matcher(diagnostic.text());
        Optional<Matcher> part = cannotOpen.matches()
                ? sources.nameInLibrary(cannotOpen.group(1)).map(PART::matcher).filter(Matcher::matches)
                : Optional.empty();
        String text = part.map(this::unknown).orElse(diagnostic.text());
        boolean warning = diagnostic.severity() == Diagnostic.Severity.WARNING;
        add(warning ? McDiagnostic.Severity.WARNING : McDiagnostic.Severity.ERROR, diagnostic.place(), text);
    }

    private String unknown(Matcher part) {
        String folder = part.group(1);
        String macro = folder.toUpperCase(java.util.Locale.ROOT);
        return macro + "(`" + part.group(2) + "') does not exist"
                + Suggestion.of(part.group(2), library.offered(folder));
    }

    /// What the macros print with `errprint`: the library's own messages have a place in front.
    @Override
    public void print(String text) {
        printed.append(text);
        int end = printed.indexOf("\n");
        while (end >= 0) {
            String line = printed.substring(0, end);
            printed.delete(0, end + 1);
            Matcher ours = PRINTED.matcher(line);
            if (ours.matches()) {
                boolean warning = ours.group(3).equals("warning");
                add(
                        warning ? McDiagnostic.Severity.WARNING : McDiagnostic.Severity.ERROR,
                        new Place(ours.group(1), Integer.parseInt(ours.group(2))),
                        ours.group(4));
            } else if (!line.isBlank()) {
                add(McDiagnostic.Severity.WARNING, Place.NOWHERE, line);
            }
            end = printed.indexOf("\n");
        }
    }

    /// Looks at the variables that the administrator's own files define.
    @Override
    public void defined(Definition definition) {
        String name = definition.name();
        if (definition.pushed()
                || !VARIABLE.matcher(name).matches()
                || definition.place().file().isEmpty()
                || sources.nameInLibrary(definition.place().file()).isPresent()) {
            return;
        }
        String today = OBSOLETE.get(name);
        if (today != null) {
            add(McDiagnostic.Severity.WARNING, definition.place(), name + " has no effect any more; use " + today);
        } else if (!library.variables().contains(name)) {
            add(
                    McDiagnostic.Severity.WARNING,
                    definition.place(),
                    name + " is not known" + Suggestion.of(name, library.variables()));
        }
        Place before = defined.put(name, definition.place());
        boolean other = !definition.replaced().equals(definition.text());
        if (before != null
                && other
                && definition.replaced().filter(text -> !text.isEmpty()).isPresent()) {
            add(
                    McDiagnostic.Severity.WARNING,
                    definition.place(),
                    name + " is defined again; the first time is at " + before);
        }
    }

    private void add(McDiagnostic.Severity severity, Place place, String text) {
        diagnostics.add(new McDiagnostic(severity, place, text));
    }
}
