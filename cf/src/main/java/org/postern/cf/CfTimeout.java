package org.postern.cf;

/// The settings `Timeout.name` (sendmail op guide §5.6).
///
/// Each has the name behind the dot, the unit of a number without one (`s m h d`, `-` for a count), and the default.
public enum CfTimeout {
    CONNECT("connect", 'm', 0),
    ALL_CONNECTS("aconnect", 'm', 0),
    INITIAL_CONNECT("iconnect", 'm', 0),
    INITIAL("initial", 'm', 300),
    HELO("helo", 'm', 300),
    MAIL("mail", 'm', 600),
    RCPT("rcpt", 'm', 3600),
    DATA_INIT("datainit", 'm', 300),
    DATA_BLOCK("datablock", 'm', 3600),
    DATA_FINAL("datafinal", 'm', 3600),
    RSET("rset", 'm', 300),
    QUIT("quit", 'm', 120),
    MISC("misc", 'm', 120),
    COMMAND("command", 'm', 3600),
    IDENT("ident", 'm', 5),
    FILE_OPEN("fileopen", 'm', 60),
    CONTROL("control", 'm', 120),
    LHLO("lhlo", 'm', 120),
    AUTH("auth", 'm', 600),
    STARTTLS("starttls", 'm', 3600),
    HOST_STATUS("hoststatus", 'm', 1800),
    QUEUE_RETURN("queuereturn", 'd', 432_000),
    QUEUE_RETURN_NORMAL("queuereturn.normal", 'd', 432_000),
    QUEUE_RETURN_URGENT("queuereturn.urgent", 'd', 432_000),
    QUEUE_RETURN_NON_URGENT("queuereturn.non-urgent", 'd', 432_000),
    QUEUE_RETURN_DSN("queuereturn.dsn", 'd', 432_000),
    QUEUE_WARN("queuewarn", 'h', 0),
    QUEUE_WARN_NORMAL("queuewarn.normal", 'h', 0),
    QUEUE_WARN_URGENT("queuewarn.urgent", 'h', 0),
    QUEUE_WARN_NON_URGENT("queuewarn.non-urgent", 'h', 0),
    QUEUE_WARN_DSN("queuewarn.dsn", 'h', 0),
    RESOLVER_RETRANS("resolver.retrans", 's', 0),
    RESOLVER_RETRANS_FIRST("resolver.retrans.first", 's', 0),
    RESOLVER_RETRANS_NORMAL("resolver.retrans.normal", 's', 0),
    RESOLVER_RETRY("resolver.retry", '-', 0),
    RESOLVER_RETRY_FIRST("resolver.retry.first", '-', 0),
    RESOLVER_RETRY_NORMAL("resolver.retry.normal", '-', 0);

    private final String word;
    private final char unit;
    private final long defaultSeconds;

    CfTimeout(String word, char unit, long defaultSeconds) {
        this.word = word;
        this.unit = unit;
        this.defaultSeconds = defaultSeconds;
    }

    /// The name behind `Timeout.`.
    public String word() {
        return word;
    }

    /// The unit of a number without one.
    public char unit() {
        return unit;
    }

    /// The value when no line sets it; a count for the two `retry` settings.
    public long defaultSeconds() {
        return defaultSeconds;
    }

    /// True for a setting that stands for several others, such as `queuereturn`.
    boolean covers(CfTimeout other) {
        return other == this || other.word.startsWith(word + ".");
    }
}
