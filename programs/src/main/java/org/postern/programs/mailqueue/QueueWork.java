package org.postern.programs.mailqueue;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.postern.base.Clock;
import org.postern.mail.Envelope;
import org.postern.queue.QueueEditor;

/// One command at work on the queue: what it changed, and on a terminal how far it is.
final class QueueWork implements QueueEditor.Visitor {
    private static final long FIRST_BAR_NANOS = 1_000_000_000L;
    private static final long NEXT_BAR_NANOS = 200_000_000L;
    private static final int LOOKS = 256;
    private static final int WIDTH = 30;

    private final QueueEditor editor;
    private final Function<Envelope, QueueEditor.Change> change;
    private final boolean changes;
    private final Function<QueueEditor.Found, String> line;
    private final PrintStream output;
    private final PrintStream bar;
    private final boolean terminal;
    private final int mostNamed;
    private final Clock clock;
    private final List<String> names = new ArrayList<>();
    private long nextBar;
    private boolean shown;
    private int changed;
    private int busy;

    /// @param changes false when only a look is wanted
    /// @param line what is printed of a message
    /// @param bar where the bar is drawn, if that is a terminal
    /// @param mostNamed so many names of changed messages are kept
    QueueWork(
            QueueEditor editor,
            Function<Envelope, QueueEditor.Change> change,
            boolean changes,
            Function<QueueEditor.Found, String> line,
            PrintStream output,
            PrintStream bar,
            boolean terminal,
            int mostNamed,
            Clock clock) {
        this.editor = editor;
        this.change = change;
        this.changes = changes;
        this.line = line;
        this.output = output;
        this.bar = bar;
        this.terminal = terminal;
        this.mostNamed = mostNamed;
        this.clock = clock;
        this.nextBar = clock.nanoTime() + FIRST_BAR_NANOS;
    }

    @Override
    public void visit(QueueEditor.Found found) throws IOException {
        wipe();
        output.println(line.apply(found));
        if (!changes || editor.change(found, change)) {
            changed++;
            if (names.size() <= mostNamed) {
                names.add(found.envelope().id().value());
            }
        } else {
            busy++;
        }
    }

    @Override
    public void progress(int done, int of) {
        if (!terminal) {
            return;
        }
        if (done == of) {
            wipe();
        } else if (done % LOOKS == 0 && clock.nanoTime() - nextBar >= 0) {
            nextBar = clock.nanoTime() + NEXT_BAR_NANOS;
            int full = (int) ((long) WIDTH * done / of);
            bar.print("\r[" + "#".repeat(full) + " ".repeat(WIDTH - full) + "] " + done + " of " + of);
            bar.flush();
            shown = true;
        }
    }

    private void wipe() {
        if (shown) {
            bar.print("\r\033[K");
            bar.flush();
            shown = false;
        }
    }

    /// How many were changed, or would be.
    int changed() {
        return changed;
    }

    /// How many were left alone because somebody works on them.
    int busy() {
        return busy;
    }

    /// Names of those that were changed; one more than wanted when there are more.
    List<String> names() {
        return names;
    }
}
