package org.postern.receive;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.maps.MapFileCheck;
import org.postern.maps.SafeMapFiles;
import org.postern.smtp.HelpTexts;

/// The file of option HelpFile: lines of a topic, a tab and a text. A topic asked for matches every line that begins
/// with it, as in sendmail.
public final class HelpFile implements HelpTexts {
    private static final int MAX_LINES = 2000;
    private static final int MAX_TEXT = 500;
    private static final int MAX_BYTES = 1 << 18;

    private final List<Line> lines;
    private final boolean showsVersion;

    private record Line(String topic, String text) {}

    private HelpFile(List<Line> lines, boolean showsVersion) {
        this.lines = List.copyOf(lines);
        this.showsVersion = showsVersion;
    }

    /// Reads the file once.
    ///
    /// @param checks which files are safe
    /// @return the texts; those of no file when it is not safe or cannot be read
    public static HelpTexts read(Path file, SafeMapFiles checks) {
        return checks.text(file, MapFileCheck.Purpose.HELP, MAX_BYTES)
                .map(text -> of(text.lines().toList()))
                .orElseGet(HelpTexts::none);
    }

    static HelpTexts of(List<String> text) {
        List<Line> lines = new ArrayList<>();
        boolean showsVersion = true;
        for (String line : text) {
            showsVersion &= !line.matches("#vers\\s+[2-9].*");
            int tab = line.indexOf('\t');
            if (tab <= 0 || line.startsWith("#") || lines.size() >= MAX_LINES) {
                continue;
            }
            String shown = shown(line.substring(tab + 1)).stripTrailing();
            lines.add(new Line(
                    Ascii.lower(line.substring(0, tab)), shown.substring(0, Math.min(shown.length(), MAX_TEXT))));
        }
        return new HelpFile(lines, showsVersion);
    }

    /// Without control characters but tabs.
    private static String shown(String text) {
        return Stream.of(text.split("\t", -1))
                .map(part -> PeerText.of(part).forReply())
                .collect(Collectors.joining("\t"));
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public boolean showsVersion() {
        return showsVersion;
    }

    @Override
    public Optional<List<String>> lines(String topic) {
        List<String> found = lines.stream()
                .filter(line -> line.topic().startsWith(topic))
                .map(Line::text)
                .toList();
        return found.isEmpty() ? Optional.empty() : Optional.of(found);
    }
}
