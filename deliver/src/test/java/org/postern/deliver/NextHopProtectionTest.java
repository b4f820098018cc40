package org.postern.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postern.base.Ascii;
import org.postern.base.Event;
import org.postern.base.SystemClock;
import org.postern.sasl.AuthOptions;
import org.postern.sasl.ClientMechanisms;
import org.postern.sasl.SaslPolicy;
import org.postern.tls.CertificateMaker;
import org.postern.tls.CertificateSubject;
import org.postern.tls.TlsContexts;
import org.postern.tls.TlsFile;
import org.postern.tls.TlsSettings;

/// STARTTLS and AUTH at next hops, with the rule sets about them. Lines and outcomes are those of the real sendmail
/// 8.17 with the same scripted host.
final class NextHopProtectionTest {
    private static final String OFFERS_TLS = "250-sink.test\r\n250-STARTTLS\r\n250 ENHANCEDSTATUSCODES";
    private static final String OFFERS_AUTH = "250-sink.test\r\n250 AUTH PLAIN LOGIN";
    private static final List<String> MECHANISMS = List.of("PLAIN", "LOGIN");
    private static final Material MATERIAL = Material.make();

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final ScriptedHost host;
    private DefaultAuthInfo info = DefaultAuthInfo.NONE;
    private String options = "";
    private String authOptions = "";
    private Optional<String> author = Optional.empty();
    private String trusted = "ca";
    private DeliveryBench bench;

    NextHopProtectionTest() throws IOException {
        host = new ScriptedHost();
        opened.add(host);
        bench = new DeliveryBench(host.port());
        bench.close();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /// An authority, and the contexts of a host that it knows.
    private record Material(Map<String, byte[]> files) {
        static Material make() {
            try {
                CertificateMaker maker = new CertificateMaker(new SystemClock(), new SecureRandom());
                CertificateMaker.Made authority = maker.selfSigned(
                        new CertificateSubject("Exam CA", "", List.of()),
                        CertificateMaker.Use.AUTHORITY,
                        CertificateMaker.KeyKind.EC,
                        10);
                CertificateMaker.Made server = maker.issued(
                        authority,
                        new CertificateSubject("smart.test", "", List.of("smart.test")),
                        CertificateMaker.Use.SERVER,
                        CertificateMaker.KeyKind.EC,
                        10);
                return new Material(Map.of(
                        "ca", Ascii.bytes(authority.certificate()),
                        "cert", Ascii.bytes(server.certificate()),
                        "key", Ascii.bytes(server.key())));
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }

        TlsContexts contexts(String trusted) {
            TlsSettings settings = TlsSettings.of(
                    new TlsSettings.Side("cert", "key", "ca", "", ""), new TlsSettings.Side("", "", trusted, "", ""));
            return TlsContexts.build(
                    settings,
                    (path, _) -> files.containsKey(path)
                            ? new TlsFile.Found(files.getOrDefault(path, new byte[0]))
                            : new TlsFile.Unusable("No such file or directory"),
                    new SystemClock());
        }
    }

    private ListQueue.OneClaim deliver(String rules, String... recipients) throws IOException {
        TlsContexts contexts = MATERIAL.contexts(trusted);
        host.tls(contexts.server().orElseThrow());
        ClientProtection protection = new ClientProtection(
                contexts::client,
                new ClientMechanisms(
                        new SaslPolicy(MECHANISMS, AuthOptions.of(authOptions), Integer.MAX_VALUE), new SecureRandom()),
                MECHANISMS,
                info);
        bench = new DeliveryBench(host.port(), options + rules, protection);
        opened.add(bench);
        return bench.deliver(new ListQueue.OneClaim(
                bench.builder(recipients).authSender(author).build(), "hello\n"));
    }

    private List<String> lines() {
        return bench.events.stream().map(Event::line).toList();
    }

    private List<String> lines(String beginning) {
        return lines().stream().filter(line -> line.contains(beginning)).toList();
    }

    private List<String> commands() {
        return host.commands().stream()
                .map(line -> line.replaceFirst("^(MAIL|RCPT).*", "$1"))
                .toList();
    }

    @Test
    void encryptsWhereverItIsOffered() throws IOException {
        host.hello(OFFERS_TLS);
        assertThat(deliver("", "u@smart.test").endings).containsExactly("done");
        assertThat(commands())
                .startsWith("EHLO mx.exam.test", "STARTTLS", "== TLSv1.3", "EHLO mx.exam.test", "MAIL", "RCPT", "DATA");
        assertThat(lines("STARTTLS=client, relay"))
                .containsExactly("STARTTLS=client, relay=[127.0.0.1], version=TLSv1.3, verify=OK,"
                        + " cipher=TLS_AES_256_GCM_SHA384, bits=256/256");
        assertThat(host.messages().getFirst()).endsWith("\n\nhello\n");
    }

    @Test
    void anUnknownAuthorityIsNoReasonNotToEncrypt() throws IOException {
        trusted = "";
        host.hello(OFFERS_TLS);
        assertThat(deliver("", "u@smart.test").endings).containsExactly("done");
        assertThat(lines("STARTTLS=client, relay").getFirst()).contains("verify=FAIL");
    }

    @ParameterizedTest
    @CsvSource({
        "454 4.7.0, 'dsn=4.7.0, stat=Deferred: 454 4.7.0 authentication failed'",
        "503 5.7.0, 'dsn=5.7.0, stat=Service unavailable'"
    })
    void aServerThatDoesNotSatisfyTheRulesGetsNothing(String code, String result) throws IOException {
        trusted = "";
        host.hello(OFFERS_TLS);
        String rules = "Stls_server\nRFAIL\t$#error $@ " + code.substring(4) + " $: \"" + code.substring(0, 3)
                + " authentication failed\"\n";
        deliver(rules, "u@smart.test");
        assertThat(commands()).doesNotContain("MAIL");
        assertThat(lines("ruleset="))
                .containsExactly(
                        "ruleset=tls_server, arg1=FAIL, relay=[127.0.0.1], reject=" + code + " authentication failed");
        assertThat(lines("to=u@smart.test").getFirst()).contains(result);
    }

    /// TLS-03: no STARTTLS where it is required.
    @Test
    void whatIsRequiredIsNotLeftOutBecauseTheServerDoesNotOfferIt() throws IOException {
        String rules = "Stls_server\nRNONE\t$#error $@ 4.7.0 $: \"454 encryption too weak 0 less than 112\"\n";
        deliver(rules, "u@smart.test");
        assertThat(commands()).startsWith("EHLO mx.exam.test").doesNotContain("MAIL");
        assertThat(lines("to=u@smart.test").getFirst())
                .contains("stat=Deferred: 454 4.7.0 encryption too weak 0 less than 112");
    }

    @Test
    void tryTlsAndModifierSKeepItClear() throws IOException {
        host.hello(OFFERS_TLS);
        deliver("Stry_tls\nR$*\t$#error $@ 5.7.1 $: \"550 do not try TLS with \" $&{server_name}\n", "u@smart.test");
        assertThat(commands()).startsWith("EHLO mx.exam.test", "MAIL");
        assertThat(lines("ruleset=try_tls").getFirst()).contains("arg1=[127.0.0.1]");
        options = "O ClientPortOptions=Family=inet, M=S\n";
        deliver("", "v@smart.test");
        assertThat(commands()).doesNotContain("STARTTLS");
    }

    /// TLS-03: a handshake that breaks.
    @Test
    void aBrokenHandshakeDefersAndFallsBackOnlyByOption() throws IOException {
        host.hello(OFFERS_TLS).answer("STARTTLS", "220 go\r\nthis is no TLS");
        deliver("", "u@smart.test");
        assertThat(lines("to=u@smart.test").getFirst())
                .contains("dsn=4.7.0, stat=Deferred: 403 4.7.0 server not authenticated.");
        assertThat(lines("STARTTLS=client, error: connect failed=-1, reason=data after the answer to STARTTLS"))
                .hasSize(1);
        options = "O TLSFallbacktoClear=true\n";
        assertThat(deliver("", "v@smart.test").endings).containsExactly("done");
        assertThat(commands()).endsWith("MAIL", "RCPT", "DATA");
    }

    @Test
    void theRulesChooseTheHandshake() throws IOException {
        host.hello(OFFERS_TLS);
        String rules = "Stls_clt_features\nR[127.0.0.1] $| 127.0.0.1\t$@ \"Options=SSL_OP_NO_TLSv1_3\"\n";
        assertThat(deliver(rules, "u@smart.test").endings).containsExactly("done");
        assertThat(commands()).contains("== TLSv1.2");
    }

    @ParameterizedTest
    @CsvSource({
        "Bogus=1, 'tls_clt_features=unknown_option, opt=Bogus, relay=[127.0.0.1] [127.0.0.1]'",
        "CipherList=BOGUS, 'STARTTLS=client, error: SSL_set_cipher_list(BOGUS) failed'"
    })
    void rulesThatMakeNoSenseAreConfig(String answer, String complaint) throws IOException {
        host.hello(OFFERS_TLS);
        String rules = "Stls_clt_features\nR$*\t$@ \"" + answer
                + "\"\nStls_server\nRCONFIG\t$#error $@ 4.7.0 $: \"454 STARTTLS temporarily not possible.\"\n";
        deliver(rules, "u@smart.test");
        assertThat(commands()).doesNotContain("STARTTLS", "MAIL");
        assertThat(lines("features")).contains("STARTTLS=client, get_tls_se_features=failed, ret=78");
        assertThat(lines()).contains(complaint);
        assertThat(lines("ruleset="))
                .containsExactly("ruleset=tls_server, arg1=CONFIG, relay=[127.0.0.1],"
                        + " reject=454 4.7.0 STARTTLS temporarily not possible.");
    }

    @Test
    void theRulesChooseTheFallback() throws IOException {
        host.hello(OFFERS_TLS).answer("STARTTLS", "220 go\r\nthis is no TLS");
        String rules = "Stls_clt_features\nR$*\t$@ \"Flags=C\"\n";
        assertThat(deliver(rules, "u@smart.test").endings).containsExactly("done");
        options = "O TLSFallbacktoClear=true\n";
        deliver("Stls_clt_features\nR$*\t$@ \"Flags=c\"\n", "v@smart.test");
        assertThat(lines("to=v@smart.test").getFirst()).contains("stat=Deferred: 403 4.7.0 server not authenticated.");
    }

    @ParameterizedTest
    @CsvSource({"S, STARTTLS", "A, AUTH"})
    void clientFeaturesWithhold(String letter, String command) throws IOException {
        host.hello("250-sink.test\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN").answer("AUTH", "235 2.0.0 OK");
        String rules = "Sauthinfo\nR$*\t$# \"U:relay\" \"P:secret\"\nSclt_features\nR$*\t$# ";
        deliver(rules + letter + "\n", "u@smart.test");
        assertThat(host.commands(command)).isEmpty();
        assertThat(host.commands("MAIL")).hasSize(1);
    }

    @Test
    void aHostWhoseFeaturesAreNotKnownIsSkipped() throws IOException {
        deliver("Sclt_features\nR$*\t$#temp\n", "u@smart.test");
        assertThat(host.connections()).isZero();
        assertThat(lines("clt_features=TEMPFAIL, host=[127.0.0.1], status=skipped"))
                .hasSize(1);
        assertThat(lines("to=u@smart.test").getFirst()).contains("dsn=4.0.0, stat=Deferred: clt_features=TEMPFAIL");
    }

    @Test
    void oneRecipientMayNeedMoreThanAnother() throws IOException {
        host.hello(OFFERS_TLS);
        deliver("Stls_rcpt\nRv@$*\t$#error $@ 5.7.0 $: \"503 encryption too weak\"\n", "u@smart.test", "v@smart.test");
        assertThat(host.commands("RCPT")).containsExactly("RCPT To:<u@smart.test>");
        assertThat(lines("ruleset=tls_rcpt").getFirst()).contains("arg1=v@smart.test", "reject=503 5.7.0");
        assertThat(lines("to=v@smart.test").getFirst()).contains("dsn=5.7.0, stat=Service unavailable");
    }

    @Test
    void authenticatesWithWhatTheRuleSetSays() throws IOException {
        host.hello(OFFERS_AUTH).answer("AUTH", "235 2.0.0 OK Authenticated");
        deliver("Sauthinfo\nR$*\t$# \"U:relay\" \"P=c2VjcmV0\" \"M:PLAIN\"\n", "u@smart.test");
        assertThat(host.commands("AUTH")).containsExactly("AUTH PLAIN cmVsYXkAcmVsYXkAc2VjcmV0");
        assertThat(lines("AUTH=client")).containsExactly("AUTH=client, relay=[127.0.0.1], mech=PLAIN, bits=0");
        assertThat(lines().toString()).doesNotContain("secret").doesNotContain("c2VjcmV0");
    }

    /// Who wrote the message goes on as it came; with letter `A` of AuthOptions only to servers that know us.
    @ParameterizedTest
    @CsvSource({
        "'', 535 5.7.8 bad, alice, ' AUTH=alice'",
        "'', 235 2.0.0 OK, e+3Dmc2@good.test, ' AUTH=e+3Dmc2@good.test'",
        "'', 235 2.0.0 OK, <>, ' AUTH=<>'",
        "A, 535 5.7.8 bad, alice, ''",
        "A, 235 2.0.0 OK, alice, ' AUTH=alice'"
    })
    void theAuthorIsNamed(String letters, String reply, String name, String parameter) throws IOException {
        authOptions = letters;
        author = Optional.of(name);
        host.hello(OFFERS_AUTH).answer("AUTH", reply);
        deliver("Sauthinfo\nR$*\t$# \"U:relay\" \"P:secret\" \"M:PLAIN\"\n", "u@smart.test");
        assertThat(host.commands("MAIL")).containsExactly("MAIL From:<sender@from.test>" + parameter);
    }

    @Test
    void theAuthorIsNotNamedToWhoDoesNotOfferAuth() throws IOException {
        author = Optional.of("alice");
        deliver("", "u@smart.test");
        assertThat(host.commands("MAIL").getFirst()).doesNotContain("AUTH=");
    }

    @Test
    void aWrongPasswordIsTriedWithEachMechanismAndThenMailGoesWithout() throws IOException {
        host.hello(OFFERS_AUTH).answer("AUTH", "535 5.7.8 bad");
        ListQueue.OneClaim claim = deliver("Sauthinfo\nR$*\t$# \"U:relay\" \"P:secret\"\n", "u@smart.test");
        assertThat(host.commands("AUTH")).hasSize(2);
        assertThat(claim.endings).containsExactly("done");
    }

    @Test
    void aBadEntryIsNoEntry() throws IOException {
        host.hello(OFFERS_AUTH);
        assertThat(deliver("Sauthinfo\nR$*\t$# \"U:relay\" \"X:secret\"\n", "u@smart.test").endings)
                .containsExactly("done");
        assertThat(host.commands("AUTH")).isEmpty();
        assertThat(lines("authinfo failed")).hasSize(1).noneMatch(line -> line.contains("secret"));
    }

    @Test
    void defaultAuthInfoCountsWhereThereIsNoRuleSet() throws IOException {
        byte[] file = "# who\nrelay\nrelay\nsecret\n\nPLAIN\n".getBytes(StandardCharsets.ISO_8859_1);
        info = () -> new DefaultAuthInfo.Content.Found("/etc/mail/default-auth-info", file);
        host.hello(OFFERS_AUTH).answer("AUTH", "235 2.0.0 OK");
        deliver("", "u@smart.test");
        assertThat(host.commands("AUTH")).containsExactly("AUTH PLAIN cmVsYXkAcmVsYXkAc2VjcmV0");
    }

    @ParameterizedTest
    @CsvSource({
        "true, can't open /etc/mail/default-auth-info: Group readable file",
        "false, can't read password from /etc/mail/default-auth-info"
    })
    void anUnusableFileDefers(boolean unsafe, String words) throws IOException {
        info = () -> unsafe
                ? new DefaultAuthInfo.Content.Unusable("/etc/mail/default-auth-info", "Group readable file")
                : new DefaultAuthInfo.Content.Found("/etc/mail/default-auth-info", Ascii.bytes("relay\nrelay\n"));
        host.hello(OFFERS_AUTH);
        deliver("", "u@smart.test");
        assertThat(commands()).doesNotContain("MAIL");
        assertThat(lines("AUTH=client"))
                .containsExactly(
                        "AUTH=client, error: " + words,
                        "AUTH=client, relay=[127.0.0.1], temporary failure, connection abort");
        assertThat(lines("to=u@smart.test").getFirst()).contains("dsn=4.3.0, stat=Deferred: Temporary AUTH failure");
    }

    @Test
    void aKeptConnectionStaysEncrypted() throws IOException {
        host.hello(OFFERS_TLS);
        deliver("", "u@smart.test");
        bench.deliver(new ListQueue.OneClaim(bench.builder("v@smart.test").build(), "again\n"));
        assertThat(host.connections()).isEqualTo(1);
        assertThat(commands().stream().filter("STARTTLS"::equals)).hasSize(1);
    }

    /// STATE-10: what a connection was proves nothing about the one that takes its place.
    @Test
    void state10AConnectionThatReplacesAKeptOneIsProtectedAnew() throws IOException {
        String rules = "Stls_server\nR$*\t$: $&{verify}\nROK\t$@ OK\nR$*\t$#error $@ 4.7.0 $: 454 4.7.0 no TLS\n";
        host.hello(OFFERS_TLS);
        assertThat(deliver(rules, "u@smart.test").endings).containsExactly("done");
        host.hangUp();
        ListQueue.OneClaim again =
                new ListQueue.OneClaim(bench.builder("v@smart.test").build(), "again\n");
        assertThat(bench.deliver(again).endings).containsExactly("done");
        assertThat(commands().stream().filter("== TLSv1.3"::equals)).hasSize(2);
        assertThat(commands().stream().filter("EHLO mx.exam.test"::equals)).hasSize(4);

        host.hangUp();
        host.hello("250 sink.test");
        ListQueue.OneClaim clear =
                new ListQueue.OneClaim(bench.builder("w@smart.test").build(), "secret\n");
        assertThat(bench.deliver(clear).left()).containsExactly("w@smart.test");
        assertThat(host.messages()).hasSize(2);
        assertThat(host.commands("RCPT To:<w@")).isEmpty();
    }

    @Test
    void credentialsNeverShowThePassword() {
        assertThat(AuthInfo.ofRuleSet(List.of("\"I:id\"", "\"P:hidden\""), MECHANISMS)
                        .toString())
                .contains("id")
                .doesNotContain("hidden");
        assertThat(AuthInfo.ofRuleSet(List.of("\"P:secret\""), MECHANISMS)).isEmpty();
        assertThat(AuthInfo.ofRuleSet(List.of("\"U:a\" \"P=###\""), MECHANISMS)).isEqualTo(Optional.empty());
    }
}
