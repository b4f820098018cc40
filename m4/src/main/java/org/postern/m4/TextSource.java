package org.postern.m4;

/// Where the texts come from that `include`, `sinclude`, `undivert` and the command line name.
///
/// The source decides about search paths and about what may be read; [FileSource] reads from disk.
@FunctionalInterface
public interface TextSource {
    /// Knows no text at all.
    TextSource NONE = _ -> new SourceText.Missing("No such file or directory");

    /// The text of that name.
    ///
    /// @param name as the macro call or the command line has it, one char per byte
    SourceText open(String name);

    /// Asks `other` for what this source does not have.
    default TextSource or(TextSource other) {
        return name -> switch (open(name)) {
            case SourceText.Found found -> found;
            case SourceText.Missing _ -> other.open(name);
        };
    }
}
