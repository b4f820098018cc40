package org.postern.programs.audit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.maps.AliasFile;
import org.postern.maps.AliasNames;
import org.postern.maps.AliasSource;

/// One target of an alias.
///
/// @param file where the alias stands
/// @param line its line
/// @param name the alias
/// @param target one of its targets, without quotes around it
/// @param lines the first and the last line of the whole entry
record AliasEntry(String file, int line, String name, String target, Lines lines) {
    /// Lines of a file.
    record Lines(int first, int last) {
        /// The line and those before it that it continues.
        static Lines upTo(int last, List<String> text) {
            int first = last;
            while (first > 1 && first <= text.size() && continues(text.get(first - 2), text.get(first - 1))) {
                first--;
            }
            return new Lines(first, last);
        }

        private static boolean continues(String before, String line) {
            boolean blank = !line.isEmpty() && (line.charAt(0) == ' ' || line.charAt(0) == '\t');
            return before.endsWith("\\") || (blank && !before.isEmpty());
        }

        /// Makes a comment of them.
        Mend comment(String file) {
            String range = first == last ? Integer.toString(last) : first + "," + last;
            return new Mend.Command("sed -i '" + range + "s/^/# /' " + Mend.quoted(file) + " && newaliases");
        }
    }

    private static final int LARGEST = 32 << 20;
    private static final int LONGEST = 1 << 16;
    private static final int MOST = 200_000;

    String place() {
        return file + ":" + line;
    }

    /// Takes the entry out: a comment is made of it.
    Mend comment() {
        return lines.comment(file);
    }

    /// What runs, when the target is a program.
    Optional<String> program() {
        return target.startsWith("|") ? Optional.of(target.substring(1).strip()) : Optional.empty();
    }

    /// The path, when the target is a file.
    Optional<String> targetFile() {
        return target.startsWith("/") ? Optional.of(target) : Optional.empty();
    }

    /// The path, when the target is a list.
    Optional<String> list() {
        return target.startsWith(":include:")
                ? Optional.of(target.substring(":include:".length()).strip())
                : Optional.empty();
    }

    /// All targets of all alias files that are texts, at most a bound.
    static List<AliasEntry> all(Audited audited) {
        List<AliasEntry> entries = new ArrayList<>();
        for (AliasSource source : AliasSource.parse(audited.options().list(CfOption.ALIAS_FILE))) {
            String path;
            try {
                path = source.file().toString();
            } catch (InvalidPathException _) {
                continue;
            }
            Optional<byte[]> text = path.startsWith("/") ? audited.host().bytes(path, LARGEST) : Optional.empty();
            text.ifPresent(bytes -> read(path, bytes, audited, entries));
        }
        return entries;
    }

    private static void read(String path, byte[] bytes, Audited audited, List<AliasEntry> entries) {
        List<String> lines = Ascii.text(bytes).lines().toList();
        AliasNames names = AliasNames.plain(audited.configuration().classOf("w")::contains);
        try {
            new AliasFile(names, LONGEST).read(new ByteArrayInputStream(bytes), new AliasFile.Receiver() {
                @Override
                public void entry(String user, String shown, String value, int line) {
                    Lines whole = Lines.upTo(line, lines);
                    for (String target : targets(value)) {
                        if (entries.size() < MOST) {
                            entries.add(new AliasEntry(path, line, user, target, whole));
                        }
                    }
                }

                @Override
                public void problem(int line, String message, SysExit exit) {
                    audited.find(
                            Severity.MEDIUM,
                            "alias-malformed",
                            path + ":" + line,
                            message,
                            "The entry is left out",
                            Lines.upTo(line, lines).comment(path));
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The parts between commas outside of quotes, quotes around a whole part taken off.
    static List<String> targets(String value) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\' && i + 1 < value.length()) {
                part.append(c).append(value.charAt(++i));
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                parts.add(part.toString().strip());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString().strip());
        return parts.stream().filter(one -> !one.isEmpty()).toList();
    }
}
