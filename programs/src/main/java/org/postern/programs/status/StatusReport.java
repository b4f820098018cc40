package org.postern.programs.status;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postern.os.Accounts;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.programs.terminal.TextTable;

/// What `postern status` found.
///
/// @param configuration its file
/// @param figures what the daemon said; empty when it did not answer this user
/// @param unused files of the configuration that the server does not use, with the reason
/// @param errors the last system errors of the log
/// @param warnings what keeps mail from working although the server runs, one sentence each
record StatusReport(
        String configuration,
        Running running,
        List<ProcessFacts> processes,
        List<PortFacts> ports,
        List<QueueDirectoryFacts> queues,
        Optional<Figures> figures,
        List<CertificateState> certificates,
        Map<String, String> unused,
        List<String> errors,
        List<String> warnings,
        Instant now) {
    private static final int LONGEST_WARNING = 400;
    private static final int WIDTH = 78;
    private static final long SOON = TimeUnit.DAYS.toMillis(30);

    /// Whether the server runs; a user who may see neither its pid file nor its answers can tell by its ports alone.
    enum Running {
        YES("The mail server runs"),
        SEEMS("The mail server runs, for all that this user can see"),
        NO("The mail server does not run");

        private final String words;

        Running(String words) {
            this.words = words;
        }
    }

    /// A certificate and how long it is good.
    ///
    /// @param untilMillis milliseconds since 1970; 0 when it cannot be read
    /// @param text for whom, or why it cannot be read
    record CertificateState(String file, long untilMillis, String text) {}

    StatusReport {
        processes = List.copyOf(processes);
        ports = List.copyOf(ports);
        queues = List.copyOf(queues);
        certificates = List.copyOf(certificates);
        unused = Collections.unmodifiableMap(new LinkedHashMap<>(unused));
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    void text(PrintStream out, Paint paint) {
        out.println((running == Running.NO ? paint.bad(running.words) : paint.good(running.words)) + " ("
                + configuration + ")");
        warnings.forEach(warning -> Paint.wrapped(Paint.visible(warning, LONGEST_WARNING), WIDTH)
                .forEach(line -> out.println("  " + paint.warning(line))));
        processes(out, paint);
        ports(out, paint);
        queues(out, paint);
        figures.ifPresent(found -> rates(out, paint, found));
        if (running != Running.NO && figures.isEmpty()) {
            out.println();
            out.println("It does not answer this user about its figures; root can ask.");
        }
        certificates(out, paint);
        if (!unused.isEmpty()) {
            out.println();
            out.println(paint.bad("Not used"));
            unused.forEach((name, why) -> out.println("  " + Paint.visible(name + ": " + why, 200)));
        }
        if (!errors.isEmpty()) {
            out.println();
            out.println(paint.bad("Last system errors"));
            errors.forEach(error -> out.println("  " + Paint.visible(error, 200)));
        }
    }

    private void processes(PrintStream out, Paint paint) {
        if (processes.isEmpty()) {
            return;
        }
        TextTable table = new TextTable(
                TextTable.Column.text("process"),
                TextTable.Column.number("pid"),
                TextTable.Column.text("user"),
                TextTable.Column.number("memory"),
                TextTable.Column.text("since"));
        for (ProcessFacts process : processes) {
            table.row(
                    process.role(),
                    Long.toString(process.pid()),
                    user(process.uid()),
                    process.residentKib() / 1024 + " MiB",
                    process.started().map(this::ago).orElse("?"));
        }
        out.println();
        table.lines(paint).forEach(out::println);
        processes.forEach(process -> out.println("  " + process.role() + ": " + process.confinement()));
    }

    private static String user(int uid) {
        return Accounts.system()
                .byUid(uid)
                .found()
                .map(account -> account.name())
                .orElseGet(() -> Integer.toUnsignedString(uid));
    }

    private String ago(Instant then) {
        return span(Math.max(0, Duration.between(then, now).toSeconds()));
    }

    private static String span(long seconds) {
        return seconds >= 86_400
                ? seconds / 86_400 + " d " + seconds % 86_400 / 3600 + " h"
                : seconds >= 3600
                        ? seconds / 3600 + " h " + seconds % 3600 / 60 + " min"
                        : seconds >= 60 ? seconds / 60 + " min" : seconds + " s";
    }

    private void ports(PrintStream out, Paint paint) {
        TextTable table = new TextTable(
                TextTable.Column.text("port"), TextTable.Column.text("place"), TextTable.Column.text("state"));
        ports.forEach(port -> table.row(
                Paint.visible(port.name(), 40), Paint.visible(port.place(), 80), Paint.visible(port.state(), 60)));
        if (!table.isEmpty()) {
            out.println();
            table.lines(paint).forEach(out::println);
        }
    }

    private void queues(PrintStream out, Paint paint) {
        TextTable table = new TextTable(
                TextTable.Column.text("queue"),
                TextTable.Column.number("waiting"),
                TextTable.Column.number("held"),
                TextTable.Column.number("set aside"),
                TextTable.Column.text("oldest"));
        queues.forEach(queue -> table.row(
                Paint.visible(queue.path(), 80),
                queue.problem().isPresent() ? "?" : Long.toString(queue.waiting()),
                queue.problem().isPresent() ? "?" : Long.toString(queue.held()),
                queue.problem().isPresent() ? "?" : Long.toString(queue.lost()),
                queue.problem().orElse(queue.waiting() == 0 ? "-" : span(queue.oldestSeconds()))));
        out.println();
        table.lines(paint).forEach(out::println);
    }

    private void rates(PrintStream out, Paint paint, Figures found) {
        long seconds = processes.stream()
                .flatMap(process -> process.started().stream())
                .map(start -> Duration.between(start, now).toSeconds())
                .max(Long::compare)
                .orElse(0L);
        TextTable table = new TextTable(
                TextTable.Column.text("since the start"),
                TextTable.Column.number("number"),
                TextTable.Column.number("an hour"));
        rate(table, "messages accepted", found.value("postern_queue_committed_total"), seconds);
        rate(table, "deliveries that worked", delivered(found, '2'), seconds);
        rate(table, "deliveries put off", delivered(found, '4'), seconds);
        rate(table, "deliveries that failed", delivered(found, '5'), seconds);
        rate(table, "connections", found.value("postern_connections_accepted_total"), seconds);
        rate(table, "connections refused", found.value("postern_connections_refused_total"), seconds);
        out.println();
        table.lines(paint).forEach(out::println);
        out.println("  " + Paint.counted(found.value("postern_sessions"), "session") + " now; in the daemon "
                + Paint.counted(found.value("postern_queue_waiting"), "message") + " waiting, "
                + found.value("postern_queue_claimed") + " being delivered");
    }

    private static long delivered(Figures found, char status) {
        return found.values().entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("postern_delivery_attempts_total")
                        && entry.getKey().contains("status=\"" + status + "\""))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void rate(TextTable table, String name, long count, long seconds) {
        table.row(name, Long.toString(count), seconds < 60 ? "" : Long.toString(count * 3600 / seconds));
    }

    private void certificates(PrintStream out, Paint paint) {
        TextTable table = new TextTable(
                TextTable.Column.text("certificate"), TextTable.Column.text("good"), TextTable.Column.text("for"));
        for (CertificateState one : certificates) {
            long left = one.untilMillis() - now.toEpochMilli();
            String good = one.untilMillis() == 0
                    ? "?"
                    : left < 0 ? "EXPIRED" : span(left / 1000) + (left < SOON ? " ONLY" : "");
            table.row(Paint.visible(one.file(), 80), good, Paint.visible(one.text(), 80));
        }
        if (!table.isEmpty()) {
            out.println();
            table.lines(paint).forEach(out::println);
        }
    }

    Json json() {
        return Json.object()
                .with("configuration", configuration)
                .with("running", running != Running.NO)
                .with(
                        "processes",
                        processes,
                        process -> Json.object()
                                .with("role", process.role())
                                .with("pid", process.pid())
                                .with("user", user(process.uid()))
                                .with("residentKib", process.residentKib())
                                .with("noNewPrivileges", process.noNewPrivileges())
                                .with("seccomp", process.filtered())
                                .with("confinement", process.confinement())
                                .withText("started", process.started().map(Instant::toString)))
                .with(
                        "ports",
                        ports,
                        port -> Json.object()
                                .with("name", port.name())
                                .with("place", port.place())
                                .with("open", port.open())
                                .withText("takenBy", port.taken()))
                .with(
                        "queues",
                        queues,
                        queue -> Json.object()
                                .with("path", queue.path())
                                .with("waiting", queue.waiting())
                                .with("held", queue.held())
                                .with("setAside", queue.lost())
                                .with("oldestSeconds", queue.oldestSeconds())
                                .withText("problem", queue.problem()))
                .with("figures", figures.<Json>map(StatusReport::json).orElseGet(Json.Nothing::new))
                .with(
                        "certificates",
                        certificates,
                        one -> Json.object()
                                .with("file", one.file())
                                .with("untilMillis", one.untilMillis())
                                .with("text", one.text()))
                .withTexts("unused", UnusedFiles.lines(unused))
                .withTexts("errors", errors)
                .withTexts("warnings", warnings);
    }

    private static Json json(Figures figures) {
        Json.Members all = Json.object();
        for (String name : figures.values().keySet().stream().sorted().toList()) {
            all = all.with(name, figures.value(name));
        }
        return all;
    }
}
