package org.postern.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.mail.HeaderField;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Attacks on addresses and header fields, against the rules of Debian's stock configuration and rules that never end.
/// Each stands under its number in the list that docs/testing.md explains.
class AddressAttackTest {
    @TempDir
    private static Path scratch;

    private static StockHost host;

    @BeforeAll
    static void start() throws Exception {
        SendmailFolder folder = SendmailFolder.in(scratch);
        folder.configure(RealSendmail.stockDebianConfiguration().replace("O LogLevel=9\n", "O LogLevel=14\n") + """
                SLocal_check_rcpt
                R$* grow.test $*	$: $1 grow.test $2 grow.test $2
                R$* grow.test $*	$1 a.grow.test b.grow.test $2
                R$* spin.test $*	$1 spin.test $2
                HX-Any: $>CheckAny
                SCheckAny
                R$* evil $*	$#error $: 550 evil
                """);
        folder.map("access", "GreetPause:127 0\nFrom:macro.test ERROR:550 5.7.1 $h $&j ${load_avg}\n");
        folder.aliases("postmaster: root\n");
        folder.file("local-host-names", "exam.test\n");
        folder.file("hosts", "127.0.0.1 localhost\n127.0.0.2 client2.good.test\n127.0.0.9 good.test\n");
        host = new StockHost(folder, "");
    }

    @AfterAll
    static void stop() {
        host.close();
    }

    private static List<String> answers(String... lines) throws Exception {
        List<String> answers = new ArrayList<>();
        try (SmtpTalk talk = SmtpTalk.from(new InetSocketAddress("127.0.0.2", 0), host.address())) {
            talk.reply();
            talk.ask("EHLO client.test");
            for (String line : lines) {
                answers.add(talk.ask(line));
            }
            assertThat(talk.ask("NOOP")).isEqualTo("250 2.0.0 OK");
        }
        assertThat(host.log(99)).noneMatch(line -> line.contains("ended by"));
        return answers;
    }

    /// The reply to a message with this header, sent in pieces of a size.
    private static String message(String header, int piece) throws Exception {
        try (SmtpTalk talk = SmtpTalk.from(new InetSocketAddress("127.0.0.2", 0), host.address())) {
            talk.reply();
            talk.ask("EHLO client.test");
            talk.ask("MAIL FROM:<a@good.test>");
            talk.ask("RCPT TO:<root@exam.test>");
            talk.ask("DATA");
            String text = header + "\r\nbody\r\n.\r\n";
            for (int at = 0; at < text.length(); at += piece) {
                talk.send(text.substring(at, Math.min(text.length(), at + piece)));
            }
            return talk.reply().replaceFirst("2\\.0\\.0 \\S+ ", "2.0.0 ID ");
        }
    }

    @Test
    @DisplayName("PARSE-01: thousands of nested and unbalanced comments and brackets in header fields")
    void parse01NestedComments() throws Exception {
        for (String nested : List.of(
                "(".repeat(5000) + ")".repeat(5000),
                "<>()".repeat(2500),
                "(".repeat(10_000),
                ")<".repeat(5000),
                "\"(\\".repeat(3000))) {
            String header = "From: " + folded(nested) + " a@good.test\r\nTo: " + folded(nested) + "\r\n";
            String whole = message(header, Integer.MAX_VALUE >> 1);
            assertThat(whole).matches("(250|552) .*");
            assertThat(message(header, 997)).isEqualTo(whole);
        }
        assertThat(message(
                        "From: " + folded("(".repeat(20_000)) + "\r\n" + "To: " + folded(")".repeat(20_000)) + "\r\n",
                        4096))
                .isEqualTo("552 5.6.0 Headers too large (32768 max)");
    }

    private static String folded(String text) {
        StringBuilder out = new StringBuilder();
        for (int at = 0; at < text.length(); at += 900) {
            out.append(text, at, Math.min(text.length(), at + 900)).append("\r\n ");
        }
        return out.append('x').toString();
    }

    @Test
    @DisplayName("PARSE-02: bytes above 127 at any place of an address are text and never signs of the rules")
    void parse02HighBytes() throws Exception {
        List<String> lines = new ArrayList<>();
        for (int high : new int[] {0x80, 0x81, 0x90, 0xa0, 0xc3, 0xfe, 0xff}) {
            char c = (char) high;
            for (String address : List.of(
                    c + "@exam.test",
                    "root" + c + "@exam.test",
                    "root@exam" + c + ".test",
                    "root@exam.test" + c,
                    "\"" + c + "\"@exam.test",
                    "\"\\" + c + "\"@exam.test",
                    "root" + c + "\"x\"@exam.test",
                    c + "\\@exam.test",
                    "x" + c + "1@other.test")) {
                lines.add("RCPT TO:<" + address + ">");
            }
        }
        lines.addFirst("MAIL FROM:<a@good.test>");
        assertThat(answers(lines.toArray(String[]::new)).subList(1, lines.size()))
                .allMatch(answer -> answer.matches("(501|55[013]) 5\\.[17]\\.[0-9] [ -~]*"));
    }

    @Test
    @DisplayName("PARSE-03: long tokens, only backslashes, and a backslash at the very end")
    void parse03LongTokens() throws Exception {
        for (int length : new int[] {10, 255, 256, 257, 1000, 2000}) {
            List<String> answers = answers(
                    "MAIL FROM:<" + "\\".repeat(length) + "@good.test>",
                    "RSET",
                    "MAIL FROM:<" + "a.".repeat(length / 2) + "@good.test>",
                    "RSET",
                    "MAIL FROM:<a@good.test>",
                    "RCPT TO:<" + "a!".repeat(length / 2) + ">",
                    "RCPT TO:<" + "\\".repeat(length) + ">",
                    "RCPT TO:<root@exam.test\\>",
                    "RCPT TO:<root@exam.test\\",
                    "RCPT TO:<\"root@exam.test\\\\\">");
            assertThat(answers).allMatch(answer -> answer.matches("[25][05][0-9] [ -~]*"));
            assertThat(answers.subList(5, 10)).noneMatch(answer -> answer.startsWith("250"));
        }
    }

    @Test
    @DisplayName("PARSE-04: rules that grow or never end are stopped, and the session goes on")
    void parse04EndlessRules() throws Exception {
        assertThat(answers(
                        "MAIL FROM:<a@good.test>",
                        "RCPT TO:<x@grow.test>",
                        "RCPT TO:<x@spin.test>",
                        "RCPT TO:<root@exam.test>"))
                .satisfies(all -> assertThat(all.get(1)).matches("[45].*"))
                .satisfies(all -> assertThat(all.get(2)).matches("[45].*"))
                .last()
                .isEqualTo("250 2.1.5 <root@exam.test>... Recipient ok");
    }

    @Test
    @DisplayName("PARSE-06: a line of a megabyte, thousands of folded lines and of fields")
    void parse06LargeHeaders() throws Exception {
        String tooLarge = "552 5.6.0 Headers too large (32768 max)";
        assertThat(message("X-Long: " + "x".repeat(1 << 20) + "\r\n", 1 << 16)).isEqualTo(tooLarge);
        assertThat(message("X-Folded: a\r\n" + " b\r\n".repeat(50_000), 1 << 16))
                .isEqualTo(tooLarge);
        assertThat(message("X-A: 1\r\n".repeat(10_000), 1 << 16)).isEqualTo(tooLarge);
        assertThat(message("X-A: 1\r\n".repeat(1000), 1 << 16)).startsWith("250 ");
    }

    @Test
    @DisplayName("PARSE-11: header names that mean something to some languages, empty names and NUL in names")
    void parse11StrangeNames() throws Exception {
        assertThat(message("__proto__: x\r\nconstructor: x\r\ntoString: x\r\nhashCode: x\r\nX-Any: good\r\n", 4096))
                .startsWith("250 ");
        assertThat(message("__proto__: x\r\nX-Any: evil\r\n", 4096)).isEqualTo("550 5.0.0 evil");
        assertThat(message("X\0Y: x\r\nX-Any: evil\r\n", 4096)).matches("(250|550|554) .*");
        assertThat(message(": empty\r\nX-Any: good\r\n", 4096)).startsWith("250 ");
        assertThat(message("X-Any: good\r\n".repeat(1000), 4096)).startsWith("250 ");
    }

    @Test
    @DisplayName("PARSE-16: letters that fold or look alike elsewhere are other names here")
    void parse16LookAlikes() throws Exception {
        assertThat(answers("MAIL FROM:<a@good.test>", "RCPT TO:<ROOT@EXAM.TEST>"))
                .last()
                .asString()
                .startsWith("250 ");
        List<String> others = answers(
                "MAIL FROM:<a@good.test>",
                "RCPT TO:<root@exam\u00e3\u0080\u0082test>",
                "RCPT TO:<root@ex\u00e2\u0080\u008bam.test>",
                "RCPT TO:<r\u00c3\u00b6\u00c3\u00b6t@exam.test>",
                "RCPT TO:<root@exam.te\u00c5\u00bft>",
                "RCPT TO:<root@xn--exam-.test>");
        assertThat(others.subList(1, others.size())).noneMatch(answer -> answer.startsWith("250"));
    }

    @Test
    @DisplayName("CMD-11: an ETRN target of quotes and signs is text")
    void cmd11OddTargets() throws Exception {
        for (String target : List.of("#a", "#'", "#\"; rm -rf /", "#*)(uid=*", "#$(id)", "#../../etc")) {
            assertThat(answers("ETRN " + target)).first().asString().matches("459 4\\.5\\.4 Queue [ -~]* unknown");
        }
    }

    @Test
    @DisplayName("CMD-01, CMD-02: shell and macro text in local parts is text, and is no user")
    void cmd02ShellAndMacroText() throws Exception {
        for (String odd : List.of(
                ";id;",
                "`id`",
                "$(id)",
                "a|id",
                "${run{id}}",
                "$h",
                "$&j",
                "${load_avg}",
                "$(host$:x$)",
                "${sb{a}{b}}")) {
            List<String> all = answers(
                    "MAIL FROM:<" + odd + "@good.test>",
                    "RSET",
                    "MAIL FROM:<a@good.test>",
                    "RCPT TO:<" + odd + "@exam.test>");
            assertThat(all.getFirst()).as(odd).matches("(250|55[03]) .*");
            assertThat(all.getFirst().startsWith("250") && !all.getFirst().contains("<" + odd + "@"))
                    .as(odd)
                    .isFalse();
            assertThat(all.getLast()).as(odd).startsWith("55").contains("<" + odd + "@exam.test>");
        }
    }

    @Test
    @DisplayName("INJ-06: macro text that a map returns is not expanded")
    void inj06MacroTextOfAMap() throws Exception {
        assertThat(answers("MAIL FROM:<a@macro.test>", "RCPT TO:<root@exam.test>"))
                .last()
                .isEqualTo("550 5.7.1 <root@exam.test>... $h $&j ${load_avg}");
    }

    @Test
    @DisplayName("NET-06: forms of IPv6 literals are no way to relay")
    void net06FormsOfLiterals() throws Exception {
        List<String> all = answers(
                "MAIL FROM:<a@good.test>",
                "RCPT TO:<root@[IPv6:::ffff:127.0.0.1]>",
                "RCPT TO:<root@[::ffff:127.0.0.1]>",
                "RCPT TO:<root@[IPv6:fe80::1%eth0]>",
                "RCPT TO:<root@[IPv6:2001:db8::1]>",
                "RCPT TO:<root@[IPv6::::]>",
                "RCPT TO:<root@[IPv6:]>");
        assertThat(all.subList(1, all.size())).allMatch(answer -> answer.matches("55[03] 5\\.[17]\\.[0-9] .*"));
    }

    @Test
    @DisplayName("INJ-02: what a client says of itself and of others is text of one field")
    void inj02NoFieldBeginsAnother() throws Exception {
        List<String> refused = new ArrayList<>();
        for (String name : List.of("c\rBcc:evil", "c\u000bd", "c\tBcc:\u00ff", "c)\\", "c\0\u001b[2J")) {
            try (SmtpTalk talk = SmtpTalk.from(new InetSocketAddress("127.0.0.2", 0), host.address())) {
                talk.reply();
                if (!talk.ask("EHLO " + name).startsWith("250")) {
                    refused.add(name);
                    talk.ask("EHLO c");
                }
                talk.ask("MAIL FROM:<a@good.test>");
                assertThat(talk.ask("RCPT TO:<\"x\rBcc:evil\"@exam.test>")).startsWith("55");
                assertThat(talk.ask("RCPT TO:<root@exam.test>")).startsWith("250 ");
                talk.ask("DATA");
                assertThat(talk.ask("Subject: x\r\n\r\nbody\r\n.")).startsWith("250 ");
            }
            List<HeaderField> header =
                    host.queue.messages().getLast().envelope().header();
            assertThat(header.stream().map(HeaderField::name))
                    .contains("Received")
                    .doesNotContain("Bcc");
            HeaderField received = header.stream()
                    .filter(field -> field.name().equals("Received"))
                    .findFirst()
                    .orElseThrow();
            assertThat(received.value().split("\n", -1))
                    .as(name)
                    .allMatch(line -> line.matches("[ \t][ -~\u0080-\u00ff]*"));
        }
        assertThat(refused).hasSizeLessThan(5);
    }
}
