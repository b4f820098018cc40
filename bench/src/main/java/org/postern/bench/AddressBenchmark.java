package org.postern.bench;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.postern.cf.AddressUse;
import org.postern.cf.CheckResult;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.LookupResult;
import org.postern.cf.Mailer;
import org.postern.cf.MapLookup;
import org.postern.cf.MemoryFiles;
import org.postern.cf.Resolution;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.SessionMacros;
import org.postern.cf.StartingPoint;
import org.postern.testkit.RealSendmail;

/// What an address costs through the rule sets of the stock Debian configuration, with maps that know nothing.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class AddressBenchmark {
    private final Configuration configuration;
    private final RewriteEngine engine;
    private final Mailer relay;

    /// Reads the configuration once.
    public AddressBenchmark() {
        StartingPoint start =
                StartingPoint.of("mail.example.test", "mail", List.of("127.0.0.1", "192.0.2.1"), "8.17.1");
        configuration = new ConfigurationReader(new MemoryFiles(java.util.Map.of()), start)
                .readText("sendmail.cf", RealSendmail.stockDebianConfiguration(), ConfigurationOverrides.NONE);
        MapLookup nothing = (key, arguments, macros) -> LookupResult.NotFound.INSTANCE;
        engine = new RewriteEngine(configuration, name -> Optional.of(nothing), RewriteLimits.STANDARD);
        relay = configuration.mailer("esmtp").orElseThrow();
    }

    private SessionMacros session() {
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("client_addr", "192.0.2.7");
        macros.define("client_name", "client.example.org");
        macros.define("client_resolve", "OK");
        macros.define("daemon_name", "MTA");
        macros.define("daemon_flags", "");
        macros.define("f", "a@example.org");
        return macros;
    }

    /// Canonify, parse and the recipient rule sets of the mailer.
    @Benchmark
    public Resolution parse() {
        return engine.resolve("<bob@mail.example.test>", AddressUse.ENVELOPE_RECIPIENT, session());
    }

    /// The relaying decision for a local recipient.
    @Benchmark
    public CheckResult checkRcpt() {
        return engine.check("check_rcpt", "<bob@mail.example.test>", session());
    }

    /// A recipient field with two addresses, rewritten for another host.
    @Benchmark
    public String header() {
        return engine.rewriteHeader(
                "To",
                " Bob <bob@mail.example.test>, carol@example.org (Carol)",
                AddressUse.HEADER_RECIPIENT,
                relay,
                Optional.empty(),
                session());
    }

    /// All of a recipient: parse and check_rcpt with its look-ups in the access map.
    @Benchmark
    public CheckResult recipient() {
        SessionMacros macros = session();
        Resolution resolution = engine.resolve("<bob@mail.example.test>", AddressUse.ENVELOPE_RECIPIENT, macros);
        CheckResult result = engine.check("check_rcpt", "<bob@mail.example.test>", macros);
        return resolution instanceof Resolution.ToMailer ? result : CheckResult.Accepted.PLAIN;
    }
}
