package org.postern.programs.explain;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.SysExit;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.cf.SessionMacros;
import org.postern.dns.Resolver;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.log.DecisionJournal;
import org.postern.programs.mailqueue.QueueProgram;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.RehearsalHost;
import org.postern.programs.terminal.Json;
import org.postern.programs.terminal.Paint;
import org.postern.receive.SessionDecision;
import org.postern.receive.SessionFacts;
import org.postern.receive.SessionMoment;

/// `postern explain`.
///
/// Exit codes: 0 when the mail would be taken, 1 when not, else those of `sysexits.h`.
public final class ExplainProgram {
    /// How it is called.
    public static final String USAGE = ExplainOptions.USAGE;

    private static final int REFUSED = 1;
    private static final int SMTP = 25;
    private static final int SUBMISSION = 587;
    private static final int MOST_DECISIONS = 1000;

    private final Invocation invocation;
    private final Clock clock;
    private final Resolver resolver;
    private final Accounts accounts;
    private final List<String> remarks = new ArrayList<>();

    /// @param invocation how it was called
    /// @param resolver the name service that is asked
    public ExplainProgram(Invocation invocation, Clock clock, Resolver resolver, Accounts accounts) {
        this.invocation = invocation;
        this.clock = clock;
        this.resolver = resolver;
        this.accounts = accounts;
    }

    /// Runs it.
    ///
    /// @param words what follows `explain`
    /// @return the exit code
    public int run(List<String> words) {
        try {
            ExplainOptions options = ExplainOptions.parse(words);
            String what = options.operands().isEmpty() ? "" : options.operands().getFirst();
            return switch (what) {
                case "rcpt" -> recipients(options);
                case "session" -> session(options);
                case "id" -> id(options);
                default -> throw new IllegalArgumentException("what is to be explained: rcpt, session or id?");
            };
        } catch (IllegalArgumentException wrong) {
            invocation.error().print("postern explain: " + wrong.getMessage() + "\n" + ExplainOptions.USAGE);
            return SysExit.USAGE.code();
        }
    }

    private Optional<RehearsalHost> host(Path file, Resolver asked) {
        if (!Files.isReadable(file)) {
            invocation.error().println("postern explain: cannot read " + file);
            return Optional.empty();
        }
        Configuration configuration = DaemonConfiguration.read(file, List.of());
        configuration.diagnostics().forEach(diagnostic -> invocation.error().println(diagnostic.text()));
        if (configuration.fatal().isPresent()) {
            return Optional.empty();
        }
        return Optional.of(RehearsalHost.of(configuration, asked, accounts, clock, this::remark));
    }

    /// What maps and lists complain of is part of the explanation.
    private void remark(Event event) {
        String line = RuleView.shown(event.line());
        if (event.priority().code() <= Event.Priority.NOTICE.code() && !remarks.contains(line)) {
            remarks.add(line);
        }
    }

    private int recipients(ExplainOptions options) {
        List<String> addresses =
                options.operands().subList(1, options.operands().size());
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("whose mail?");
        }
        DnsQuestions questions = new DnsQuestions(resolver);
        Optional<RehearsalHost> host = host(options.configuration(), questions);
        if (host.isEmpty()) {
            return SysExit.CONFIGURATION.code();
        }
        RuleView rules = RuleView.of(
                options.configuration(),
                host.get().configuration().options(),
                host.get().entries());
        boolean good = true;
        List<Json> all = new ArrayList<>();
        for (String address : addresses) {
            SessionMacros macros =
                    SessionMacros.above(host.get().configuration().scope());
            RecipientReport report = new RecipientReport(
                    host.get(),
                    rules,
                    address,
                    host.get().deliveries(RandomGenerator.getDefault()).of(address, macros));
            good &= report.good();
            if (options.json()) {
                all.add(report.json(options.all()));
            } else {
                report.text(paint(), options.all()).forEach(invocation.output()::println);
            }
        }
        List<String> dns = questions.take();
        if (options.json()) {
            invocation
                    .output()
                    .print(Json.object()
                            .with("recipients", new Json.Items(all))
                            .withTexts("dns", dns)
                            .withTexts("remarks", remarks)
                            .pretty());
        } else {
            if (options.all() && !dns.isEmpty()) {
                invocation.output().println(paint().strong("name service"));
                dns.forEach(line -> invocation.output().println("  " + RuleView.shown(line)));
            }
            tellRemarks(true);
        }
        return good ? SysExit.OK.code() : REFUSED;
    }

    private int session(ExplainOptions options) {
        Optional<SessionReport> report = rehearse(options);
        if (report.isEmpty()) {
            return SysExit.CONFIGURATION.code();
        }
        if (options.json()) {
            invocation.output().print(report.get().json(options.all()).pretty());
        } else {
            report.get().text(paint(), options.all()).forEach(invocation.output()::println);
            tellRemarks(false);
        }
        return report.get().good() ? SysExit.OK.code() : REFUSED;
    }

    /// What a client would be told; empty when the configuration cannot be used, which has been said.
    private Optional<SessionReport> rehearse(ExplainOptions options) {
        SessionFacts facts = options.facts();
        DnsQuestions questions = new DnsQuestions(resolver);
        Optional<RehearsalHost> host = host(options.configuration(), questions);
        if (host.isEmpty()) {
            return Optional.empty();
        }
        PortOptions port = port(host.get().configuration().options().daemons(), options.value("--port"));
        List<SessionMoment> moments = host.get().sessions().run(port, number(port), facts);
        return Optional.of(new SessionReport(
                RuleView.of(
                        options.configuration(),
                        host.get().configuration().options(),
                        host.get().entries()),
                client(facts.client(), facts.clientName()),
                moments,
                questions.take()));
    }

    private int id(ExplainOptions options) {
        if (options.operands().size() != 2) {
            throw new IllegalArgumentException("which id? It stands in the log behind the name of the program");
        }
        String id = options.operands().get(1);
        Configuration configuration = DaemonConfiguration.readWithoutPrograms(options.configuration(), List.of());
        if (configuration.fatal().isPresent()) {
            invocation.error().println(configuration.fatal().get().text());
            return SysExit.CONFIGURATION.code();
        }
        List<DecisionJournal.Entry> entries;
        Path journal = options.configuration();
        try {
            journal = DecisionJournal.place(DaemonConfiguration.queueDirectories(configuration));
            entries = DecisionJournal.read(journal, decision -> isAbout(decision, id), MOST_DECISIONS);
        } catch (IOException failed) {
            invocation
                    .error()
                    .println(
                            "postern explain: no journal of decisions can be read in " + journal
                                    + " (the daemon writes it unless postern.conf says Decisions=no; only root and the daemon read it)");
            return SysExit.NO_INPUT.code();
        }
        if (entries.isEmpty()) {
            invocation
                    .error()
                    .println("postern explain: the journal " + journal + " has nothing of " + RuleView.shown(id)
                            + ": it keeps the newest " + 2 * DecisionJournal.USUAL_LIMIT / (1 << 20)
                            + " MiB; \"postern queue show --id\" knows what waits, and the log has its lines");
            return SysExit.NO_INPUT.code();
        }
        return decisions(options, id, new DecisionReport(entries, configuration.options()));
    }

    /// By its id, or by the address of its client: a connection that was refused at once has no line with an id.
    private static boolean isAbout(SessionDecision decision, String id) {
        String address = decision.facts().address();
        return decision.id().equals(id) || address.equals(id) || address.equals("IPv6:" + id);
    }

    private int decisions(ExplainOptions options, String id, DecisionReport report) {
        Optional<ExplainOptions> question = report.asSession().map(session -> session.with(options));
        if (options.json()) {
            return decisionsAsJson(options, id, report, question);
        }
        report.text(paint()).forEach(invocation.output()::println);
        question.ifPresent(_ -> invocation.output().println(paint().strong("why, by the configuration as it is now")));
        int code = question.map(this::session).orElse(report.refused() ? REFUSED : SysExit.OK.code());
        invocation.output().println(paint().strong("in the queue"));
        int _ = new QueueProgram(invocation).run(queueWords(options, id));
        return code;
    }

    private static List<String> queueWords(ExplainOptions options, String id) {
        return List.of("show", "-C", options.configuration().toString(), "--id", id);
    }

    /// The same as one JSON value.
    private int decisionsAsJson(
            ExplainOptions options, String id, DecisionReport report, Optional<ExplainOptions> question) {
        Optional<SessionReport> now = question.flatMap(this::rehearse);
        if (question.isPresent() && now.isEmpty()) {
            return SysExit.CONFIGURATION.code();
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.ISO_8859_1);
        int _ = new QueueProgram(new Invocation(
                        invocation.name(),
                        List.of(),
                        InputStream.nullInputStream(),
                        out,
                        invocation.error(),
                        invocation.environment(),
                        invocation.home()))
                .run(queueWords(options, id));
        Json.Members all = Json.object().with("decisions", report.json());
        if (now.isPresent()) {
            all = all.with("now", now.get().json(options.all()));
        }
        invocation
                .output()
                .print(all.withTexts(
                                "queue", Ascii.text(bytes.toByteArray()).lines().toList())
                        .withTexts("remarks", remarks)
                        .pretty());
        boolean good = now.map(SessionReport::good).orElse(!report.refused());
        return good ? SysExit.OK.code() : REFUSED;
    }

    private static String client(InetAddress address, Optional<String> name) {
        String literal = "[" + address.getHostAddress() + "]";
        return name.map(known -> known + " " + literal).orElse(literal);
    }

    /// @throws IllegalArgumentException when there is no such daemon
    private static PortOptions port(List<PortOptions> daemons, Optional<String> name) {
        return daemons.stream()
                .filter(daemon -> daemon.family() != PortOptions.Family.UNIX)
                .filter(daemon -> name.isEmpty()
                        || daemon.name().equals(name.get())
                        || daemon.port().equals(name.get()))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("no daemon of this configuration has that name or port: "
                                + String.join(
                                        ", ",
                                        daemons.stream().map(PortOptions::name).toList())));
    }

    private static int number(PortOptions port) {
        return switch (port.port()) {
            case "", "smtp" -> SMTP;
            case "submission", "msa" -> SUBMISSION;
            default -> digits(port.port());
        };
    }

    private static int digits(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException _) {
            return SMTP;
        }
    }

    private Paint paint() {
        return Paint.ofOutput(invocation.environment());
    }

    private void tellRemarks(boolean lists) {
        remarks.forEach(line -> invocation.output().println("remark: " + line));
        if (lists && !ProcessIdentity.isRoot()) {
            invocation
                    .output()
                    .println("remark: not called by root: files of other users were read as far as you may read them");
        }
    }
}
