package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.SysExit;

/// What the rules of a small configuration say; the expected replies were recorded from the real program's sessions.
class RewriteEngineTest {
    private static final String CF = """
            V10/Berkeley
            O OperatorChars=.:%@!^/[]+
            Kdown text -o /nowhere
            Mlocal, P=/bin/x, F=lsDFMA:/|@, S=10/20, R=30/40, A=x $u
            Mesmtp, P=[IPC], F=mDFMuXa, A=TCP $h
            Scheck
            R< a1 >\t$# error $@ 5.7.1 $: "550 Access denied"
            R< a2 >\t$# error $: 551 moved
            R< a3 >\t$# error $: moved
            R< a5 >\t$# error $@ 5.7.1 $: "550 4.2.2 Access denied"
            R< a7 >\t$# error $@ 4.7.1 $: "450 later"
            R< a9 >\t$# error
            R< b2 >\t$# error $:
            R< b3 >\t$# error $@ 5.7.1 $: 421 go
            R< b5 >\t$# error $@ quarantine $: bad stuff here
            R< b6 >\t$# error $@ quarantine
            R< b7 >\t$# discard $: x
            R< b8 >\t$: $(down x $: y $)
            R< d1 >\t$: < d2 > $(late x $: waits $)
            R< d2 > $+\t$# error $@ 5.7.1 $: 550 $1
            R< c1 >\t$# foo $: x
            R< c3 >\t$>nosuch x
            R< c6 >\t$# error $@ 5.7.1 $: 550 5.7.1 a . b , c
            Sforever
            Ra $*\t$>forever a $1
            R$*\t$@ $1
            Sbranches
            R$*\t$: $>branches2 $>branches2 $1
            Sbranches2
            R$*\t$: $>branches $>branches $1
            S0
            R$* < @ $+ > $*\t$# esmtp $@ $2 $: $1 < @ $2 > $3
            R$*\t$# local $: $1
            S3
            R$* < $* > $*\t$2
            R$* @ $*\t$: $1 < @ $2 >
            S4
            R$* < @ $+ > $*\t$1 @ $2 $3
            S20
            R$* < @ $+ > $*\t$: $1 < @ s20 . $2 > $3
            S40
            R$* < @ $+ > $*\t$: $1 < @ r40 . $2 > $3
            """;

    private final Configuration configuration = new ConfigurationReader(new MemoryFiles(Map.of()), StartingPoints.PLAIN)
            .readText("test.cf", CF, ConfigurationOverrides.NONE);
    private final RewriteEngine engine = new RewriteEngine(
            configuration,
            name -> switch (name) {
                case "down" -> Optional.of((_, _, _) -> new LookupResult.TemporaryFailure("down"));
                case "late" -> Optional.of(new HeldBack());
                default -> Optional.empty();
            },
            RewriteLimits.STANDARD);

    /// A map with `-D`.
    private static final class HeldBack implements MapLookup {
        @Override
        public LookupResult lookup(String key, List<String> arguments, MacroScope macros) {
            return new LookupResult.Found("asked");
        }

        @Override
        public MapTraits traits() {
            return new MapTraits(Optional.empty(), true, true, false, Optional.empty(), 0);
        }
    }

    /// DeliveryMode d.
    @ParameterizedTest
    @CsvSource({"d, waits", "q, asked", "b, asked"})
    void mapsAreHeldBackInDeferredMode(String mode, String reply) {
        SessionMacros macros = macros();
        macros.define("deliveryMode", mode);
        assertThat(engine.check("check", "<d1>", macros))
                .isInstanceOfSatisfying(
                        CheckResult.Rejected.class,
                        rejected ->
                                assertThat(rejected.reply().lineAbout("<d1>")).endsWith(" " + reply));
    }

    private SessionMacros macros() {
        return SessionMacros.above(configuration.scope());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a1|550 5.7.1 <a1>... Access denied
            a2|551 5.0.0 moved
            a3|553 5.3.0 <a3>... moved
            a5|550 4.2.2 <a5>... Access denied
            a7|450 4.7.1 <a7>... later
            a9|554 5.3.5 buildaddr: no user
            b3|421 5.7.1 go
            c3|554 5.3.5 Unknown ruleset nosuch
            c6|550 5.7.1 <c6>... a.b,c
            """)
    void repliesAsSendmailDoes(String name, String reply) {
        CheckResult result = engine.check("check", "<" + name + ">", macros());
        assertThat(result)
                .isInstanceOfSatisfying(
                        CheckResult.Rejected.class,
                        rejected -> assertThat(rejected.reply().lineAbout("<" + name + ">"))
                                .isEqualTo(reply));
    }

    @Test
    void knowsTheOtherVerdicts() {
        assertThat(engine.check("check", "<b5>", macros())).isEqualTo(new CheckResult.Quarantined("bad stuff here"));
        assertThat(engine.check("check", "<b6>", macros())).isEqualTo(new CheckResult.Quarantined("check"));
        assertThat(engine.check("check", "<b7>", macros())).isEqualTo(new CheckResult.Discarded());
        assertThat(engine.check("check", "<b8>", macros())).isInstanceOf(CheckResult.TemporaryFailure.class);
        assertThat(engine.check("check", "<c1>", macros())).isEqualTo(new CheckResult.Accepted("foo"));
        assertThat(engine.check("check", "<other>", macros())).isEqualTo(CheckResult.Accepted.PLAIN);
        assertThat(engine.check("check_nothing", "<a1>", macros())).isEqualTo(CheckResult.Accepted.PLAIN);
    }

    @Test
    void resolvesToMailers() {
        Resolution remote = engine.resolve("User <Alice@Example.COM>", AddressUse.ENVELOPE_RECIPIENT, macros());
        assertThat(remote).isInstanceOfSatisfying(Resolution.ToMailer.class, to -> {
            assertThat(to.mailer().name()).isEqualTo("esmtp");
            assertThat(to.host()).isEqualTo("example.com");
            assertThat(to.user()).isEqualTo("Alice@Example.COM");
        });
        assertThat(engine.resolve("|/bin/prog", AddressUse.ENVELOPE_RECIPIENT, macros()))
                .isInstanceOfSatisfying(
                        Resolution.ToMailer.class,
                        to -> assertThat(to.mailer().name()).isEqualTo("prog"));
        assertThat(engine.resolve("a\"b", AddressUse.ENVELOPE_RECIPIENT, macros()))
                .isInstanceOf(Resolution.Refused.class);
    }

    @Test
    void endsEndlessRules() {
        Workspace result = engine.rewrite("forever", engine.tokens("a b"), macros());
        assertThat(result.status()).isEqualTo(SysExit.CONFIGURATION);
        assertThat(result.problems()).anyMatch(problem -> problem.contains("excessive recursion"));
        Workspace branches = engine.rewrite("branches", engine.tokens("a b"), macros());
        assertThat(branches.problems()).isNotEmpty();
    }

    @Test
    void limitsTheWorkOfOneCall() {
        RewriteEngine strict =
                new RewriteEngine(configuration, name -> Optional.empty(), new RewriteLimits(50, 1000, 20));
        Workspace result = strict.rewrite("branches", strict.tokens("a b"), macros());
        assertThat(result.problems().getFirst()).isEqualTo("554 5.3.5 rewrite: too many rule applications (20 max)");
    }

    /// Recorded from a delivery by the real program.
    @Test
    void rewritesHeaders() {
        Mailer local = configuration.mailer("local").orElseThrow();
        String to = " a@b.c, \"Quoted, Name\" <d@e.f>, group: x@y, z@w;, plain user,\n  long.name.one@example.com,"
                + " long.name.two@example.com,\ttabbed@x";
        assertThat("To:"
                        + engine.rewriteHeader(
                                "To", to, AddressUse.HEADER_RECIPIENT, local, Optional.empty(), macros()))
                .isEqualTo("""
                To: a@r40.b.c, "Quoted, Name" <d@r40.e.f>, group: group:x@r40.y, z@r40.w;;,
                        plain user, long.name.one@r40.example.com,
                        long.name.two@r40.example.com, tabbed@r40.x""");
        String cc =
                " Foo Bar <foo@bar>,Ph.rase <a@b>, a (c) @ b, (x) y@z (w), <@r,@s:t@u>,\n Joe \"The\" Man <j@m>, a::b,"
                        + " \"unclosed <x@y>";
        assertThat("Cc:"
                        + engine.rewriteHeader(
                                "Cc", cc, AddressUse.HEADER_RECIPIENT, local, Optional.empty(), macros()))
                .isEqualTo("""
                Cc: Foo Bar <foo@r40.bar>, "Ph.rase" <a@r40.b>, a@r40.b (c), (x) y@r40.z (w),
                        <@r40.r,@s:t@u>, Joe "The" Man <j@r40.m>, a::b, "unclosed <x@y>\"""");
    }

    /// With OldStyleHeaders blanks separate addresses only where nothing says that commas do.
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '!',
            delimiter = '|',
            value = {
                "a@b c@d|a@r40.b, c@r40.d",
                "Mail Delivery Subsystem <a@b>|Mail Delivery Subsystem <a@r40.b>",
                "a@b (some body)|a@r40.b (some body)"
            })
    void readsHeadersOfTheOldStyle(String value, String expected) {
        Configuration old = new ConfigurationReader(new MemoryFiles(Map.of()), StartingPoints.PLAIN)
                .readText("test.cf", CF + "O OldStyleHeaders=True\n", ConfigurationOverrides.NONE);
        RewriteEngine rules = new RewriteEngine(old, _ -> Optional.empty(), RewriteLimits.STANDARD);
        Mailer local = old.mailer("local").orElseThrow();
        assertThat(rules.rewriteHeader(
                        "To", " " + value, AddressUse.HEADER_RECIPIENT, local, Optional.empty(), macros()))
                .isEqualTo(" " + expected);
    }

    @Test
    void answersWithWords() {
        assertThat(engine.call("check", List.of("<c1>"), macros())).contains(List.of("foo", "$:", "x"));
        assertThat(engine.call("nosuch", List.of("x"), macros())).isEmpty();
    }
}
