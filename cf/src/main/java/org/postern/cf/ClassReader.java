package org.postern.cf;

import java.util.List;
import java.util.Set;
import org.postern.base.Ascii;

/// Reads C, T and F lines: words for classes (sendmail op guide §5.3).
final class ClassReader {
    private final ReadState state;
    private final ConfigurationFiles files;
    private final ClassListener listener;

    ClassReader(ReadState state, ConfigurationFiles files, ClassListener listener) {
        this.state = state;
        this.files = files;
        this.listener = listener;
    }

    /// `C{name}words`
    void words(String text) {
        CfText.Name name = CfText.name(text, 0, state::problem);
        if (!name.name().isEmpty()) {
            add(name.name(), state.expand(text.substring(name.end())));
        }
    }

    /// Adds the words of a text; `$=x` adds the members that class x has now.
    void add(String className, String text) {
        add(className, text, state.file(), state.line());
    }

    private void add(String className, String text, String source, int line) {
        Set<String> members = state.members(className);
        for (String word : split(text)) {
            if (word.charAt(0) == Code.IN_CLASS) {
                members.addAll(List.copyOf(state.members(Code.bare(word.substring(1)))));
            } else {
                members.add(word);
                listener.added(className, word, source, line);
            }
        }
    }

    private static List<String> split(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("[ \t\n\u000b\f\r]+", -1));
    }

    /// `F{name}-o file format`, `F{name}|program`, `F{name}key@class:arguments`
    void file(String text) {
        CfText.Name name = CfText.name(text, 0, state::problem);
        if (name.name().isEmpty()) {
            return;
        }
        String rest = text.substring(name.end()).stripLeading();
        boolean optional = rest.startsWith("-o");
        if (optional) {
            rest = afterWord(rest);
        }
        if (isMap(rest)) {
            map(name.name(), rest, optional);
        } else {
            plainFile(name.name(), rest, optional);
        }
    }

    private static String afterWord(String text) {
        int i = 0;
        while (i < text.length() && !Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        return text.substring(i).stripLeading();
    }

    private static boolean isMap(String text) {
        int at = text.indexOf('@');
        if (text.startsWith("/") || text.startsWith("|") || at < 0) {
            return false;
        }
        String spec = text.substring(at + 1);
        return spec.equals("LDAP") || (!spec.startsWith(":") && spec.indexOf(':') >= 0);
    }

    private void map(String name, String text, boolean optional) {
        int at = text.indexOf('@');
        String key = text.substring(0, at);
        String spec = text.substring(at + 1);
        int colon = spec.indexOf(':');
        ClassFromMap request = colon < 0
                ? new ClassFromMap(name, key, "ldap", ldapSchema(name), optional)
                : new ClassFromMap(name, key, spec.substring(0, colon), spec.substring(colon + 1), optional);
        add(name, files.map(request, state.place()), text, 0);
    }

    /// The look-up that `@LDAP` stands for (sendmail op guide §5.3; the default schema).
    private String ldapSchema(String name) {
        String host = state.macro("j").map(state::expand).orElse("");
        String cluster = state.macro("sendmailMTACluster").map(state::expand).orElse("");
        return "-k (&(objectClass=sendmailMTAClass)(sendmailMTAClassName=" + name + ")(|(sendmailMTACluster=" + cluster
                + ")(sendmailMTAHost=" + (host.isEmpty() ? "localhost" : host)
                + "))) -v sendmailMTAClassValue,sendmailMTAClassSearch:FILTER:sendmailMTAClass,"
                + "sendmailMTAClassURL:URL:sendmailMTAClass";
    }

    private void plainFile(String name, String text, boolean optional) {
        StringBuilder path = new StringBuilder();
        int i = quotedPath(text, path);
        if (i < 0) {
            state.problem("illegal filename '" + Printable.text(text) + "'");
            return;
        }
        String format = text.substring(i).strip();
        String file = path.toString();
        if (file.isEmpty()) {
            state.problem("fileclass: missing file name");
            return;
        }
        if (file.startsWith("|")) {
            take(name, file, optional, files.program(split(file.substring(1)), state.place()), "%s");
        } else {
            take(name, file, optional, files.classFile(file, state.place()), format.isEmpty() ? "%s" : format);
        }
    }

    /// Reads a file name that may have quotes. Of a backslash in front of a blank or another one
    /// only the latter counts.
    ///
    /// @return the position behind it; -1 when a quote is open or a backslash ends the line
    private static int quotedPath(String text, StringBuilder path) {
        boolean quoted = false;
        int i = 0;
        for (; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 >= text.length()) {
                return -1;
            } else if (c == '\\' && text.charAt(i + 1) == '\\') {
                path.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ' ' && !quoted) {
                break;
            } else if (c != '\\' || text.charAt(i + 1) != ' ') {
                path.append(c); // a backslash in front of a blank goes, and the blank ends the name all the same
            }
        }
        return quoted ? -1 : i;
    }

    private void take(String name, String source, boolean optional, ConfigurationFiles.Content content, String format) {
        switch (content) {
            case ConfigurationFiles.Content.Text(String text) -> {
                int number = 0;
                for (String line : text.split("\n", -1)) {
                    number++;
                    if (!line.startsWith("#")) {
                        add(name, ScanFormat.first(format, line), source, source.startsWith("|") ? 0 : number);
                    }
                }
            }
            case ConfigurationFiles.Content.Unreadable(boolean _, String reason) -> {
                if (!optional) {
                    state.systemProblem("fileclass: cannot open '" + Printable.text(source) + "': " + reason);
                }
            }
        }
    }
}
