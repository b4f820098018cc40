package org.postern.programs.tools;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Mailer;
import org.postern.maps.ToolOptions;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.statistics.MailStatistics;
import org.postern.programs.statistics.MailStatistics.Count;
import org.postern.programs.statistics.StatusFile;

/// `mailstats`: prints the statistics file (mailstats(8)).
public final class MailStatsProgram implements Program {
    private static final String USAGE = "usage: mailstats [-C cffile] [-c] [-P] [-f stfile] [-o] [-p]";
    private static final Path SENDMAIL_CF = Path.of("/etc/mail/sendmail.cf");
    private static final Path SUBMIT_CF = Path.of("/etc/mail/submit.cf");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);
    private static final String LINE = "=".repeat(69);

    private final Clock clock;
    private final ZoneId zone;

    public MailStatsProgram(Clock clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    /// @param names true when each line ends with the mailer's name
    /// @param forPrograms true for numbers without headings
    private record Style(boolean names, boolean forPrograms) {}

    @Override
    public int run(Invocation invocation) {
        ToolOptions given = ToolOptions.parse(invocation.arguments(), "cC:f:opP");
        if (!given.complaint().isEmpty() || !given.words().isEmpty()) {
            if (!given.complaint().isEmpty()) {
                invocation.error().println(invocation.name() + ": " + given.complaint());
            }
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        Path configuration = SENDMAIL_CF;
        String file = "";
        boolean names = true;
        boolean forPrograms = false;
        boolean clears = false;
        for (ToolOptions.Option option : given.options()) {
            switch (option.letter()) {
                case 'c' -> configuration = Files.exists(SUBMIT_CF) ? SUBMIT_CF : configuration;
                case 'C' -> configuration = Path.of(option.argument());
                case 'f' -> file = option.argument();
                case 'o' -> names = false;
                default -> {
                    forPrograms = true;
                    clears |= option.letter() == 'p';
                }
            }
        }
        try {
            return print(configuration, file, new Style(names, forPrograms), clears, invocation);
        } catch (NoSuchFileException missing) {
            return complain(invocation, missing.getFile() + ": No such file or directory", SysExit.NO_INPUT);
        } catch (MailStatistics.UnfitException unfit) {
            return complain(invocation, String.valueOf(unfit.getMessage()), SysExit.OS_ERROR);
        } catch (IOException failed) {
            return complain(invocation, String.valueOf(failed.getMessage()), SysExit.NO_INPUT);
        }
    }

    private static int complain(Invocation invocation, String text, SysExit exit) {
        invocation.error().println("mailstats: " + text);
        return exit.code();
    }

    private int print(Path configuration, String given, Style style, boolean clears, Invocation invocation)
            throws IOException, MailStatistics.UnfitException {
        if (!Files.exists(configuration)) {
            throw new NoSuchFileException(configuration.toString());
        }
        Configuration read = DaemonConfiguration.readWithoutPrograms(configuration.toAbsolutePath(), List.of());
        String name = given.isEmpty() ? read.options().text(CfOption.STATUS_FILE) : given;
        if (name.isEmpty()) {
            return complain(invocation, "no statistics file located", SysExit.OS_FILE);
        }
        Path file = Path.of(name);
        MailStatistics statistics = StatusFile.read(file, clock.epochSeconds());
        print(statistics, read.mailers().stream().map(Mailer::name).toList(), style, invocation.output());
        if (clears) {
            StatusFile.clear(file);
        }
        return SysExit.OK.code();
    }

    private void print(MailStatistics statistics, List<String> mailers, Style style, PrintStream out) {
        String unit = style.forPrograms ? "" : "K";
        if (style.forPrograms) {
            out.println(statistics.since() + " " + clock.epochSeconds());
        } else {
            out.println("Statistics from "
                    + DATE.format(Instant.ofEpochSecond(statistics.since()).atZone(zone)));
            out.println(" M   msgsfr  bytes_from   msgsto    bytes_to  msgsrej msgsdis msgsqur"
                    + (style.names ? "  Mailer" : ""));
        }
        for (int i = 0; i < MailStatistics.MAILERS; i++) {
            if (isUsed(statistics, i)) {
                String name = i < mailers.size() ? mailers.get(i) : "";
                int number = i;
                out.println(String.format(Locale.ROOT, "%2d ", i)
                        + columns(count -> statistics.of(count, number), unit)
                        + (style.names ? "  " + name : ""));
            }
        }
        if (!style.forPrograms) {
            out.println(LINE);
        }
        out.println(" T " + columns(statistics::total, unit));
        out.println(
                style.forPrograms
                        ? String.format(
                                Locale.ROOT,
                                " C %8d %8d %6d",
                                statistics.connectionsFrom(),
                                statistics.connectionsTo(),
                                statistics.connectionsRejected())
                        : String.format(
                                Locale.ROOT,
                                " C %8d %10s  %8d %10s    %6d",
                                statistics.connectionsFrom(),
                                "",
                                statistics.connectionsTo(),
                                "",
                                statistics.connectionsRejected()));
    }

    private static boolean isUsed(MailStatistics statistics, int mailer) {
        return List.of(Count.MESSAGES_FROM, Count.MESSAGES_TO, Count.REJECTED, Count.DISCARDED, Count.QUARANTINED)
                .stream()
                .anyMatch(count -> statistics.of(count, mailer) != 0);
    }

    private static String columns(ToLongFunction<Count> value, String unit) {
        return String.format(
                Locale.ROOT,
                "%8d %10d" + unit + " %8d %10d" + unit + "   %6d  %6d  %6d",
                value.applyAsLong(Count.MESSAGES_FROM),
                value.applyAsLong(Count.KILOBYTES_FROM),
                value.applyAsLong(Count.MESSAGES_TO),
                value.applyAsLong(Count.KILOBYTES_TO),
                value.applyAsLong(Count.REJECTED),
                value.applyAsLong(Count.DISCARDED),
                value.applyAsLong(Count.QUARANTINED));
    }
}
