package org.postern.programs.mta;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.OptionValues;
import org.postern.helperwire.HelperClient;
import org.postern.maps.SafeMapFiles;
import org.postern.os.Accounts;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFileSource;
import org.postern.tls.TlsNotice;
import org.postern.tls.TlsSettings;

/// TLS of this host: the contexts that the options ask for, made anew when one of their files has changed, a renewed
/// certificate for example. Sessions under way keep theirs.
///
/// The files are looked at every two seconds at most, and only when somebody wants a context: beside him, so that
/// nobody waits, or before his answer when nobody has asked for a minute, so that a quiet host does not show a
/// certificate that was replaced long ago. New files that do not work (a certificate whose key has not come yet) leave
/// the old contexts in use, with lines in the log.
final class HostTls {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TlsSettings settings;
    private final TlsFileSource files;
    private final Clock clock;
    private final EventSink events;
    private final Executor background;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile TlsContexts contexts;
    private volatile long looked;

    /// @param background looks at the files, so that no session waits for it
    HostTls(TlsSettings settings, TlsFileSource files, Clock clock, EventSink events, Executor background) {
        this.settings = settings;
        this.files = files;
        this.clock = clock;
        this.events = events;
        this.background = background;
        this.contexts = TlsContexts.build(settings, files, clock);
        this.looked = clock.nanoTime();
        report(contexts);
    }

    /// For the network process.
    ///
    /// @throws IOException when postern.conf cannot be read
    static HostTls inNetwork(
            DaemonSettings daemon,
            Configuration configuration,
            HelperClient helper,
            Accounts accounts,
            Clock clock,
            EventSink events)
            throws IOException {
        OptionValues options = configuration.options();
        if (options.isSet(CfOption.SSL_ENGINE)) {
            events.accept(DaemonEvent.info(
                    "tls.engine",
                    "SSLEngine=" + options.text(CfOption.SSL_ENGINE) + ": TLS of the JDK has no engines, ignored"));
        }
        boolean alone = daemon.virtualMailboxes() || !Boolean.getBoolean(HostMaps.UNDER_ROOT);
        SafeMapFiles checks = HostMaps.checks(options, accounts, alone);
        Optional<String> inMemory = alone && TlsOptions.hasNone(options)
                ? SelfMadeCertificate.make(SelfMadeCertificate.host(configuration), clock)
                : Optional.empty();
        OwnSettings own = OwnSettings.beside(daemon.configuration());
        return new HostTls(
                TlsOptions.settings(options, own.selfMadeCertificate(), own.serversAsClients()),
                alone ? HostTlsFiles.own(checks, () -> inMemory) : HostTlsFiles.ofHelper(checks, helper),
                clock,
                events,
                look -> Thread.ofVirtual().name("tls-files").start(look));
    }

    /// The contexts as they are now.
    TlsContexts current() {
        long ago = clock.nanoTime() - looked;
        if (ago > PAUSE_NANOS && looking.compareAndSet(false, true)) {
            if (ago > STALE_NANOS) {
                look();
            } else {
                background.execute(this::look);
            }
        }
        return contexts;
    }

    private void look() {
        try {
            if (contexts.haveFilesChanged(files)) {
                TlsContexts next = TlsContexts.build(settings, files, clock);
                report(next);
                boolean worse = next.server().isEmpty() && contexts.server().isPresent();
                contexts = worse ? contexts.withFilesOf(next) : next;
                events.accept(DaemonEvent.info(
                        "tls.reload",
                        worse ? "STARTTLS: new files do not work, going on with the old ones" : "STARTTLS: new files"));
            }
        } finally {
            looked = clock.nanoTime();
            looking.set(false);
        }
    }

    private void report(TlsContexts made) {
        for (TlsNotice notice : made.notices()) {
            events.accept(new DaemonEvent(
                    "tls.files",
                    notice.logLevel(),
                    notice.problem() ? Event.Priority.WARNING : Event.Priority.INFO,
                    notice.text()));
        }
    }
}
