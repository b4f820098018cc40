package org.postern.cf;

import java.util.Set;
import org.postern.base.Ascii;

/// Reads K lines (sendmail op guide §5.9).
final class MapLineReader {
    /// The map classes of a usual build; others are "not available".
    private static final Set<String> CLASSES = Set.of(
            "hash",
            "btree",
            "dbm",
            "cdb",
            "text",
            "stab",
            "implicit",
            "null",
            "host",
            "bestmx",
            "dns",
            "dequote",
            "regex",
            "macro",
            "arith",
            "arpa",
            "user",
            "userdb",
            "program",
            "sequence",
            "switch",
            "ldap",
            "ldapx",
            "nis",
            "nisplus",
            "socket",
            "syslog",
            "dprintf",
            "setdebug",
            "setopt",
            "bogus",
            "ph");

    private static final Set<String> FILE_CLASSES = Set.of("hash", "btree", "dbm", "cdb", "text");

    private final ReadState state;

    MapLineReader(ReadState state) {
        this.state = state;
    }

    /// The line behind `K`.
    void read(String text) {
        String line = state.expand(text);
        int i = skip(line, 0);
        if (i >= line.length() || !alphanumeric(line.charAt(i))) {
            state.problem("readcf: config K line: no map name");
            return;
        }
        int end = i + 1;
        while (end < line.length() && (alphanumeric(line.charAt(end)) || "_.".indexOf(line.charAt(end)) >= 0)) {
            end++;
        }
        String name = line.substring(i, end);
        i = skip(line, end < line.length() ? end + 1 : end);
        if (i >= line.length() || !alphanumeric(line.charAt(i))) {
            state.problem("readcf: config K line, map " + name + ": no map class");
            return;
        }
        end = i + 1;
        while (end < line.length() && alphanumeric(line.charAt(end))) {
            end++;
        }
        String mapClass = line.substring(i, end);
        if (!CLASSES.contains(Ascii.lower(mapClass))) {
            state.problem("readcf: map " + name + ": class " + mapClass + " not available");
            return;
        }
        String arguments = line.substring(skip(line, end < line.length() ? end + 1 : end));
        if (FILE_CLASSES.contains(Ascii.lower(mapClass)) && !namesFile(arguments)) {
            state.problem("No file name for " + mapClass + " map " + name);
            return;
        }
        String key = Ascii.lower(name);
        state.maps().put(key, new MapDeclaration(key, Ascii.lower(mapClass), arguments, state.file(), state.line()));
    }

    /// True when something other than flags is there.
    private static boolean namesFile(String arguments) {
        for (String word : arguments.split("\\s+", -1)) {
            if (!word.isEmpty() && !word.startsWith("-")) {
                return true;
            }
        }
        return false;
    }

    private static int skip(String text, int start) {
        int i = start;
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    private static boolean alphanumeric(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c);
    }
}
