package org.postern.bench;

import java.util.List;
import java.util.Map;
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
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.MemoryFiles;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.StartingPoint;
import org.postern.testkit.RealSendmail;

/// What a reload costs: the stock Debian configuration is read and its rules are made ready.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ConfigurationBenchmark {
    private final String text = RealSendmail.stockDebianConfiguration();
    private final ConfigurationReader reader = new ConfigurationReader(
            new MemoryFiles(Map.of()),
            StartingPoint.of("mail.example.test", "mail", List.of("127.0.0.1", "192.0.2.1"), "8.17.1"));

    /// From text to an engine that can answer.
    @Benchmark
    public RewriteEngine load() {
        return new RewriteEngine(
                reader.readText("sendmail.cf", text, ConfigurationOverrides.NONE),
                name -> Optional.empty(),
                RewriteLimits.STANDARD);
    }
}
