package org.postern.mc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postern.base.Ascii;

/// The m4 texts of the library, and the names that they know.
final class Library {
    private static final Pattern VARIABLE = Pattern.compile("\\b(conf[A-Z][A-Z0-9_]*)\\b");

    private static final Pattern MACRO = Pattern.compile("(?m)^define\\(`([A-Z][A-Z0-9_]*)',");

    /// The library of this release.
    static final Library STANDARD = new Library();

    private final TreeMap<String, String> texts = new TreeMap<>();
    private final TreeSet<String> variables = new TreeSet<>();
    private final TreeSet<String> macros = new TreeSet<>();

    private Library() {
        for (String name : read("INDEX").lines().toList()) {
            String text = read(name);
            texts.put(name, text);
            Matcher found = VARIABLE.matcher(text);
            while (found.find()) {
                variables.add(found.group(1));
            }
        }
        macros.add("define");
        Matcher found = MACRO.matcher(text("m4/macros.m4").orElse(""));
        while (found.find()) {
            macros.add(found.group(1));
        }
    }

    /// A text by its name below the library, such as `feature/smrsh.m4`.
    Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /// The names of all texts.
    List<String> names() {
        return List.copyOf(texts.keySet());
    }

    /// What a folder offers: the features, the mailers ...
    SortedSet<String> offered(String folder) {
        TreeSet<String> names = new TreeSet<>();
        for (String name : texts.keySet()) {
            if (name.startsWith(folder + "/") && name.endsWith(".m4")) {
                names.add(name.substring(folder.length() + 1, name.length() - ".m4".length()));
            }
        }
        return names;
    }

    /// The variables that the library reads, such as `confLOG_LEVEL`.
    SortedSet<String> variables() {
        return new TreeSet<>(variables);
    }

    /// The macros that an `.mc` file may call, such as `MASQUERADE_AS`; m4's `define` too.
    SortedSet<String> macros() {
        return new TreeSet<>(macros);
    }

    private static String read(String name) {
        try (InputStream in = Library.class.getResourceAsStream("library/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the macro library lacks " + name);
            }
            return Ascii.text(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
