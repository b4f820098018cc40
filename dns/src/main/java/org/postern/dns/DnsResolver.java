package org.postern.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.PeerText;

/// The DNS client: a stub that asks recursive servers (RFC 1035, RFC 2308, RFC 6891).
///
/// Any number of threads, virtual ones above all, may ask at the same time. A question blocks for at most
/// `timeout * 2 * servers * attempts` for each step of an alias chain that the server left open. The servers are
/// asked in their order; one that fails, refuses or is silent is followed by the next. The DNS library is loaded
/// by the first question only.
public final class DnsResolver implements Resolver {
    /// How long a failure of all servers is believed.
    private static final long FAILURE_SECONDS = 10;

    /// The failure is ours and says nothing about the name.
    private static final class Busy extends IOException {
        private static final long serialVersionUID = 1L;

        Busy(String message) {
            super(message);
        }
    }

    private final DnsSettings settings;
    private final Clock clock;
    private final DnsTransport transport;
    private final DnsCache cache;
    private final Semaphore turns;

    /// @param clock for times to live and deadlines
    public DnsResolver(DnsSettings settings, Clock clock) {
        this(settings, clock, new DnsCache(clock, settings.cacheEntries()), new Semaphore(settings.mostQuestions()));
    }

    private DnsResolver(DnsSettings settings, Clock clock, DnsCache cache, Semaphore turns) {
        this.settings = settings;
        this.clock = clock;
        this.transport = new DnsTransport(clock, settings.timeout().toNanos(), settings.modes());
        this.cache = cache;
        this.turns = turns;
    }

    /// The same, with the same answers kept, for questions that have other times.
    public DnsResolver withTimes(Duration timeout, int attempts) {
        return new DnsResolver(settings.withTimes(timeout, attempts), clock, cache, turns);
    }

    @Override
    public DnsAnswer<MailExchanger> mailExchangers(String domain) {
        return find(domain, RecordKind.MX);
    }

    @Override
    public DnsAnswer<InetAddress> ipv4Addresses(String host) {
        return find(host, RecordKind.A);
    }

    @Override
    public DnsAnswer<InetAddress> ipv6Addresses(String host) {
        return find(host, RecordKind.AAAA);
    }

    @Override
    public DnsAnswer<String> names(InetAddress address) {
        return find(reverseName(address), RecordKind.PTR);
    }

    @Override
    public DnsAnswer<String> texts(String name) {
        return find(name, RecordKind.TXT);
    }

    @Override
    public DnsAnswer<String> alias(String name) {
        return find(name, RecordKind.CNAME);
    }

    @Override
    public DnsAnswer<String> hosts(String name, Pointer pointer) {
        return find(name, RecordKind.of(pointer));
    }

    @Override
    public DnsAnswer<CertificateAssociation> certificates(String name) {
        return find(name, RecordKind.TLSA);
    }

    /// Answers that are kept now.
    public int cachedAnswers() {
        return cache.size();
    }

    private <T> DnsAnswer<T> find(String name, RecordKind<T> kind) {
        DnsCache.Key key = new DnsCache.Key(Ascii.lower(name), kind.code());
        Optional<DnsAnswer<?>> kept = cache.find(key);
        if (kept.isPresent()) {
            return retyped(kept.get(), kind.value());
        }
        return askAround(name, kind, key);
    }

    private <T> DnsAnswer<T> askAround(String name, RecordKind<T> kind, DnsCache.Key key) {
        String owner = name;
        int aliases = 0;
        boolean secure = settings.trustAuthenticated();
        long seconds = settings.longestTtl().toSeconds();
        while (true) {
            Optional<DnsWire> question = DnsWire.question(owner, kind, settings);
            if (question.isEmpty()) {
                return new DnsAnswer.NoSuchName<>();
            }
            DnsResponse response;
            try {
                response = anyServer(question.get());
            } catch (Busy e) {
                return new DnsAnswer.TemporaryFailure<>(String.valueOf(e.getMessage()));
            } catch (IOException e) {
                // Who asks next need not wait for the same silence (RFC 9520 §3.2).
                DnsAnswer<T> failure = new DnsAnswer.TemporaryFailure<>(
                        PeerText.of(String.valueOf(e.getMessage())).forLog());
                cache.keep(key, failure, FAILURE_SECONDS);
                return failure;
            }
            aliases += response.aliases();
            secure &= response.authenticated();
            seconds = Math.min(seconds, response.seconds());
            if (!response.settled() && response.verdict() == DnsResponse.Verdict.FINE) {
                if (aliases >= settings.mostAliases()) {
                    return new DnsAnswer.TemporaryFailure<>("too many aliases");
                }
                owner = response.owner();
                continue;
            }
            DnsAnswer<T> answer = answer(response, kind, secure);
            boolean found = answer instanceof DnsAnswer.Found<T>;
            long most = found
                    ? seconds
                    : Math.min(seconds, settings.longestNegativeTtl().toSeconds());
            cache.keep(key, answer, most);
            return answer;
        }
    }

    /// The response of the first server that has one.
    private DnsResponse anyServer(DnsWire question) throws IOException {
        IOException last = new IOException("no server");
        for (int attempt = 0; attempt < settings.attempts(); attempt++) {
            for (InetSocketAddress server : settings.servers()) {
                try {
                    DnsResponse response = inTurn(server, question);
                    switch (response.verdict()) {
                        case FINE, NO_SUCH_NAME -> {
                            return response;
                        }
                        case FORMAT_ERROR, REFUSED -> last = new IOException("the name server failed");
                    }
                } catch (Busy e) {
                    throw e;
                } catch (IOException e) {
                    last = e;
                }
            }
        }
        throw last;
    }

    private DnsResponse inTurn(InetSocketAddress server, DnsWire question) throws IOException {
        try {
            if (!turns.tryAcquire(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Busy("too many questions at the same time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Busy("interrupted");
        }
        try {
            return transport.ask(server, question);
        } finally {
            turns.release();
        }
    }

    private static <T> DnsAnswer<T> answer(DnsResponse response, RecordKind<T> kind, boolean secure) {
        if (!response.values().isEmpty()) {
            return new DnsAnswer.Found<>(
                    response.values().stream().map(kind.value()::cast).toList(), response.owner(), secure);
        }
        return switch (response.verdict()) {
            case NO_SUCH_NAME -> new DnsAnswer.NoSuchName<>();
            case FINE -> new DnsAnswer.NoData<>();
            case FORMAT_ERROR, REFUSED -> new DnsAnswer.TemporaryFailure<>("the name server failed");
        };
    }

    private static <T> DnsAnswer<T> retyped(DnsAnswer<?> answer, Class<T> type) {
        return switch (answer) {
            case DnsAnswer.Found<?> found ->
                new DnsAnswer.Found<>(
                        found.records().stream().map(type::cast).toList(), found.canonicalName(), found.secure());
            case DnsAnswer.NoData<?> _ -> new DnsAnswer.NoData<>();
            case DnsAnswer.NoSuchName<?> _ -> new DnsAnswer.NoSuchName<>();
            case DnsAnswer.TemporaryFailure<?> failure -> new DnsAnswer.TemporaryFailure<>(failure.reason());
        };
    }

    /// The name that the records of an address stand under (RFC 1035 §3.5, RFC 3596 §2.5).
    static String reverseName(InetAddress address) {
        byte[] bytes = address.getAddress();
        StringBuilder out = new StringBuilder();
        for (int i = bytes.length - 1; i >= 0; i--) {
            int value = bytes[i] & 0xff;
            if (address instanceof Inet4Address) {
                out.append(value).append('.');
            } else {
                out.append(Character.forDigit(value & 15, 16)).append('.');
                out.append(Character.forDigit(value >> 4, 16)).append('.');
            }
        }
        return out.append(address instanceof Inet4Address ? "in-addr.arpa" : "ip6.arpa")
                .toString();
    }
}
