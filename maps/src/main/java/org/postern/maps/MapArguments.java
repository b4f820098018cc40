package org.postern.maps;

import org.postern.base.Ascii;

/// Walks over the arguments of a K line: flags that start with `-`, each up to the next blank, then words.
final class MapArguments {
    private final String text;
    private int position;

    MapArguments(String text) {
        this.text = text;
    }

    /// Steps to the letter of the next flag; false when a word or the end follows.
    boolean nextFlag() {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == '-') {
            position++;
            return true;
        }
        return false;
    }

    /// The letter of the flag; NUL at the end of the text.
    char letter() {
        return at(position);
    }

    /// The rest of the flag after its letter, up to the next blank; steps over it.
    String attached() {
        int start = Math.min(position + 1, text.length());
        position = start;
        return word();
    }

    /// As [#attached], but blanks may stand between the letter and the argument.
    String spaced() {
        position = Math.min(position + 1, text.length());
        skipBlanks();
        return word();
    }

    /// Steps over the rest of a flag.
    void skipFlag() {
        attached();
    }

    /// The next word; empty at the end.
    String word() {
        int start = position;
        while (position < text.length() && !Ascii.isSpace(text.charAt(position))) {
            position++;
        }
        return text.substring(start, position);
    }

    /// The next word after blanks; empty at the end.
    String nextWord() {
        skipBlanks();
        return word();
    }

    /// All that is left, without leading blanks.
    String rest() {
        skipBlanks();
        return text.substring(position);
    }

    private void skipBlanks() {
        while (position < text.length() && Ascii.isSpace(text.charAt(position))) {
            position++;
        }
    }

    private char at(int index) {
        return index < text.length() ? text.charAt(index) : 0;
    }
}
