package org.postern.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.Event;
import org.postern.base.EventSink;
import org.postern.cf.LookupResult;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

class MapSetTest {
    @TempDir
    Path folder;

    private static MapSet open(EventSink events, List<String> lines) {
        return MapSet.open(TestMaps.declarations(lines), TestMaps.environment(events, HostsTable.empty()));
    }

    /// The complaints about wrong K lines are those of the real program, in its order.
    @Test
    void complainsInTheSameWords() {
        List<String> lines = List.of(
                "Kbad3 nosuchclass x",
                "Knofile hash",
                "Killeg hash -Y /nonexistent/h",
                "Kdns0 dns",
                "Kdnsx dns -R XX",
                "Kdnsok dns -R MX",
                "Kreb regex -s ab(",
                "Kre2 regex -s3 (a)(b)",
                "Ksw switch",
                "Kseq sequence dnsok unknown -a.x",
                "Ksys syslog -Lfoo",
                "Ksys2 syslog -Z",
                "Kim implicit",
                "Knull null -Z",
                "Ktext text",
                "Kbest bestmx -Z",
                "Kht host -Z",
                "Kdq dequote -Z",
                "Kpatt regex a{1",
                "Kpatt regex [b-a]",
                "Kpatt regex a{3,2}",
                "Kpatt regex *a",
                "Kpatt regex [[:foo:]]",
                "Kpatt regex a{999999}",
                "Kpatt regex [[.x");
        SendmailFolder host = SendmailFolder.in(folder.resolve("host"));
        host.file("sendmail.cf", String.join("\n", lines) + "\nV10\nMlocal, P=/bin/true, A=x\nMprog, P=/bin/sh, A=x\n");
        List<String> theirs = RealSendmail.addressTest(host.configuration(), List.of(""))
                .lines()
                .filter(line -> line.contains(": line "))
                .map(line -> line.replaceFirst("^.*: line ", ""))
                .toList();
        List<String> ours = new ArrayList<>();
        int[] number = new int[1];
        for (String line : lines) {
            number[0]++;
            EventSink events = event -> ours.add(number[0] + ": " + event.line());
            List<String> declared = number[0] == 10 ? List.of("Kdnsok dns -R MX", line) : List.of(line);
            open(events, declared).problems().forEach(problem -> ours.add(number[0] + ": " + problem.message()));
        }
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void hasThePredefinedMaps() {
        MapSet set = open(EventSink.none(), List.of());
        assertThat(set.maps()).containsOnlyKeys("host", "aliases", "aliases.files");
        assertThat(set.find("host").orElseThrow().traits().heldBackWhenDeferring())
                .isTrue();
        assertThat(TestMaps.find(set.find("aliases").orElseThrow(), "x")).isEqualTo(TestMaps.notFound());
    }

    @Test
    void tellsTheEngineItsFlags() {
        MapSet set = open(EventSink.none(), List.of("Ka hash -T<TMPF> -t -q -S+ -D /nonexistent/a", "Kd dequote"));
        assertThat(set.find("a").orElseThrow().traits())
                .isEqualTo(new org.postern.cf.MapTraits(Optional.of('+'), true, true, true, Optional.of("<TMPF>"), 0));
        assertThat(set.find("d").orElseThrow().traits().keepsQuotes()).isTrue();
    }

    @Test
    void cutsCircles() {
        List<String> lines = List.of(
                "Ka switch aliases", "Kb sequence a", "Ka.files sequence b", "Kc sequence b", "Kok sequence host");
        MapSet set = open(EventSink.none(), lines);
        assertThat(set.maps()).containsKeys("ok", "host").doesNotContainKeys("a", "b", "a.files", "c");
        assertThat(set.problems())
                .hasSize(4)
                .allSatisfy(
                        problem -> assertThat(problem.message()).endsWith("contains itself or is nested too deeply"));
    }

    @Test
    void goesOnAfterATemporaryFailureAndRemembersIt() throws Exception {
        Path text = Files.writeString(folder.resolve("t"), "one 1\n");
        List<String> lines =
                List.of("Kbroken hash /nonexistent/map", "Kt text -v1 " + text, "Kn null", "Kall sequence broken t n");
        MapSet set = open(EventSink.none(), lines);
        assertThat(TestMaps.find(set.find("all").orElseThrow(), "one")).isEqualTo(TestMaps.found("1"));
        assertThat(TestMaps.find(set.find("all").orElseThrow(), "two"))
                .isInstanceOf(LookupResult.TemporaryFailure.class);
    }

    @Test
    void reportsAMissingFileOnce() {
        List<Event> events = new ArrayList<>();
        MapSet set = open(events::add, List.of("Km hash /nonexistent/map", "Ko hash -o /nonexistent/map"));
        for (int i = 0; i < 3; i++) {
            assertThat(TestMaps.find(set.find("m").orElseThrow(), "x"))
                    .isInstanceOf(LookupResult.TemporaryFailure.class);
            assertThat(TestMaps.find(set.find("o").orElseThrow(), "x")).isEqualTo(TestMaps.notFound());
        }
        assertThat(events)
                .extracting(Event::line)
                .containsExactly("hash map \"m\": missing map file /nonexistent/map.db: No such file or directory");
    }

    @Test
    void asksBeforeItUsesAFile() throws Exception {
        Path map = folder.resolve("m.db");
        try (ConstantFileBuilder builder = ConstantFileBuilder.create(map, false)) {
            builder.put(new byte[] {'k'}, new byte[] {'v'}, ConstantFileBuilder.Duplicates.REFUSE);
            builder.commit();
        }
        MapEnvironment plain = TestMaps.environment(EventSink.none(), HostsTable.empty());
        MapEnvironment strict = plain.withFiles((file, purpose) -> Optional.of("World writable directory"));
        assertThat(TestMaps.find(TestMaps.map("Km hash " + map, strict), "k"))
                .isEqualTo(new LookupResult.TemporaryFailure(
                        "hash map \"m\": unsafe map file " + map + ": World writable directory"));
        assertThat(TestMaps.find(TestMaps.map("Km hash -o " + map, strict), "k"))
                .isEqualTo(TestMaps.notFound());
        assertThat(TestMaps.find(TestMaps.map("Km hash " + map), "k")).isEqualTo(TestMaps.found("v"));
    }

    @Test
    void doesNotTakeADamagedFileForAnEmptyOne() throws Exception {
        Path map = Files.writeString(folder.resolve("m.db"), "not a map file at all");
        assertThat(TestMaps.find(TestMaps.map("Km hash -o " + map), "k"))
                .isInstanceOf(LookupResult.TemporaryFailure.class);
    }

    @Test
    void takesGivenMapsAndOtherClasses() {
        MapSet set = MapSet.open(
                TestMaps.declarations(List.of("Kx special")),
                TestMaps.environment(EventSink.none(), HostsTable.empty()),
                Map.of("aliases.files", (key, _, _) -> TestMaps.found("alias of " + key)),
                Map.of(
                        "special", (_, _, _) -> (key, _, _) -> TestMaps.found("special " + key),
                        "host", MapClassTable.STANDARD.get("host"),
                        "null", MapClassTable.STANDARD.get("null"),
                        "switch", MapClassTable.STANDARD.get("switch")));
        assertThat(TestMaps.find(set.find("aliases").orElseThrow(), "me")).isEqualTo(TestMaps.found("alias of me"));
        assertThat(TestMaps.find(set.find("x").orElseThrow(), "me")).isEqualTo(TestMaps.found("special me"));
    }
}
