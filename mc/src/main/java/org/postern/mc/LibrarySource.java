package org.postern.mc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.m4.SourceText;
import org.postern.m4.TextSource;

/// Puts the library in the place of the tree that an `.mc` file names: whoever reads
/// `/usr/share/sendmail/cf/m4/cf.m4`, wherever that is, gets the library's head, and from then on everything below
/// `/usr/share/sendmail/cf/` that the library has.
final class LibrarySource implements TextSource {
    private static final String HEAD = "m4/cf.m4";

    private final Library library;
    private final TextSource others;
    private final List<String> roots = new ArrayList<>();

    /// @param others for all other names, and for what the library lacks
    LibrarySource(Library library, TextSource others) {
        this.library = library;
        this.others = others;
    }

    @Override
    public SourceText open(String name) {
        if (name.equals(HEAD) || name.endsWith("/" + HEAD)) {
            roots.add(name.substring(0, name.length() - HEAD.length()));
        }
        Optional<String> text = nameInLibrary(name).flatMap(library::text);
        return text.isPresent() ? new SourceText.Found(name, text.get()) : others.open(name);
    }

    /// The name below the tree, if it is there: `feature/smrsh.m4`.
    Optional<String> nameInLibrary(String name) {
        return roots.stream()
                .filter(name::startsWith)
                .map(root -> name.substring(root.length()))
                .findFirst();
    }
}
