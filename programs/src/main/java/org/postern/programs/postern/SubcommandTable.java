package org.postern.programs.postern;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.programs.audit.AuditProgram;
import org.postern.programs.checkconfig.CheckConfigProgram;
import org.postern.programs.explain.ExplainProgram;
import org.postern.programs.logs.LogsProgram;
import org.postern.programs.mailqueue.QueueProgram;
import org.postern.programs.record.RecordProgram;
import org.postern.programs.report.ReportProgram;
import org.postern.programs.status.StatusProgram;
import org.postern.programs.tls.CertProgram;
import org.postern.programs.tls.TlsProgram;

/// What `postern help` lists: the subcommands for people, in the order of the list.
enum SubcommandTable {
    TRY(
            "try",
            "[FOLDER]   a private mail server in FOLDER (default ./try) with a first message through it",
            TryOptions.USAGE),
    M4("m4", "[OPTIONS] [FILE ...]   expands m4 macros as GNU m4 does (m4 --help)", ""),
    MC("mc", "[-o FILE.cf] [FILE.mc] makes a sendmail.cf of a sendmail.mc", McProgram.USAGE),
    INIT(
            "init",
            "--profile KIND [FOLDER]  a first configuration: logins, accounts, mailstore or firewall",
            InitProgram.USAGE),
    QUEUE(
            "queue",
            "ACTION   shows, holds, releases, requeues, deletes, bounces or reroutes waiting messages",
            QueueProgram.USAGE),
    JAIL("jail", "DIRECTORY a minimal file system in DIRECTORY, for a daemon in a chroot", JailProgram.USAGE),
    CERT(
            "cert",
            "ACTION    makes an authority, keys and certificates; signs, shows (postern cert says more)",
            CertProgram.USAGE),
    AUDIT("audit", "         what on this host lets somebody in, and what mends it", AuditProgram.USAGE),
    STATUS(
            "status",
            "        is the server well: processes, ports, queues, figures, certificates",
            StatusProgram.USAGE),
    LOGS("logs", "[FILE]    what happened to mail, from the log", LogsProgram.USAGE),
    REPORT(
            "report",
            "        status, audit and the last day of the log in one page; --mail ADDRESS sends it, for cron",
            ReportProgram.USAGE),
    TLS("tls", "HOST[:PORT] what a mail server offers for TLS, and what the rules make of it", TlsProgram.USAGE),
    CHECK_CONFIG("check-config", """
            [FILE] what is wrong in a .cf or .mc file: rules, maps, options, an open relay
                             --against OLD: which recorded envelopes would have another outcome""", CheckConfigProgram.USAGE),
    RECORD("record", "FILE    keeps the envelopes that came, for check-config --against", RecordProgram.USAGE),
    EXPLAIN(
            "explain",
            "WHAT   where mail for an address goes, or what a client is told, and which rule decides",
            ExplainProgram.USAGE);

    private final String word;
    private final String text;
    private final String usage;

    SubcommandTable(String word, String text, String usage) {
        this.word = word;
        this.text = text;
        this.usage = usage;
    }

    /// The words that are typed.
    static List<String> words() {
        return Arrays.stream(values()).map(one -> one.word).toList();
    }

    /// Its line in the list of `postern help`.
    String line() {
        return "  " + word + " " + text;
    }

    /// How one is called; empty for none of these, and for one that says it itself.
    static Optional<String> usage(String word) {
        return Arrays.stream(values())
                .filter(one -> one.word.equals(word) && !one.usage.isEmpty())
                .findFirst()
                .map(one -> one.usage.stripTrailing());
    }
}
