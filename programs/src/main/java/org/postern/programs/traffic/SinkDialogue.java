package org.postern.programs.traffic;

import java.util.Locale;

/// The server's side of one SMTP dialogue that takes everything (RFC 5321 §4.1.1), fed with the bytes as they come.
final class SinkDialogue {
    private static final byte[] END = {'\r', '\n', '.', '\r', '\n'};
    private static final int VERB = 4;

    private final StringBuilder replies = new StringBuilder();
    private final StringBuilder verb = new StringBuilder(VERB);
    private boolean data;
    private boolean ended;
    private int matched;

    /// Takes what the client says next.
    ///
    /// @return how many messages have ended in it
    int take(byte[] bytes, int count) {
        int taken = 0;
        for (int i = 0; i < count && !ended; i++) {
            if (data) {
                taken += content(bytes[i]);
            } else {
                command(bytes[i]);
            }
        }
        return taken;
    }

    /// What is to be said now; each reply is given once.
    String replies() {
        String text = replies.toString();
        replies.setLength(0);
        return text;
    }

    /// Whether the client has said QUIT.
    boolean ended() {
        return ended;
    }

    private int content(byte next) {
        if (next == END[matched]) {
            matched++;
        } else {
            matched = next == '\r' ? 1 : 0;
        }
        if (matched < END.length) {
            return 0;
        }
        data = false;
        replies.append("250 2.0.0 taken\r\n");
        return 1;
    }

    private void command(byte next) {
        if (next != '\n') {
            if (verb.length() < VERB) {
                verb.append((char) (next & 0xff));
            }
            return;
        }
        switch (verb.toString().toUpperCase(Locale.ROOT)) {
            case "EHLO" -> replies.append("250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE\r\n");
            case "DATA" -> {
                replies.append("354 go\r\n");
                data = true;
                matched = 2;
            }
            case "QUIT" -> {
                replies.append("221 2.0.0 bye\r\n");
                ended = true;
            }
            default -> replies.append("250 2.0.0 ok\r\n");
        }
        verb.setLength(0);
    }
}
