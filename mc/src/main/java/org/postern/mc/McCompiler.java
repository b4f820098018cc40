package org.postern.mc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postern.m4.M4Limits;
import org.postern.m4.M4Settings;
import org.postern.m4.MacroProcessor;
import org.postern.m4.Outside;
import org.postern.m4.TextSource;

/// Makes a configuration of an `.mc` file with Postern's macro library.
///
/// An `.mc` file that includes `.../m4/cf.m4` itself, as Debian's do, gets the library's at that place; all others
/// get it first. The same input gives the same bytes: there is no date in the result.
public final class McCompiler {
    /// Where the library lies for `.mc` files that do not say it.
    private static final String USUAL_ROOT = "/usr/share/sendmail/cf/";

    private final TextSource files;
    private final Map<String, String> definitions;
    private final M4Limits limits;

    /// @param files what `include` finds: a [org.postern.m4.FileSource], or [TextSource#NONE]
    /// @param definitions macros that are defined before the file is read (`-D`)
    /// @param limits what one run may use, usually [M4Limits#forConfigurations()]
    public McCompiler(TextSource files, Map<String, String> definitions, M4Limits limits) {
        this.files = files;
        this.definitions = Map.copyOf(definitions);
        this.limits = limits;
    }

    /// Makes the configuration.
    ///
    /// @param name what messages call the text, usually its path
    /// @param text the `.mc` file, one char per byte
    public McResult compile(String name, String text) {
        SourceCheck source = new SourceCheck(Library.STANDARD, name, text);
        LibrarySource sources = new LibrarySource(Library.STANDARD, files);
        McListener listener = new McListener(Library.STANDARD, sources);
        MacroProcessor processor =
                new MacroProcessor(M4Settings.standard().withLimits(limits), listener, sources, Outside.CLOSED);
        definitions.forEach(processor::define);
        if (!text.contains("m4/cf.m4")) {
            processor.process(USUAL_ROOT + "m4/cf.m4");
        }
        processor.process(name, source.text());
        processor.finish();
        McResult result = listener.result();
        source.lookForUnknownMacros(result.configuration());
        List<McDiagnostic> all = new ArrayList<>(source.diagnostics());
        all.addAll(result.diagnostics());
        return new McResult(result.configuration(), all);
    }
}
