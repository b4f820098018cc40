package org.postern.m4;

/// The place that is being worked on: where the last character was read, or the begin of the macro call that is being
/// carried out.
final class Location {
    private String file = "";
    private int line;
    private boolean fileEnded;

    String file() {
        return file;
    }

    int line() {
        return line;
    }

    Place place() {
        return new Place(file, line);
    }

    void set(String someFile, int someLine) {
        file = someFile;
        line = someLine;
    }

    void set(Place place) {
        set(place.file(), place.line());
    }

    /// A file was read to its end.
    void fileEnded() {
        fileEnded = true;
    }

    /// True once after a file was read to its end.
    boolean takeFileEnded() {
        boolean ended = fileEnded;
        fileEnded = false;
        return ended;
    }
}
