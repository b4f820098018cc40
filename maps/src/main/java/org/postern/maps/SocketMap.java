package org.postern.maps;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.LookupResult;
import org.postern.cf.MacroScope;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.cf.MapTraits;

/// Class `socket`: a server that answers `MAP KEY` with `OK value`, `NOTFOUND`, `TEMP text`, `TIMEOUT text` or `PERM
/// text`, all as netstrings (sendmail op guide §5.9).
///
/// Connections are kept open and used again, a bounded number at once. A server that closed an idle connection is
/// asked again on a new one, once.
final class SocketMap implements MapLookup {
    private static final int CONNECTIONS = 16;
    private static final int SHOWN = 200;

    private final MapDeclaration declaration;
    private final MapEnvironment environment;
    private final MapFlags flags;
    private final SocketAddressSpec address;
    private final MapComplaint complaint;
    private final Semaphore places = new Semaphore(CONNECTIONS, true);
    private final ConcurrentLinkedDeque<SocketMapConnection> idle = new ConcurrentLinkedDeque<>();

    private SocketMap(
            MapDeclaration declaration, MapEnvironment environment, MapFlags flags, SocketAddressSpec address) {
        this.declaration = declaration;
        this.environment = environment;
        this.flags = flags;
        this.address = address;
        this.complaint = new MapComplaint(declaration.name(), environment.events());
    }

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        MapFlags flags = MapFlagsParser.optionalFile(declaration, environment);
        String text = flags.rest().isEmpty() ? flags.file() : flags.file() + " " + flags.rest();
        return new SocketMap(
                declaration, environment, flags, SocketAddressSpec.parse(declaration.name(), text.strip()));
    }

    @Override
    public MapTraits traits() {
        return MapFlagsParser.traits(flags, SysExit.NO_HOST.code());
    }

    @Override
    public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
        String folded = flags.keepCase() ? key : Ascii.lower(key);
        try {
            String reply = ask(declaration.name() + " " + folded);
            complaint.none();
            return result(reply, flags.matchOnly() ? folded : key, arguments);
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private LookupResult result(String reply, String key, List<String> arguments) {
        int blank = reply.indexOf(' ');
        String status = blank < 0 ? reply : reply.substring(0, blank);
        String text = blank < 0 ? "" : reply.substring(blank + 1);
        return switch (status) {
            case "OK" -> MapValue.found(flags, environment.limits(), key, arguments, text);
            case "NOTFOUND" -> LookupResult.NotFound.INSTANCE;
            case "TEMP", "TIMEOUT" -> failed("server says " + reply);
            case "PERM" -> {
                environment
                        .events()
                        .accept(new MapEvent(
                                declaration.name(),
                                Priority.ERROR,
                                me() + PeerText.escape("server says " + reply, SHOWN)));
                yield LookupResult.NotFound.INSTANCE;
            }
            default -> failed("unknown reply " + status);
        };
    }

    private String ask(String request) throws IOException, InterruptedException {
        long patience = flags.timeoutSeconds() > 0
                ? Math.min(flags.timeoutSeconds(), environment.limits().remoteSeconds())
                : environment.limits().remoteSeconds();
        long deadline = environment.clock().nanoTime() + TimeUnit.SECONDS.toNanos(patience);
        if (!places.tryAcquire(patience, TimeUnit.SECONDS)) {
            throw new IOException("all connections are in use");
        }
        try {
            SocketMapConnection kept = idle.pollLast();
            if (kept != null) {
                try {
                    return ask(kept, request, deadline);
                } catch (MapFileException | SocketTimeoutException e) {
                    throw e;
                } catch (IOException e) {
                    // closed while it was idle: the next one is new
                    closeIdle();
                }
            }
            return ask(connect(deadline), request, deadline);
        } finally {
            places.release();
        }
    }

    private String ask(SocketMapConnection connection, String request, long deadline) throws IOException {
        boolean good = false;
        try {
            String reply = connection.exchange(request, environment.limits().valueLength(), deadline);
            good = !connection.hasMore();
            return reply;
        } finally {
            if (good) {
                idle.addLast(connection);
            } else {
                connection.close();
            }
        }
    }

    private SocketMapConnection connect(long deadline) throws IOException {
        if (address.type().equals("unix")) {
            Optional<String> refusal =
                    environment.files().refusal(Path.of(address.place()), MapFileCheck.Purpose.SOCKET);
            if (refusal.isPresent()) {
                throw new IOException("local socket name " + address.place() + " unsafe");
            }
        }
        IOException last = new IOException("no address");
        for (SocketAddress one : address.addresses(environment)) {
            try {
                return SocketMapConnection.open(one, environment.clock(), deadline);
            } catch (IOException e) {
                last = e;
            }
        }
        throw new IOException("error connecting to socket map: " + last.getMessage(), last);
    }

    private void closeIdle() throws IOException {
        for (SocketMapConnection old = idle.pollLast(); old != null; old = idle.pollLast()) {
            old.close();
        }
    }

    private String me() {
        return "socket map \"" + declaration.name() + "\": ";
    }

    private LookupResult failed(String why) {
        String text = me() + PeerText.escape(why, SHOWN);
        complaint.about(text);
        return new LookupResult.TemporaryFailure(text);
    }
}
