package org.postern.programs.mailqueue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.mail.Envelope;
import org.postern.mail.Recipient;
import org.postern.os.FileTrouble;
import org.postern.os.RealDurableFiles;
import org.postern.os.Terminal;
import org.postern.programs.Invocation;
import org.postern.programs.control.ControlClient;
import org.postern.programs.control.ControlRequest;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.QueueOwner;
import org.postern.programs.terminal.Paint;
import org.postern.queue.QueueEditor;
import org.postern.queue.QueueGroup;
import org.postern.queue.QueueGroups;
import org.postern.queue.QueueKind;
import org.postern.queue.QueueSelection;

/// `postern queue`.
public final class QueueProgram {
    /// How it is called.
    public static final String USAGE = QueueOptions.USAGE;

    private static final Path TRANSFER = Path.of("/etc/mail/sendmail.cf");
    private static final Path SUBMISSION = Path.of("/etc/mail/submit.cf");
    private static final int LARGEST_CONTROL_FILE = 16 << 20;
    private static final int LONGEST_TEXT = 200;
    private static final int MOST_NAMED = 500;

    private final Invocation invocation;

    /// @param invocation how it was called
    public QueueProgram(Invocation invocation) {
        this.invocation = invocation;
    }

    /// Runs it.
    ///
    /// @param words what follows `queue`
    /// @return the exit code
    public int run(List<String> words) {
        return switch (QueueOptions.parse(words)) {
            case QueueOptions.Result.Wrong(String message) -> {
                invocation.error().print("postern queue: " + message + "\n" + QueueOptions.USAGE);
                yield SysExit.USAGE.code();
            }
            case QueueOptions.Result.Parsed(QueueOptions options) ->
                run(options).code();
        };
    }

    private SysExit run(QueueOptions options) {
        Path file = options.configuration()
                .map(name -> Path.of(name).toAbsolutePath())
                .orElse(options.client() ? SUBMISSION : TRANSFER);
        Configuration configuration = DaemonConfiguration.read(file, List.of());
        if (configuration.fatal().isPresent()) {
            configuration.diagnostics().forEach(diagnostic -> invocation.error().println(diagnostic.text()));
            return configuration.fatal().get().exit();
        }
        try {
            QueueGroups groups = DaemonConfiguration.queueGroups(configuration);
            QueueEditor editor = new QueueEditor(
                    new RealDurableFiles(),
                    new SystemClock(),
                    configuration.options().octal(CfOption.QUEUE_FILE_MODE),
                    QueueOwner.become(groups.directories()),
                    LARGEST_CONTROL_FILE);
            return work(options, groups, editor);
        } catch (IOException failed) {
            invocation.error().println("postern queue: " + FileTrouble.words(failed));
            return SysExit.OS_ERROR;
        }
    }

    private SysExit work(QueueOptions options, QueueGroups groups, QueueEditor editor) throws IOException {
        QueueWork work = new QueueWork(
                editor,
                envelope -> QueueChange.of(options, envelope),
                options.action() != QueueOptions.Action.SHOW && !options.dryRun(),
                found -> line(found, editor.now()),
                invocation.output(),
                invocation.error(),
                Terminal.isTerminal(2),
                MOST_NAMED,
                new SystemClock());
        for (QueueGroup group : groups.all()) {
            for (QueueEditor.Place place : editor.places(group)) {
                editor.each(place, options.kind(), one -> options.selects(one.envelope(), editor.now()), work);
            }
        }
        invocation.output().println(summary(options, work.changed(), work.busy()));
        if (work.changed() == 0 && options.kind() == QueueKind.NORMAL) {
            int held = count(options, groups, editor);
            if (held > 0) {
                invocation.output().println(held + " held: add --held");
            }
        }
        if (!options.dryRun() && work.changed() > 0 && QueueChange.wantsRun(options.action())) {
            askForRun(options, groups, work.names());
        }
        return SysExit.OK;
    }

    /// How many held messages the same conditions select.
    private static int count(QueueOptions options, QueueGroups groups, QueueEditor editor) throws IOException {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.ISO_8859_1);
        QueueWork counting = new QueueWork(
                editor,
                envelope -> QueueChange.of(options, envelope),
                false,
                found -> line(found, editor.now()),
                nowhere,
                nowhere,
                false,
                MOST_NAMED,
                new SystemClock());
        for (QueueGroup group : groups.all()) {
            for (QueueEditor.Place place : editor.places(group)) {
                editor.each(
                        place, QueueKind.QUARANTINED, one -> options.selects(one.envelope(), editor.now()), counting);
            }
        }
        return counting.changed();
    }

    private static String line(QueueEditor.Found found, long now) {
        Envelope envelope = found.envelope();
        StringBuilder to = new StringBuilder();
        for (Recipient recipient : envelope.recipients()) {
            to.append(to.isEmpty() ? "" : ",").append(recipient.address());
        }
        return envelope.id() + " size=" + found.size() + " from=" + safe(envelope.sender()) + " to="
                + safe(to.toString())
                + " age=" + Paint.age(Math.max(0, now - envelope.arrivedSeconds())) + " tries=" + envelope.attempts()
                + envelope.quarantineReason()
                        .map(reason -> " held=\"" + safe(reason) + "\"")
                        .orElse("")
                + envelope.statusMessage()
                        .map(status -> " (" + safe(status) + ")")
                        .orElse("");
    }

    private static String safe(String text) {
        return PeerText.escape(text, LONGEST_TEXT);
    }

    private static String summary(QueueOptions options, int changed, int busy) {
        String verb = Ascii.lower(options.action().name());
        String head = options.action() == QueueOptions.Action.SHOW
                ? changed == 0 ? "no such message waits" : changed + " in the queue"
                : verb + ": " + changed + (options.dryRun() ? " would be changed" : " changed");
        return busy == 0 ? head : head + ", " + busy + " left alone: being delivered, or nothing to do";
    }

    /// Lets the daemon see to them now; without one they have their turn at the next queue run.
    private void askForRun(QueueOptions options, QueueGroups groups, List<String> ids) throws IOException {
        List<QueueSelection.Condition> conditions = new ArrayList<>();
        if (ids.size() <= MOST_NAMED) {
            ids.forEach(id -> conditions.add(new QueueSelection.Condition(QueueSelection.Part.ID, id, false)));
        }
        QueueKind kind = options.action() == QueueOptions.Action.RELEASE ? QueueKind.NORMAL : options.kind();
        ControlRequest request =
                new ControlRequest.Run(new QueueSelection(kind, Optional.empty(), conditions), false, false);
        Optional<Integer> asked =
                ControlClient.ask(ControlClient.place(groups.directories()), request, invocation.output()::print);
        if (asked.isEmpty()) {
            invocation.output().println("No daemon runs here; the next queue run (sendmail -q) sees to them.");
        }
    }
}
