package org.postern.cf;

import java.util.Map;

/// Files that are already in memory: read by somebody else, or made up by a test.
public final class MemoryFiles implements ConfigurationFiles {
    private final Map<String, String> texts;

    /// @param texts by path
    public MemoryFiles(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    @Override
    public Content file(String path) {
        String text = texts.get(path);
        return text == null ? new Content.Unreadable(true, "No such file or directory") : new Content.Text(text);
    }
}
