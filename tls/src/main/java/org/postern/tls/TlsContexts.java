package org.postern.tls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postern.base.Clock;

/// The contexts of both sides, made from the options. A reload makes new ones.
public final class TlsContexts {
    private final Optional<TlsServerContext> server;
    private final Optional<TlsClientContext> client;
    private final List<TlsNotice> notices;
    private final SeenFiles seen;

    private TlsContexts(
            Optional<TlsServerContext> server,
            Optional<TlsClientContext> client,
            List<TlsNotice> notices,
            SeenFiles seen) {
        this.server = server;
        this.client = client;
        this.notices = List.copyOf(notices);
        this.seen = seen;
    }

    /// Reads all files now. Never fails: what cannot be used is left out, and [#notices] says why.
    public static TlsContexts build(TlsSettings settings, TlsFileSource files, Clock clock) {
        List<TlsNotice> notices = new ArrayList<>();
        SeenFiles reading = new SeenFiles(files);
        Optional<TlsServerContext> server = MaterialReader.server(settings, reading, clock, notices)
                .map(material -> new TlsServerContext(material, settings, reading));
        Optional<TlsClientContext> client = MaterialReader.client(settings, reading, clock, notices)
                .map(material -> new TlsClientContext(material, settings, reading));
        return new TlsContexts(server, client, notices, reading);
    }

    /// True when a file that was read is not as it was, or is there now. Files of CACertPath and CRLPath are looked up
    /// when they are needed and do not count.
    public boolean haveFilesChanged(TlsFileSource files) {
        return seen.haveChanged(files);
    }

    /// The same contexts, but with the files of others taken for known.
    public TlsContexts withFilesOf(TlsContexts other) {
        return new TlsContexts(server, client, notices, other.seen);
    }

    /// Empty: STARTTLS is not offered.
    public Optional<TlsServerContext> server() {
        return server;
    }

    /// Empty: STARTTLS is not used.
    public Optional<TlsClientContext> client() {
        return client;
    }

    /// What the log should say about the making, in order.
    public List<TlsNotice> notices() {
        return notices;
    }
}
