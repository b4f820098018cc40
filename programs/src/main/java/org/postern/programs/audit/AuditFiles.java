package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.cf.ClassListener;
import org.postern.cf.ConfigurationFiles;
import org.postern.cf.ReadingPlace;

/// Gives the reader of a configuration the files of the host that is looked at, whoever may write them: that is
/// what the checks are about. Programs are not run, maps not asked.
final class AuditFiles implements ConfigurationFiles, ClassListener {
    private final AuditHost host;
    private final int largest;
    private final List<String> classFiles = new ArrayList<>();
    private final Map<String, WordPlace> members = new HashMap<>();
    private final List<String> programs = new ArrayList<>();

    /// Where a word stands.
    ///
    /// @param line from 1
    record WordPlace(String file, int line) {}

    /// @param largest bytes of a file
    AuditFiles(AuditHost host, int largest) {
        this.host = host;
        this.largest = largest;
    }

    @Override
    public Content file(String path) {
        Optional<AuditHost.Place> place = host.find(path);
        if (place.isEmpty()) {
            return new Content.Unreadable(true, "No such file or directory");
        }
        if (!place.get().isRegular()) {
            return new Content.Unreadable(false, "not a plain file");
        }
        return host.text(path, largest)
                .<Content>map(Content.Text::new)
                .orElseGet(() -> new Content.Unreadable(false, "Permission denied"));
    }

    @Override
    public Content classFile(String path, ReadingPlace place) {
        classFiles.add(path);
        Content content = file(path);
        // a file that the caller may not read leaves the class empty; the audit says so
        return content instanceof Content.Unreadable(boolean missing, String _) && !missing
                ? new Content.Text("")
                : content;
    }

    @Override
    public Content program(List<String> arguments, ReadingPlace place) {
        arguments.stream().findFirst().ifPresent(programs::add);
        return new Content.Text("");
    }

    @Override
    public String map(org.postern.cf.ClassFromMap request, ReadingPlace place) {
        return "";
    }

    /// Options that name nobody are read as they stand: who is missing is a finding of its own.
    @Override
    public Optional<Boolean> isUser(String name) {
        return Optional.of(true);
    }

    @Override
    public Optional<Boolean> isGroup(String name) {
        return Optional.of(true);
    }

    @Override
    public void added(String className, String word, String source, int line) {
        if (line > 0) {
            members.putIfAbsent(className + '\0' + word, new WordPlace(source, line));
        }
    }

    /// Where a member of a class was written; empty for what no line says.
    Optional<WordPlace> place(String className, String word) {
        return Optional.ofNullable(members.get(className + '\0' + word));
    }

    /// The files with words for classes, in the order of the configuration.
    List<String> classFiles() {
        return List.copyOf(classFiles);
    }

    /// The programs whose output fills classes.
    List<String> programs() {
        return programs.stream().distinct().toList();
    }
}
