package org.postern.programs.logs;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.os.FileTrouble;
import org.postern.programs.Invocation;
import org.postern.programs.terminal.Paint;

/// `postern logs`: what happened to mail, from the log files of this host or those that are named.
public final class LogsProgram {
    /// How it is called.
    public static final String USAGE = """
            usage: postern logs [FILE ...] [--since WHEN] [--top N] [--json]
              FILE   a log, packed with gzip or not; - reads standard input (default /var/log/mail.log or maillog)
              WHEN   today, yesterday, 24h, 7d, 2026-11-25, 2026-11-25T08:00
            """;
    private static final List<String> USUAL = List.of("/var/log/mail.log", "/var/log/maillog");
    private static final int USUAL_TOP = 10;
    private static final int LARGEST_TOP = 1000;
    private static final int FEW = 5;

    private final Invocation invocation;
    private final Clock clock;
    private final ZoneId zone;

    /// The command.
    ///
    /// @param zone of the log lines and of the page
    public LogsProgram(Invocation invocation, Clock clock, ZoneId zone) {
        this.invocation = invocation;
        this.clock = clock;
        this.zone = zone;
    }

    /// Runs it.
    ///
    /// @param words what follows `logs`
    /// @return 0, or 66 when a log cannot be read
    public int run(List<String> words) {
        List<String> files = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        int top = USUAL_TOP;
        boolean json = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean value = i + 1 < words.size();
            if (word.equals("--since") && value) {
                since = since(words.get(++i), now(), zone);
                if (since.isEmpty()) {
                    return wrong("when is " + words.get(i) + "?");
                }
            } else if (word.equals("--top") && value && words.get(i + 1).matches("[1-9]\\d{0,3}")) {
                top = Math.min(LARGEST_TOP, Integer.parseInt(words.get(++i)));
            } else if (word.equals("--json")) {
                json = true;
            } else if (word.startsWith("-") && !word.equals("-")) {
                return wrong("what is " + word + "?");
            } else {
                files.add(word);
            }
        }
        return show(files, since, top, json);
    }

    private int wrong(String message) {
        invocation.error().print("postern logs: " + message + "\n" + USAGE);
        return SysExit.USAGE.code();
    }

    private Instant now() {
        return Instant.ofEpochMilli(clock.epochMillis());
    }

    private int show(List<String> files, Optional<Instant> since, int top, boolean json) {
        try {
            LogReport report = new LogReport(read(files, since), zone, top);
            if (json) {
                invocation.output().print(report.json().pretty());
            } else {
                report.text(invocation.output(), Paint.ofOutput(invocation.environment()));
            }
            invocation.output().flush();
            return SysExit.OK.code();
        } catch (IOException unreadable) {
            invocation.error().println("postern logs: " + Paint.visible(FileTrouble.words(unreadable), 300));
            return SysExit.NO_INPUT.code();
        }
    }

    /// Prints the page without colours, for reports.
    ///
    /// @param files empty for those of this host
    public void print(List<String> files, Optional<Instant> since, PrintStream out) throws IOException {
        new LogReport(read(files, since), zone, USUAL_TOP).text(out, Paint.PLAIN);
    }

    /// The last system errors of this host's log; empty when there is none, or it cannot be read.
    public List<String> lastErrors() {
        try {
            LogFigures figures = new LogFigures(zone);
            new LogReader(figures, Optional.empty(), now(), zone).end(Path.of(usual().getLast()));
            List<String> errors = figures.errors();
            return errors.subList(Math.max(0, errors.size() - FEW), errors.size());
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    private LogFigures read(List<String> files, Optional<Instant> since) throws IOException {
        LogFigures figures = new LogFigures(zone);
        LogReader reader = new LogReader(figures, since, now(), zone);
        List<String> chosen = files.isEmpty() ? usual() : files;
        for (String file : chosen) {
            if (file.equals("-")) {
                reader.stream(invocation.input());
            } else {
                reader.file(Path.of(file));
            }
        }
        return figures;
    }

    /// The log of this host, with the one before it, which may hold the beginning of the day.
    private static List<String> usual() throws IOException {
        for (String file : USUAL) {
            if (Files.exists(Path.of(file))) {
                String before = file + ".1";
                return Files.exists(Path.of(before)) ? List.of(before, file) : List.of(file);
            }
        }
        throw new IOException("there is neither " + String.join(" nor ", USUAL)
                + "; where logs go to the journal alone: journalctl -t sm-mta -o short-iso | postern logs -");
    }

    /// A point in time as people say it.
    static Optional<Instant> since(String text, Instant now, ZoneId zone) {
        LocalDate today = now.atZone(zone).toLocalDate();
        if (text.equals("today")) {
            return Optional.of(today.atStartOfDay(zone).toInstant());
        } else if (text.equals("yesterday")) {
            return Optional.of(today.minusDays(1).atStartOfDay(zone).toInstant());
        } else if (text.matches("[1-9]\\d{0,4}[hd]")) {
            long count = Long.parseLong(text.substring(0, text.length() - 1));
            return Optional.of(now.minus(text.endsWith("h") ? Duration.ofHours(count) : Duration.ofDays(count)));
        }
        try {
            return Optional.of(
                    text.length() > 10
                            ? LocalDateTime.parse(text).atZone(zone).toInstant()
                            : LocalDate.parse(text).atStartOfDay(zone).toInstant());
        } catch (DateTimeException wrong) {
            return Optional.empty();
        }
    }
}
