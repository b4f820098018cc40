package org.postern.cf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postern.base.Ascii;

/// No configuration and no address makes the reader or the engine throw, or work for long.
class ConfigurationFuzzTest {
    private static final RewriteLimits SMALL = new RewriteLimits(20, 1000, 1000);

    private static final String RULES = """
            V10
            O OperatorChars=.:%@!^/[]+
            C{C}a b a.b
            Mlocal, P=/x, F=lA:/|@, A=x $u
            S0
            R$* < @ $={C} > $*\t$# local $@ $2 $: $1 $3
            R$+ . $- . $*\t$: $1 $[ $2 $: $3 $]
            R$* $&{late} $*\t$# local $: $1 $&{late} $2
            R$*\t$# error $@ 5.1.1 $: "550 no " $1
            S3
            R$* < $* > $*\t$2
            R$* @ $*\t$: $1 < @ $2 >
            """;

    private static Configuration read(String text) {
        return new ConfigurationReader(new MemoryFiles(Map.of("/names", text)), StartingPoints.PLAIN)
                .readText("fuzz.cf", text, ConfigurationOverrides.NONE);
    }

    @FuzzTest
    void text(byte[] bytes) {
        Configuration configuration = read(Ascii.text(bytes));
        RewriteEngine engine = new RewriteEngine(configuration, name -> Optional.empty(), SMALL);
        SessionMacros macros = SessionMacros.above(configuration.scope());
        engine.resolve("a.b@c", AddressUse.ENVELOPE_RECIPIENT, macros);
        engine.check("check_mail", "<a@b>", "c", macros);
        AddressTest test = new AddressTest(configuration, name -> Optional.empty(), AddressTest.Hosts.NONE);
        test.answers(List.of("3,0 a@b", "=S0", "=M", "$x", "/parse a@b"));
    }

    @FuzzTest
    void address(byte[] bytes) {
        Configuration configuration = read(RULES);
        String text = Ascii.text(bytes);
        RewriteEngine engine = new RewriteEngine(configuration, name -> Optional.empty(), SMALL);
        SessionMacros macros = SessionMacros.above(configuration.scope());
        macros.define("late", text);
        engine.resolve(text, AddressUse.ENVELOPE_RECIPIENT, macros);
        Mailer local = configuration.mailer("local").orElseThrow();
        engine.rewriteHeader("To", text, AddressUse.HEADER_RECIPIENT, local, Optional.empty(), macros);
        new AddressTest(configuration, name -> Optional.empty(), AddressTest.Hosts.NONE)
                .answer(text.replace('\n', ' '));
    }
}
