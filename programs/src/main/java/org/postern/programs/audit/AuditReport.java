package org.postern.programs.audit;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;

/// Findings as people and programs read them.
///
/// @param findings the worst first
/// @param unread what could not be looked at
/// @param cut true when there were more findings than are kept
record AuditReport(List<Finding> findings, List<String> unread, boolean cut) {
    AuditReport {
        findings = List.copyOf(findings);
        unread = List.copyOf(unread);
    }

    /// One line for each finding, for logs and scripts.
    void lines(PrintStream out) {
        findings.forEach(finding -> out.println(finding.line()));
    }

    /// Grouped by severity, for a terminal.
    void grouped(PrintStream out, Paint paint) {
        for (Severity severity : Severity.values()) {
            List<Finding> group =
                    findings.stream().filter(one -> one.severity() == severity).toList();
            if (!group.isEmpty()) {
                out.println(paint(paint, severity, severity.word()) + " (" + group.size() + ")");
                for (Finding finding : group) {
                    out.println("  " + paint.strong(finding.subject()) + ": " + finding.text());
                    out.println("    " + paint.faint(finding.why() + "."));
                    out.println("    " + paint.good("fix: ") + finding.mend().command());
                }
                out.println();
            }
        }
        if (findings.isEmpty()) {
            out.println(paint.good("Nothing found."));
        }
    }

    private static String paint(Paint paint, Severity severity, String text) {
        return switch (severity) {
            case CRITICAL, HIGH -> paint.bad(text);
            case MEDIUM -> paint.warning(text);
            case INFO -> paint.strong(text);
        };
    }

    /// Notes about what was not looked at; for standard error.
    void notes(PrintStream out) {
        unread.forEach(line -> out.println("not looked at: " + Paint.visible(line, 400)));
        if (cut) {
            out.println("there is more than this; mend some and look again");
        }
    }

    Json json() {
        return Json.object()
                .with("findings", findings, AuditReport::json)
                .withTexts("notLookedAt", unread)
                .with("cut", cut);
    }

    private static Json json(Finding finding) {
        return Json.object()
                .with("severity", finding.severity().word().toLowerCase(Locale.ROOT))
                .with("name", finding.name())
                .with("subject", finding.subject())
                .with("text", finding.text())
                .with("why", finding.why())
                .with("fix", finding.mend().command())
                .with("safe", finding.mend().safe());
    }
}
