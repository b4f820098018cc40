package org.postern.receive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.smtp.HelpTexts;

/// The file of option HelpFile: lines of a topic, a tab and a text. A topic asked for matches every line that begins
/// with it, as in sendmail.
public final class HelpFile implements HelpTexts {
    private static final int MAX_LINES = 2000;
    private static final int MAX_TEXT = 500;
    private static final long MAX_BYTES = 1 << 18;

    private final List<Line> lines;
    private final boolean showsVersion;

    private record Line(String topic, String text) {}

    private HelpFile(List<Line> lines, boolean showsVersion) {
        this.lines = List.copyOf(lines);
        this.showsVersion = showsVersion;
    }

    /// Reads the file once.
    ///
    /// @return the texts; those of no file when it cannot be read
    public static HelpTexts read(Path file) {
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MAX_BYTES) {
                return HelpTexts.none();
            }
            return of(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
            return HelpTexts.none();
        }
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
            String shown = PeerText.of(line.substring(tab + 1)).forReply().stripTrailing();
            lines.add(new Line(
                    Ascii.lower(line.substring(0, tab)), shown.substring(0, Math.min(shown.length(), MAX_TEXT))));
        }
        return new HelpFile(lines, showsVersion);
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
