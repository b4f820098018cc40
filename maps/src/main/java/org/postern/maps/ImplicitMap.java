package org.postern.maps;

import java.util.List;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// The class `implicit`: the database file `FILE.db`, or `FILE.cdb`; when there is none, the text file itself as a
/// list of aliases. Decided anew at each look-up, so that a database counts as soon as it is built.
final class ImplicitMap implements MapLookup {
    private final FileMap database;
    private final FileMap constant;
    private final MapLookup text;

    private ImplicitMap(MapDeclaration declaration, MapEnvironment environment, MapFlags flags) {
        this.database = FileMap.of(declaration, environment, flags, ".db");
        this.constant = FileMap.of(declaration, environment, flags, ".cdb");
        this.text = new AliasTextMap(declaration, environment, flags);
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        return new ImplicitMap(declaration, environment, MapFlagsParser.withFile(declaration, environment));
    }

    @Override
    public MapTraits traits() {
        return database.traits();
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        return chosen().lookup(key, arguments, macros);
    }

    /// True when there is a database file; false when the text is used.
    boolean hasDatabase() {
        return !chosen().equals(text);
    }

    private MapLookup chosen() {
        if (database.hasFile()) {
            return database;
        }
        return constant.hasFile() ? constant : text;
    }
}
