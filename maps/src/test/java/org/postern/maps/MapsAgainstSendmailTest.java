package org.postern.maps;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// The same K lines and keys in the real `sendmail -bt` and here: every `/map` line must be the same.
class MapsAgainstSendmailTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O AliasFile=${folder}/etc/aliases
            O OperatorChars=.:@[]!^/
            Mlocal, P=/bin/true, F=lsDFM, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            """;

    private static final String TEXT = "# comment\none vone v2one\n#key val\nTwo\tvtwo  v2two\n  lead vlead\nlonely\n"
            + "a:b:c d:e\nq\"x\" \"quoted v\" z\nc1,c2,c3\nk:  spaced : third : fourth\ndup first\ndup second\n"
            + "per%cent 100%% %x %\n";
    private static final String SOURCE = "one value-one\nUpper UP\n\"q\"  quoted\ntwo v two\nempty\n";

    @TempDir
    static Path temporary;

    private static SendmailFolder folder;

    @BeforeAll
    static void prepare() {
        folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("hosts", "127.0.0.1 localhost\n127.0.0.1 mx.exam.test\n192.0.2.7 seven.exam.test seven\n");
        folder.file("service.switch", "hosts files\naliases files\npasswd files\nfoo files\n");
        folder.file("sendmail.cf", CONFIGURATION);
        folder.file("x.txt", TEXT);
        folder.file("aliases", "root: someone\nlist: a, b,\n\tc\n");
        for (String type : List.of("hash", "btree")) {
            List<String> arguments =
                    List.of("-e", type, folder.etc().resolve(type).toString());
            RealSendmail.run(folder, "makemap", arguments, SOURCE).succeeded();
        }
    }

    private static void compare(List<String> mapLines, Map<String, List<String>> keys) {
        new MapComparison(folder, CONFIGURATION)
                .sameAnswers(
                        mapLines,
                        keys,
                        TestMaps.environment(EventSink.none(), HostsTable.parse("192.0.2.7 seven.exam.test seven\n")));
    }

    @Test
    void findsTheSameInFiles() {
        List<String> keys = List.of("one", "ONE", "Upper", "upper", "\"q\"", "two", "empty", "nosuch", "x".repeat(300));
        compare(
                List.of(
                        "Kha hash -a.A ${folder}/etc/hash",
                        "Khf hash -f ${folder}/etc/hash",
                        "Khm hash -m -aX ${folder}/etc/hash.db",
                        "Khn hash -N ${folder}/etc/hash",
                        "Kho hash -O ${folder}/etc/hash",
                        "Kbt btree ${folder}/etc/btree",
                        "Kim implicit -a! ${folder}/etc/hash",
                        "Kmissing hash ${folder}/etc/missing",
                        "Ksq sequence nothing ha",
                        "Knothing null",
                        "Ksr sequence nothing kha bt"),
                Map.of(
                        "ha",
                        keys,
                        "hf",
                        keys,
                        "hm",
                        keys,
                        "hn",
                        keys,
                        "ho",
                        keys,
                        "bt",
                        keys,
                        "im",
                        keys,
                        "missing",
                        List.of("one"),
                        "sq",
                        List.of("zz"),
                        "nothing",
                        List.of("one")));
    }

    @Test
    void findsTheSameInTexts() {
        List<String> keys = List.of(
                "one",
                "TWO",
                "lead",
                "#",
                "#key",
                "lonely",
                "vone",
                "VTWO",
                "a",
                "A",
                "k",
                "dup",
                "c1",
                "per%cent",
                "zz");
        compare(
                List.of(
                        "Kt0 text ${folder}/etc/x.txt",
                        "Kt1 text -v1 ${folder}/etc/x.txt",
                        "Kt2 text -k1 -v2 ${folder}/etc/x.txt",
                        "Ktz text -z: -k 0 -v 2 ${folder}/etc/x.txt",
                        "Ktc text -z, -v1 -aQ ${folder}/etc/x.txt",
                        "Ktm text -m -v1 -a.M ${folder}/etc/x.txt",
                        "Ktf text -f -v1 ${folder}/etc/x.txt",
                        "Ktr text -v1 x.txt",
                        "Ktbad text -vzzz ${folder}/etc/x.txt",
                        "Ktmiss text -v1 ${folder}/etc/nosuch.txt"),
                Map.of(
                        "t0",
                        keys,
                        "t1",
                        keys,
                        "t2",
                        keys,
                        "tz",
                        keys,
                        "tc",
                        keys,
                        "tm",
                        keys,
                        "tf",
                        keys,
                        "tr",
                        List.of("one"),
                        "tbad",
                        List.of("one"),
                        "tmiss",
                        List.of("one")));
    }

    @Test
    void takesQuotesOffAndTurnsAddressesRound() {
        List<String> quoted = """
                "a.b"
                ab
                "a b"
                a"b"c
                ""
                "a(b"
                "a)b"
                "a<b>"
                "a<b"
                a\\"b"x"
                "a(b c)d"
                "(a)"
                "\\a"
                "a\\"b\"""".lines().toList();
        List<String> addresses = """
                1.2.3.4
                1.2.3
                1.2.3.4.5
                256.1.1.1
                01.2.3.4
                IPv6:::1
                IPV6:2001:db8::1
                2001:db8::1
                IPv6:::ffff:1.2.3.4
                IPv6:1:2:3:4:5:6:7:8
                IPv6:1:2:3:4:5:6:7:8:9
                IPv6::::
                abc
                IPv6:1::2::3""".lines().toList();
        compare(
                List.of("Kdq dequote", "Kds dequote -s_ -a.X", "Kda dequote -a.X", "Kpa arpa", "Kpb arpa -a.arpa."),
                Map.of("dq", quoted, "ds", quoted, "da", quoted, "pa", addresses, "pb", addresses));
    }

    @Test
    void knowsTheSameUsers() {
        List<String> users = List.of("root", "ROOT", "daemon", "nosuchuser", "0", "x");
        compare(
                List.of(
                        "Ku0 user",
                        "Kud user -v dir -a/x",
                        "Kus user -vshell",
                        "Kui user -v uid",
                        "Kup user -v PASSWD",
                        "Kum user -m",
                        "Ku7 user -v 7"),
                Map.of(
                        "u0",
                        users,
                        "ud",
                        users,
                        "us",
                        users,
                        "ui",
                        users,
                        "up",
                        users,
                        "um",
                        users,
                        "u7",
                        List.of("root")));
    }

    @Test
    void answersTheSameWithoutFiles() {
        compare(
                List.of(
                        "Kar arith",
                        "Kmc macro",
                        "Ksy syslog -L LOG_ERR",
                        "Kht host",
                        "Khta host -a. -D",
                        "Kfoo.files null",
                        "Ksw switch foo",
                        "Ksw.files hash ${folder}/etc/hash"),
                Map.ofEntries(
                        Map.entry("ar", List.of("+", "x")),
                        Map.entry("mc", List.of("{x}", "y")),
                        Map.entry("sy", List.of("hello")),
                        Map.entry("ht", List.of("seven", "SEVEN.exam.test", "seven.exam.test.", "nosuch.exam.test")),
                        Map.entry("hta", List.of("seven", "nosuch")),
                        Map.entry("foo.files", List.of("x")),
                        Map.entry("sw", List.of("one", "zz"))));
    }

    @Test
    void matchesTheSame() {
        List<String> keys = """
                xabbcx
                abbcd
                abc
                ABC
                ab
                b
                abcd
                joe@1.2
                ax
                bx
                a+b
                aab
                a]x
                x-y
                "a b"
                a<b
                aaaa
                a.c
                a\\b
                foo bar
                (x)
                a{2}
                xy
                aXb""".lines().toList();
        List<String> lines = new ArrayList<>();
        Map<String, List<String>> questions = new LinkedHashMap<>();
        for (String expression : EXPRESSIONS.lines().toList()) {
            lines.add("Kr" + lines.size() + " regex " + expression);
            questions.put("r" + (lines.size() - 1), keys);
        }
        compare(lines, questions);
    }

    private static final String EXPRESSIONS = """
            a(b*)c
            -s a(b*)c(d?)
            -s1 a(b*)c(d?)
            -s2,1 -d+ a(b*)c(d?)
            -f ABC
            ABC
            -n -m abc
            -n -s1 -aX a(b)c
            -b a\\(b*\\)c
            -b a(b)+
            -aY -d, -s1,2 (a)|(b)
            ^[[:alpha:]]+$
            -s1 ([a-z]+)@([0-9.]+)
            -m -aM a.c
            -s1 (.*)
            -d -s1,2 (a)(b)
            a{2,3}
            -s1 (a|ab)(c|bcd)(d*)
            -s1,2,3 (a|ab)(c|bcd)(d*)
            [^]a]x
            []a]x
            a\\+b
            -s1 ((a)|b)*
            a**b
            a*+b
            -b a\\{2\\}b*
            -b a*\\+
            -b *a
            ^$
            x\\<y
            [a-]x
            [[.a.]-c]x
            ^a|b$
            -s (^a|b)
            a\\\\b
            ()
            a||b
            -f [[:upper:]]
            [[:upper:]]$
            \\.
            [^b]
            -s0 a?b+
            (a*)*b
            -s1 (a|b|ab)*c
            a)b
            x{0,0}y""";
}
