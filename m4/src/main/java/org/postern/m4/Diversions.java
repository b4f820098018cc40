package org.postern.m4;

import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The output: diversion 0 goes to the listener, others wait until they are undiverted, negative ones vanish.
final class Diversions {
    private static final int PIECE = 8192;

    private final MacroListener listener;
    private final Budget budget;
    private final Location location;
    private final TreeMap<Integer, StringBuilder> waiting = new TreeMap<>();
    private final StringBuilder written = new StringBuilder();
    private boolean syncLines;
    private int current;
    /// Where output goes now; null for nowhere.
    private @Nullable StringBuilder target = written;

    /// The line of the source that the output stands at, for `#line`; negative when unknown.
    private int outputLine = -1;

    private boolean lineStart = true;

    Diversions(M4Settings settings, MacroListener listener, Budget budget, Location location) {
        this.listener = listener;
        this.budget = budget;
        this.location = location;
        this.syncLines = settings.syncLines();
    }

    int current() {
        return current;
    }

    void syncLines() {
        syncLines = true;
    }

    /// Writes a token that began on that line.
    void ship(CharSequence text, int line) {
        StringBuilder out = target;
        if (out == null || text.isEmpty()) {
            return;
        }
        if (syncLines) {
            shipWithSyncLines(out, text, line);
        } else {
            out.append(text);
        }
        charge(text.length());
    }

    private void charge(int characters) {
        if (current != 0) {
            budget.hold(characters);
        } else {
            budget.write(characters);
            if (written.length() > PIECE) {
                flush();
            }
        }
    }

    private void shipWithSyncLines(StringBuilder out, CharSequence text, int line) {
        if (location.takeFileEnded()) {
            outputLine = -1;
        }
        if (lineStart) {
            lineStart = false;
            outputLine++;
            if (outputLine != line) {
                out.append("#line ").append(line);
                if (outputLine < 1 && !location.file().isEmpty()) {
                    out.append(" \"").append(location.file()).append('"');
                }
                out.append('\n');
                outputLine = line;
            }
        }
        for (int i = 0; i < text.length(); i++) {
            if (lineStart) {
                lineStart = false;
                outputLine++;
            }
            out.append(text.charAt(i));
            lineStart = text.charAt(i) == '\n';
        }
    }

    /// The next output comes from another file.
    void forgetLine() {
        outputLine = -1;
    }

    /// Sends output to that diversion from now on.
    void divert(int number) {
        if (number == current) {
            return;
        }
        current = number;
        outputLine = -1;
        if (number < 0) {
            target = null;
        } else if (number == 0) {
            target = written;
        } else {
            target = waiting.computeIfAbsent(number, _ -> new StringBuilder());
        }
    }

    /// Moves the text of a diversion to the current one; without effect for 0, the current one and those that are
    /// empty.
    void undivert(int number) {
        if (number <= 0 || number == current) {
            return;
        }
        StringBuilder text = waiting.remove(number);
        if (text != null) {
            budget.release(text.length());
            insert(text);
        }
    }

    /// Moves all diversions but the current one, in the order of their numbers.
    void undivertAll() {
        for (int number : List.copyOf(waiting.keySet())) {
            undivert(number);
        }
    }

    /// Writes text as it is, for example a file.
    void insert(CharSequence text) {
        StringBuilder out = target;
        if (out != null) {
            out.append(text);
            outputLine = -1;
            charge(text.length());
        }
    }

    /// Writes text to the real output whatever the current diversion is.
    void direct(String text) {
        written.append(text);
        budget.write(text.length());
        flush();
    }

    /// Hands on what was written.
    void flush() {
        if (!written.isEmpty()) {
            listener.output(written.toString());
            written.setLength(0);
        }
    }
}
