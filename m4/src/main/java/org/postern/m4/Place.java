package org.postern.m4;

/// Where something stands.
///
/// @param file the name that the text was opened by; empty when no text is being read
/// @param line the line in it, from 1; 0 when no text is being read
public record Place(String file, int line) {
    /// No text is being read.
    public static final Place NOWHERE = new Place("", 0);

    /// `FILE:LINE`, or nothing.
    @Override
    public String toString() {
        return file.isEmpty() ? "" : file + ":" + line;
    }
}
