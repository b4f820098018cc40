package org.postern.programs.mta;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.base.SysExit;
import org.postern.deliver.DeliverService;
import org.postern.deliver.DeliveryAttempted;
import org.postern.mail.QueueId;
import org.postern.programs.control.ControlRequest;
import org.postern.programs.control.ControlServer;
import org.postern.queue.JournalQueue;
import org.postern.queue.QueueException;
import org.postern.queue.QueueRun;

/// Runs the queue for somebody who asks, and tells what becomes of it in sendmail's words (`-v`).
final class QueueRunner implements ControlServer.Service {
    private static final long LONGEST_WAIT_MILLIS = 7L * 86_400_000;

    private final JournalQueue queue;
    private final DeliverService deliver;
    private final EventTap events;
    private volatile Supplier<String> figures = () -> "";

    QueueRunner(JournalQueue queue, DeliverService deliver, EventTap events) {
        this.queue = queue;
        this.deliver = deliver;
        this.events = events;
    }

    @Override
    public SysExit answer(ControlRequest request, Consumer<String> out) throws InterruptedException {
        return switch (request) {
            case ControlRequest.Ping() -> {
                ProcessHandle.current().parent().ifPresent(parent -> out.accept(parent.pid() + "\n"));
                yield SysExit.OK;
            }
            case ControlRequest.Figures() -> {
                out.accept(figures.get());
                yield SysExit.OK;
            }
            case ControlRequest.Run run -> run(run, out);
        };
    }

    /// Sets what is answered to those who ask for figures.
    void answerWith(Supplier<String> text) {
        figures = text;
    }

    /// Runs it.
    ///
    /// @param out takes lines for `-v`
    SysExit run(ControlRequest.Run request, Consumer<String> out) throws InterruptedException {
        Telling telling = new Telling(out);
        deliver.forgetDeadHosts();
        try {
            if (request.verbose()) {
                events.add(telling);
            }
            QueueRun run = queue.run(request.selection(), request.verbose() ? telling : QueueRun.Listener.NONE);
            if (request.waits() || request.verbose()) {
                boolean _ = run.await(LONGEST_WAIT_MILLIS);
            }
            telling.end();
            return SysExit.OK;
        } catch (QueueException failed) {
            out.accept(failed.getMessage() + "\n");
            return SysExit.OS_ERROR;
        } finally {
            events.remove(telling);
        }
    }

    /// What `-v` prints. A message is announced together with its first result, so that messages that are delivered at
    /// the same time can be told apart.
    private static final class Telling implements QueueRun.Listener, EventSink {
        private final Consumer<String> out;
        private final Map<String, String> headings = new ConcurrentHashMap<>();
        private final Set<String> ids = ConcurrentHashMap.newKeySet();

        Telling(Consumer<String> out) {
            this.out = out;
        }

        @Override
        public void begins(QueueId id, Path directory, int sequence, int total) {
            headings.put(
                    id.value(),
                    "\nRunning " + directory + "/" + id.value() + " (sequence " + sequence + " of " + total + ")\n");
            ids.add(id.value());
        }

        @Override
        public void accept(Event event) {
            if (event instanceof DeliveryAttempted attempted && ids.contains(attempted.id())) {
                String heading = headings.remove(attempted.id());
                out.accept((heading == null ? "" : heading) + attempted.to() + "... "
                        + attempted.outcome().statusText() + "\n");
            }
        }

        /// Those of which there was nothing to tell.
        void end() {
            headings.values().forEach(out);
        }
    }
}
