package org.postern.programs.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Clock;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.CheckResult;
import org.postern.cf.Configuration;
import org.postern.cf.MacroScope;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.SessionMacros;
import org.postern.dns.DnsAnswer;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapSet;
import org.postern.os.Accounts;
import org.postern.os.ProcessIdentity;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;
import org.postern.programs.mta.HostMaps;
import org.postern.programs.mta.NameService;
import org.postern.programs.mta.TlsOptions;
import org.postern.tls.PeerCertificate;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFailure;
import org.postern.tls.TlsIdentity;
import org.postern.tls.TlsNotice;
import org.postern.tls.Verify;

/// `postern tls HOST[:PORT]`: says what a mail server offers for TLS, who it is, and what the rules of this host
/// make of it (`try_tls`, `tls_server`).
public final class TlsProgram {
    private static final int SMTP = 25;
    private static final int HIGHEST_PORT = 65_535;
    private static final Path USUAL = Path.of("/etc/mail/sendmail.cf");
    /// How it is called.
    public static final String USAGE = "usage: postern tls [-C FILE.cf] HOST[:PORT]";

    private final Invocation invocation;
    private final Clock clock;

    /// The command.
    public TlsProgram(Invocation invocation, Clock clock) {
        this.invocation = invocation;
        this.clock = clock;
    }

    /// Asks one host.
    ///
    /// @return 0 when the rules accept the host, 69 when it does not answer, 77 when they refuse it
    public int run(List<String> arguments) {
        boolean named = arguments.size() == 3 && arguments.getFirst().equals("-C");
        if (!named && arguments.size() != 1) {
            invocation.error().println(USAGE);
            return SysExit.USAGE.code();
        }
        Optional<InetSocketAddress> where = where(arguments.getLast());
        if (where.isEmpty()) {
            return SysExit.NO_HOST.code();
        }
        Configuration configuration = DaemonConfiguration.readInHelper(
                        named ? Path.of(arguments.get(1)) : USUAL, List.of())
                .configuration();
        if (configuration.fatal().isPresent()) {
            invocation.error().println(configuration.fatal().get().text());
            return configuration.fatal().get().exit().code();
        }
        return ask(configuration, where.get());
    }

    private int ask(Configuration configuration, InetSocketAddress where) {
        String host = where.getHostString();
        TlsContexts contexts = TlsContexts.build(
                TlsOptions.settings(configuration.options(), false, false),
                TlsOptions.files(
                        HostMaps.checks(configuration.options(), Accounts.system(), !ProcessIdentity.isRoot())),
                clock);
        contexts.notices().stream()
                .filter(notice -> notice.problem() && notice.text().startsWith("STARTTLS=client"))
                .map(TlsNotice::text)
                .forEach(this::say);
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("server_name", host);
        macros.define("server_addr", where.getAddress().getHostAddress());
        RewriteEngine rules = rules(configuration);
        Verify verify;
        try (ProbeConnection connection = ProbeConnection.open(where, host(configuration))) {
            say("greeting      " + connection.greeting());
            verify = converse(connection, contexts, rules, macros);
        } catch (TlsFailure failed) {
            say("handshake     " + failed.reason());
            verify = Verify.SOFTWARE;
        } catch (IOException failed) {
            invocation
                    .error()
                    .println("postern tls: " + host + ": "
                            + PeerText.of(failed.toString()).forLog());
            return SysExit.UNAVAILABLE.code();
        }
        macros.define("verify", verify.word());
        say("verify        " + verify.word());
        return verdict("tls_server", rules.check("tls_server", verify.word(), macros));
    }

    private Verify converse(ProbeConnection connection, TlsContexts contexts, RewriteEngine rules, SessionMacros macros)
            throws IOException {
        if (!connection.offersStartTls()) {
            say("STARTTLS      not offered");
            return Verify.NONE;
        }
        say("STARTTLS      offered");
        if (verdict("try_tls", rules.check("try_tls", connection.host(), macros)) != SysExit.OK.code()
                || contexts.client().isEmpty()) {
            return Verify.NONE;
        }
        Optional<TlsIdentity> agreed = connection.startTls(contexts.client().get());
        if (agreed.isEmpty()) {
            say("STARTTLS      " + connection.lastReply());
            return connection.lastReply().startsWith("4") ? Verify.TEMP : Verify.NONE;
        }
        TlsIdentity identity = agreed.get();
        for (Map.Entry<String, String> macro : identity.macros().entrySet()) {
            macros.define(macro.getKey(), macro.getValue());
        }
        say("version       " + identity.version());
        say("cipher        " + identity.cipher() + ", " + identity.cipherBits() + " bits");
        identity.certificate().ifPresent(certificate -> describe(certificate, connection.host()));
        if (!identity.verifyMessage().equals("ok")) {
            say("not verified  " + identity.verifyMessage());
        }
        return identity.verify();
    }

    private void describe(PeerCertificate certificate, String host) {
        say("CertSubject:  " + certificate.subject());
        say("CertIssuer:   " + certificate.issuer());
        say("CN            " + certificate.commonName());
        say("fingerprint   " + certificate.fingerprint());
        if (!certificate.alternativeNames().isEmpty()) {
            say("host names    " + String.join(" ", certificate.alternativeNames()));
        }
        say("for this host " + (certificate.isFor(host) ? "yes" : "no"));
    }

    private int verdict(String ruleset, CheckResult result) {
        String start = ruleset + " ".repeat(Math.max(1, 14 - ruleset.length()));
        return switch (result) {
            case CheckResult.Accepted _, CheckResult.Quarantined _ -> {
                say(start + "accepts it");
                yield SysExit.OK.code();
            }
            case CheckResult.Discarded _ -> {
                say(start + "discards it");
                yield SysExit.NO_PERMISSION.code();
            }
            case CheckResult.Rejected(var reply, var _) -> {
                say(start + "refuses it: " + PeerText.of(reply.line()).forLog());
                yield SysExit.NO_PERMISSION.code();
            }
            case CheckResult.TemporaryFailure(var reply) -> {
                say(start + "cannot tell: " + PeerText.of(reply.line()).forLog());
                yield SysExit.TEMPORARY_FAILURE.code();
            }
        };
    }

    private RewriteEngine rules(Configuration configuration) {
        MapEnvironment environment = HostMaps.alone(
                configuration,
                NameService.ofThisHost(clock),
                Accounts.system(),
                event -> invocation.error().println(event.line()),
                clock);
        MapSet maps = MapSet.open(configuration.maps(), environment);
        return new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD);
    }

    private static String host(Configuration configuration) {
        MacroScope scope = configuration.scope();
        return scope.macro("j").orElse("localhost");
    }

    private Optional<InetSocketAddress> where(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > 0 && text.indexOf(':') == colon;
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? port(text.substring(colon + 1)) : SMTP;
        if (port <= 0) {
            invocation.error().println(USAGE);
            return Optional.empty();
        }
        Optional<InetAddress> address = address(host);
        if (address.isEmpty()) {
            invocation.error().println("postern tls: " + PeerText.of(host).forLog() + ": no address found");
        }
        return address.map(found -> new InetSocketAddress(named(host, found), port));
    }

    private static InetAddress named(String host, InetAddress address) {
        try {
            return InetAddress.getByAddress(host, address.getAddress());
        } catch (IOException _) {
            return address;
        }
    }

    private Optional<InetAddress> address(String host) {
        try {
            return Optional.of(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException _) {
            DnsAnswer<InetAddress> answer = NameService.ofThisHost(clock).addresses(host);
            return answer.records().stream().findFirst();
        }
    }

    private static int port(String text) {
        boolean digits = !text.isEmpty() && text.length() < 6 && text.chars().allMatch(c -> Ascii.isDigit((char) c));
        int port = digits ? Integer.parseInt(text) : 0;
        return port <= HIGHEST_PORT ? port : 0;
    }

    private void say(String line) {
        invocation.output().println(line);
    }
}
