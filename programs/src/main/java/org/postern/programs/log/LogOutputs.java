package org.postern.programs.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.postern.base.Clock;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.os.SyslogSocket;

/// All logs of one process: each event goes to each of them.
public final class LogOutputs implements EventSink, AutoCloseable {
    private static final int LONGEST_TEXT = 1000;
    private static final int SYSLOG_PORT = 514;

    private final List<EventSink> sinks = new ArrayList<>();
    private final List<AutoCloseable> resources = new ArrayList<>();

    /// Opens the outputs: `syslog` (the socket `/dev/log`), `syslog:PATH`, `file:PATH`, `json:PATH`, and
    /// `rfc5424:ADDRESS[:PORT]` with a numeric address.
    ///
    /// @param names at least one
    /// @param logLevel events above this level are dropped
    /// @throws IOException when one cannot be opened or is none of these
    public static LogOutputs open(List<String> names, Clock clock, LogIdentity identity, int logLevel)
            throws IOException {
        LogOutputs outputs = new LogOutputs();
        boolean complete = false;
        try {
            for (String name : names) {
                outputs.add(name, clock, identity, logLevel);
            }
            complete = true;
            return outputs;
        } finally {
            if (!complete) {
                outputs.close();
            }
        }
    }

    private void add(String name, Clock clock, LogIdentity identity, int logLevel) throws IOException {
        int colon = name.indexOf(':');
        String kind = colon < 0 ? name : name.substring(0, colon);
        String place = colon < 0 ? "" : name.substring(colon + 1);
        switch (kind) {
            case "syslog" -> {
                SyslogSocket socket = new SyslogSocket(
                        place.isEmpty() ? "/dev/log" : place,
                        SyslogSocket.FACILITY_MAIL,
                        identity.tag(),
                        clock,
                        identity.zone(),
                        LONGEST_TEXT);
                keep(new SystemEventLog(socket, logLevel), socket);
            }
            case "file" -> {
                FileEventLog file = FileEventLog.open(Path.of(place), clock, identity, logLevel);
                keep(file, file);
            }
            case "json" -> {
                FileEventLog file = FileEventLog.openJson(Path.of(place), clock, identity, logLevel);
                keep(file, file);
            }
            case "rfc5424" -> {
                DatagramEventLog log = DatagramEventLog.open(host(place), clock, identity, logLevel);
                keep(log, log);
            }
            default ->
                throw new IOException("unknown log output \"" + name
                        + "\"; known are syslog, file:PATH, json:PATH and rfc5424:ADDRESS[:PORT]");
        }
    }

    private void keep(EventSink sink, AutoCloseable resource) {
        sinks.add(sink);
        resources.add(resource);
    }

    private static InetSocketAddress host(String text) throws IOException {
        try {
            int colon = text.indexOf(':') == text.lastIndexOf(':') ? text.indexOf(':') : -1;
            String address = colon < 0 ? text : text.substring(0, colon);
            int port = colon < 0 ? SYSLOG_PORT : Integer.parseInt(text.substring(colon + 1));
            return new InetSocketAddress(InetAddress.ofLiteral(address), port);
        } catch (IllegalArgumentException wrong) {
            throw new IOException("\"" + text + "\" is no numeric address with an optional port", wrong);
        }
    }

    @Override
    public void accept(Event event) {
        for (EventSink sink : sinks) {
            sink.accept(event);
        }
    }

    @Override
    public void close() throws IOException {
        for (AutoCloseable resource : resources) {
            try {
                resource.close();
            } catch (IOException | RuntimeException failed) {
                throw failed;
            } catch (Exception failed) {
                throw new IOException(failed);
            }
        }
    }
}
