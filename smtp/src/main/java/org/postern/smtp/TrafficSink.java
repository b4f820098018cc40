package org.postern.smtp;

/// Takes everything that is said over SMTP, line by line, for the traffic log (`-X`, sendmail(8)).
///
/// Called from the threads of sessions, several at once; it must neither fail nor block for long.
public interface TrafficSink {
    /// Drops everything.
    TrafficSink NONE = new TrafficSink() {
        @Override
        public boolean wanted() {
            return false;
        }

        @Override
        public void line(long session, Direction direction, String text) {}
    };

    /// Who said a line.
    enum Direction {
        /// The client.
        HEARD("<<<"),
        /// The server.
        SAID(">>>"),
        /// Nobody: what happens to a connection.
        NOTED("===");

        private final String sign;

        Direction(String sign) {
            this.sign = sign;
        }

        /// The sign that sendmail shows it by.
        public String sign() {
            return sign;
        }
    }

    /// False when nothing is kept, so that nobody cuts streams into lines.
    default boolean wanted() {
        return true;
    }

    /// One line.
    ///
    /// @param session which session it belongs to
    /// @param text without line end; control characters are escaped and passwords masked
    void line(long session, Direction direction, String text);
}
