package org.postern.programs.logs;

import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.programs.terminal.TextTable;

/// Figures as a page, and as JSON.
///
/// @param top how many names a table has
record LogReport(LogFigures figures, ZoneId zone, int top) {
    private static final int WIDEST = 70;
    private static final int BAR = 40;
    private static final int HOURS = 24;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    void text(PrintStream out, Paint paint) {
        out.println(paint.strong("Mail, " + span()));
        out.println("  " + Paint.counted(figures.messages(), "message") + " for "
                + Paint.counted(figures.recipients(), "recipient") + ", " + size(figures.bytes()) + "; "
                + Paint.counted(figures.rejections().total(), "refusal"));
        hours(out, paint);
        table(out, paint, "Results of deliveries", figures.results());
        table(out, paint, "Senders", figures.senders());
        table(out, paint, "Refused, by reason", figures.rejections());
        table(out, paint, "Relaying denied to", figures.relaysDenied());
        table(out, paint, "Authenticated", figures.authenticated());
        table(out, paint, "AUTH failures", figures.authFailures());
        table(out, paint, "Forgeries attempted", figures.forgeries());
        table(out, paint, "Suspicious sessions", figures.suspicious());
        table(out, paint, "Encryption", figures.tls());
        slow(out, paint);
        if (!figures.errors().isEmpty()) {
            out.println();
            out.println(paint.bad("System errors (last " + figures.errors().size() + ")"));
            figures.errors().forEach(error -> out.println("  " + Paint.visible(error, 200)));
        }
    }

    private String span() {
        if (figures.first().isEmpty() || figures.last().isEmpty()) {
            return "no lines";
        }
        return time(figures.first().get()) + " to " + time(figures.last().get());
    }

    private String time(Instant instant) {
        return TIME.format(instant.atZone(zone));
    }

    private static String size(long bytes) {
        String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < units.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /// Messages (`#`) and refusals (`-`) by hour of the day.
    private void hours(PrintStream out, Paint paint) {
        long[] received = figures.received();
        long[] refused = figures.refused();
        long highest = 0;
        for (int hour = 0; hour < received.length; hour++) {
            highest = Math.max(highest, received[hour] + refused[hour]);
        }
        if (highest == 0) {
            return;
        }
        out.println();
        out.println(paint.strong("By hour") + " (# messages, - refusals)");
        for (int hour : hoursOfDay()) {
            int good = bar(received[hour], highest);
            int bad = bar(refused[hour], highest);
            out.println(String.format(Locale.ROOT, "  %02d %7d ", hour, received[hour])
                    + paint.good("#".repeat(good))
                    + paint.warning("-".repeat(bad)));
        }
    }

    /// The hours that the log covers, in its order; all when it covers a day.
    private int[] hoursOfDay() {
        boolean known = figures.first().isPresent() && figures.last().isPresent();
        long hours = HOURS;
        int first = 0;
        if (known) {
            ZonedDateTime begin = figures.first().get().atZone(zone).truncatedTo(ChronoUnit.HOURS);
            ZonedDateTime end = figures.last().get().atZone(zone).truncatedTo(ChronoUnit.HOURS);
            hours = Math.min(HOURS, ChronoUnit.HOURS.between(begin, end) + 1);
            first = hours == HOURS ? 0 : begin.getHour();
        }
        int start = first;
        return IntStream.range(0, (int) hours)
                .map(hour -> (start + hour) % HOURS)
                .toArray();
    }

    private static int bar(long value, long highest) {
        return value == 0 ? 0 : (int) Math.max(1, value * BAR / highest);
    }

    private void table(PrintStream out, Paint paint, String title, TopCounter counter) {
        if (counter.total() == 0) {
            return;
        }
        TextTable table = new TextTable(TextTable.Column.number(""), TextTable.Column.text(""));
        counter.top(top).forEach(entry -> table.row(Long.toString(entry.count()), shown(entry.name())));
        out.println();
        int more = counter.names() - Math.min(top, counter.names());
        out.println(paint.strong(title)
                + (more > 0 ? " (and " + more + (counter.forgot() ? " or more" : "") + " others)" : ""));
        table.lines(paint).forEach(line -> out.println("  " + line));
    }

    private static String shown(String name) {
        return Paint.visible(name, WIDEST);
    }

    private void slow(PrintStream out, Paint paint) {
        List<Map.Entry<String, LogFigures.Slow>> slowest = figures.slowest(top);
        if (slowest.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(
                TextTable.Column.text("slow destinations"),
                TextTable.Column.number("attempts"),
                TextTable.Column.number("average"),
                TextTable.Column.number("longest"),
                TextTable.Column.number("deferred"));
        slowest.forEach(entry -> table.row(
                shown(entry.getKey()),
                Long.toString(entry.getValue().attempts()),
                entry.getValue().average() + " s",
                entry.getValue().longest() + " s",
                Long.toString(entry.getValue().deferred())));
        out.println();
        table.lines(paint).forEach(out::println);
    }

    Json json() {
        Json.Members all = Json.object()
                .withText("from", figures.first().map(Instant::toString))
                .withText("to", figures.last().map(Instant::toString))
                .with("lines", figures.lines())
                .with("messages", figures.messages())
                .with("recipients", figures.recipients())
                .with("bytes", figures.bytes())
                .with("refusals", figures.rejections().total())
                .with("messagesByHour", hours(figures.received()))
                .with("refusalsByHour", hours(figures.refused()));
        return all.with("results", counts(figures.results()))
                .with("senders", counts(figures.senders()))
                .with("sendersByBytes", counts(figures.volumes()))
                .with("rejections", counts(figures.rejections()))
                .with("relayingDenied", counts(figures.relaysDenied()))
                .with("authenticated", counts(figures.authenticated()))
                .with("authFailures", counts(figures.authFailures()))
                .with("forgeries", counts(figures.forgeries()))
                .with("suspicious", counts(figures.suspicious()))
                .with("encryption", counts(figures.tls()))
                .with("slowDestinations", figures.slowest(top), LogReport::slow)
                .withTexts("errors", figures.errors());
    }

    private static Json hours(long[] values) {
        return Json.items(Arrays.stream(values).boxed().toList(), Json.Whole::new);
    }

    private Json counts(TopCounter counter) {
        return Json.items(
                counter.top(top),
                entry -> Json.object().with("name", entry.name()).with("count", entry.count()));
    }

    private static Json slow(Map.Entry<String, LogFigures.Slow> entry) {
        return Json.object()
                .with("name", entry.getKey())
                .with("attempts", entry.getValue().attempts())
                .with("averageSeconds", entry.getValue().average())
                .with("longestSeconds", entry.getValue().longest())
                .with("deferred", entry.getValue().deferred());
    }
}
