package org.postern.programs.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.SysExit;
import org.postern.os.FileTrouble;
import org.postern.programs.Invocation;
import org.postern.programs.Program;
import org.postern.programs.audit.AuditProgram;
import org.postern.programs.logs.LogsProgram;
import org.postern.programs.mta.HostIdentity;
import org.postern.programs.status.StatusProgram;
import org.postern.programs.terminal.Paint;

/// `postern report`: status, findings of the audit and the last day of the log in one page, for cron; with `--mail`
/// sent to somebody.
public final class ReportProgram {
    /// How it is called.
    public static final String USAGE =
            "usage: postern report [-C FILE.cf] [--log FILE] [--mail ADDRESS]    (the last 24 hours)\n";
    private static final String USUAL = "/etc/mail/sendmail.cf";
    private static final Duration SPAN = Duration.ofHours(24);

    private final Invocation invocation;
    private final Clock clock;
    private final ZoneId zone;
    private final Program sendmail;

    /// The command.
    ///
    /// @param sendmail sends the page
    public ReportProgram(Invocation invocation, Clock clock, ZoneId zone, Program sendmail) {
        this.invocation = invocation;
        this.clock = clock;
        this.zone = zone;
        this.sendmail = sendmail;
    }

    /// Runs it.
    ///
    /// @param words what follows `report`
    public int run(List<String> words) throws InterruptedException {
        String configuration = USUAL;
        Optional<String> log = Optional.empty();
        Optional<String> mail = Optional.empty();
        for (int i = 0; i < words.size(); i += 2) {
            String value = i + 1 < words.size() ? words.get(i + 1) : "";
            switch (value.isEmpty() ? "" : words.get(i)) {
                case "-C" -> configuration = value;
                case "--log" -> log = Optional.of(value);
                case "--mail" -> mail = Optional.of(value);
                default -> {
                    invocation.error().print(USAGE);
                    return SysExit.USAGE.code();
                }
            }
        }
        String page = page(configuration, log);
        if (mail.isEmpty()) {
            invocation.output().print(page);
            invocation.output().flush();
            return SysExit.OK.code();
        }
        return send(page, mail.get());
    }

    private String page(String configuration, Optional<String> log) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
        Invocation quiet = new Invocation(
                invocation.name(),
                List.of(),
                InputStream.nullInputStream(),
                out,
                out,
                Map.of("NO_COLOR", "1"),
                invocation.home());
        new StatusProgram(quiet, clock).run(List.of("-C", configuration));
        out.println();
        Optional<List<String>> findings = new AuditProgram(quiet, clock).lines(configuration);
        if (findings.isPresent()) {
            out.println("Audit: "
                    + (findings.get().isEmpty()
                            ? "nothing worse than INFO"
                            : Paint.counted(findings.get().size(), "finding") + " worse than INFO"));
            findings.get().forEach(line -> out.println("  " + line));
        }
        out.println();
        try {
            Instant since = Instant.ofEpochMilli(clock.epochMillis()).minus(SPAN);
            new LogsProgram(invocation, clock, zone)
                    .print(log.map(List::of).orElse(List.of()), Optional.of(since), out);
        } catch (IOException unreadable) {
            out.println("No log: " + Paint.visible(FileTrouble.words(unreadable), 300));
        }
        return Ascii.text(bytes.toByteArray());
    }

    private int send(String page, String address) throws InterruptedException {
        String host = HostIdentity.find().fullName();
        String message = "To: " + address.replaceAll("[\\r\\n]", "") + "\nSubject: mail report of " + host
                + "\nAuto-Submitted: auto-generated\n\n" + page;
        return sendmail.run(new Invocation(
                "sendmail",
                List.of("-i", "--", address),
                new ByteArrayInputStream(Ascii.bytes(message)),
                invocation.output(),
                invocation.error(),
                invocation.environment(),
                invocation.home()));
    }
}
