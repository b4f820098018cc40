package org.postern.programs.sendmail;

import java.io.PrintStream;
import org.postern.smtp.TrafficSink;

/// What `-v` prints of a conversation: what the other side says as it is, what we say behind `>>>`.
final class SpokenLines implements TrafficSink {
    private final PrintStream out;

    SpokenLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void line(long session, Direction direction, String text) {
        switch (direction) {
            case HEARD -> out.println(text);
            case SAID -> out.println(">>> " + text);
            case NOTED -> {}
        }
    }
}
