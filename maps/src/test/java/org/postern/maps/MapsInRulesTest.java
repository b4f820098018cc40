package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.cf.AddressTest;
import org.postern.cf.Configuration;
import org.postern.cf.ConfigurationOverrides;
import org.postern.cf.ConfigurationReader;
import org.postern.cf.DiskFiles;
import org.postern.cf.StartingPoint;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// Maps called from rules: the whole address test must be the same as that of the real program. This is where the
/// flags that the engine applies (`-q`, `-S`, `-T`, `-t`) and arguments meet the maps.
class MapsInRulesTest {
    private static final String CONFIGURATION = """
            V10/Berkeley
            O DontBlameSendmail=TrustStickyBit
            O ServiceSwitchFile=${folder}/etc/service.switch
            O HostsFile=${folder}/etc/hosts
            O OperatorChars=.:@[]!^/
            O BlankSub=.
            Kh hash -a.A ${folder}/etc/m
            Kq hash -q ${folder}/etc/m
            Ks hash -S+ ${folder}/etc/m
            Km hash -m -aX ${folder}/etc/m
            Kbad hash ${folder}/etc/nosuch
            Kbadt hash -t ${folder}/etc/nosuch
            Kbadb hash -t -T<TMPF> ${folder}/etc/nosuch
            Kbado hash -o ${folder}/etc/nosuch
            Kdq dequote
            Kds dequote -s_
            Kar arith
            Kmc macro
            Kre regex -s1,2 ([a-z]+)@([a-z]+)
            Krd regex -d: -s1,2 ([a-z]+)@([a-z]+)
            Ksq sequence bado h
            Karpa arpa
            Sh=10
            R$* $| $*\t\t$: $(h $1 $@ $2 $@ arg two $: default $1 $)
            R$* / $*\t\t$: $(h $1 $@ $2 $@ arg two $: default $1 $)
            R$+\t\t$: $(h $1 $)
            Sq=11
            R$*\t\t$: $(q $1 $: none $)
            Ss=12
            R$*\t\t$: $(s $1 $: none $)
            Sm=13
            R$*\t\t$: $(m $1 $: none $)
            Sbad=14
            R$*\t\t$: $(bad $1 $: none $)
            Sbadt=15
            R$*\t\t$: $(badt $1 $: none $)
            Sbadb=16
            R$*\t\t$: $(badb $1 $: none $)
            Sbado=17
            R$*\t\t$: $(bado $1 $: none $)
            Sdq=18
            R$*\t\t$: <$(dq $1 $: none $)>
            Sds=19
            R$*\t\t$: <$(ds $1 $: none $)>
            Sar=20
            R$- $- $-\t\t$: ok $(ar $1 $@ $2 $@ $3 $: none $)
            Smc=21
            R$-\t\t$: $(mc {x} $@ $1 $) $1
            R$-\t\t$: $1 got $&{x}
            Sre=22
            R$*\t\t$: $(re $1 $: none $)
            R$* $| $*\t\t$@ first $1 second $2
            Srd=23
            R$*\t\t$: $(rd $1 $@ 2,1 $: none $)
            Ssq=24
            R$*\t\t$: $(sq $1 $: none $)
            Sarpa=25
            R$*\t\t$: <$(arpa $1 $: none $)>
            Mlocal, P=/bin/true, F=lsDFM, S=0,R=0,A=x
            Mprog, P=/bin/sh, F=lsDFM, S=0,R=0,A=x
            """;

    private static final List<String> INPUTS = """
            h one
            h ONE
            h nosuch
            h two/arg1
            h nosuch/arg1
            h spc key
            h "one"
            h paren
            h quoted
            h percent/x
            q "q"
            q q
            q "one"
            s spc key
            s a b
            m one
            m two
            bad one
            badt one
            badb one
            badb "one"
            bado one
            dq "a.b"
            dq ab
            dq "a b"
            dq "a\\"b"
            dq ""
            ds "a b"
            ar + 1 2
            ar / 7 0
            ar l 1 2
            ar r 3 3
            mc value
            mc other
            re joe
            rd joe@host
            sq one
            sq zz
            arpa 1.2.3.4
            arpa IPv6:2001:db8::1""".lines().toList();

    @TempDir
    Path temporary;

    @Test
    void giveTheSameResults() {
        SendmailFolder folder = SendmailFolder.in(temporary.resolve("host"));
        folder.file("sendmail.cf", CONFIGURATION);
        folder.map(
                "m",
                "one value-one\ntwo v2 %0 and %1 and %2 %9 %%\nspc.key found\nspc+key plus\n\"q\" kept\nq plain\n"
                        + "paren (comment) rest\nangle <oops\nquoted \"a b\" c\npercent 100%% %x %1\n");
        String real = RealSendmail.addressTest(folder.configuration(), INPUTS);
        List<String> theirs = new ArrayList<>(List.of(real.split("(?m)^> ", -1)));
        theirs.removeFirst();
        Configuration configuration = new ConfigurationReader(
                        new DiskFiles(1 << 20),
                        StartingPoint.of(SendmailFolder.HOST_NAME, "mx", List.of("127.0.0.1"), "8.17.1.9"))
                .read(folder.configuration().toString(), ConfigurationOverrides.NONE);
        List<String> printed = new ArrayList<>();
        MapSet maps = MapSet.open(
                configuration.maps(),
                TestMaps.environment(event -> printed.add(event.line() + "\n"), HostsTable.empty()));
        assertThat(maps.problems()).isEmpty();
        AddressTest ours = new AddressTest(configuration, maps::find, AddressTest.Hosts.NONE);
        List<String> different = new ArrayList<>();
        for (int i = 0; i < INPUTS.size(); i++) {
            String answer = ours.answer(INPUTS.get(i));
            String all = String.join("", printed) + answer;
            printed.clear();
            if (!sorted(all).equals(sorted(theirs.get(i)))) {
                different.add(INPUTS.get(i) + "\nhere:\n" + all + "there:\n" + theirs.get(i));
            }
        }
        assertThat(different).isEmpty();
    }

    /// What a map says about itself comes through the events here, at another place among the lines.
    private static List<String> sorted(String text) {
        return text.lines().sorted().toList();
    }
}
