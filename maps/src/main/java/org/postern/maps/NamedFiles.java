package org.postern.maps;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.postern.cf.MapDeclaration;

/// The files that the maps and alias files of a configuration read, for the process that may have to show them to
/// another one.
public final class NamedFiles {
    private NamedFiles() {}

    /// The files with what they are wanted for, by absolute path; relative ones are left out.
    ///
    /// @param declarations those of the K lines
    /// @param aliases the alias files
    /// @param userDatabase the option UserDatabaseSpec
    public static Map<String, MapFileCheck.Purpose> of(
            List<MapDeclaration> declarations, List<AliasSource> aliases, String userDatabase) {
        Map<String, MapFileCheck.Purpose> files = new LinkedHashMap<>();
        UserDatabase.names(userDatabase).stream()
                .filter(name -> name.startsWith("/"))
                .forEach(name -> put(name, false, files));
        declarations.forEach(declaration -> add(declaration, files));
        aliases.forEach(source -> add(source.declaration(), files));
        return files;
    }

    private static void add(MapDeclaration declaration, Map<String, MapFileCheck.Purpose> files) {
        String file = MapFlagsParser.quiet(declaration).file();
        if (!file.startsWith("/")) {
            return;
        }
        switch (declaration.mapClass()) {
            case "hash", "btree", "dbm" -> put(FileMap.withSuffix(file, ".db").toString(), false, files);
            case "cdb" -> put(FileMap.withSuffix(file, ".cdb").toString(), false, files);
            case "text" -> put(file, false, files);
            case "stab" -> put(file, true, files);
            case "implicit" -> {
                put(FileMap.withSuffix(file, ".db").toString(), false, files);
                put(FileMap.withSuffix(file, ".cdb").toString(), false, files);
                put(file, true, files);
            }
            default -> {
                // reads no file
            }
        }
    }

    private static void put(String file, boolean aliasText, Map<String, MapFileCheck.Purpose> files) {
        files.putIfAbsent(file, aliasText ? MapFileCheck.Purpose.ALIAS_TEXT : MapFileCheck.Purpose.READ);
    }
}
