package org.postern.maps;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;
import org.postern.base.EventSink;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;
import org.postern.dns.HostsTable;
import org.postern.testkit.RealSendmail;
import org.postern.testkit.SendmailFolder;

/// All classes that hold entries of their own keep [MapLookupContract].
class MapLookupContractTest {
    private static final String SOURCE = "zero 0\none the value\ntwo 2\n";

    @TempDir
    Path folder;

    /// A map file that our own makemap wrote.
    private String ours(String type) {
        try {
            Path configuration = Files.writeString(folder.resolve("sendmail.cf"), "V10/Berkeley\n");
            TestMaps.Streams streams = new TestMaps.Streams(SOURCE);
            Path map = folder.resolve("ours");
            List<String> arguments = List.of("-C", configuration.toString(), type, map.toString());
            if (new MakeMapTool(ToolSetting.standard()).run(arguments, streams.streams) != 0) {
                throw new AssertionError(streams.output());
            }
            return map.toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /// A map file that the real makemap wrote.
    private String theirs(String type) {
        SendmailFolder host = SendmailFolder.in(folder.resolve("host"));
        host.file("sendmail.cf", "V10/Berkeley\nO DontBlameSendmail=TrustStickyBit\n");
        String map = host.etc().resolve("theirs").toString();
        RealSendmail.run(host, "makemap", List.of(type, map), SOURCE).succeeded();
        return map;
    }

    private String text(String content) {
        try {
            return Files.writeString(folder.resolve("text"), content, StandardCharsets.ISO_8859_1)
                    .toString();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    abstract static class Values implements MapLookupContract {
        @Override
        public String valueOfOne() {
            return "the value";
        }
    }

    @Nested
    class OurHash extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km hash " + ours("hash"));
        }
    }

    @Nested
    class OurTree extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km btree " + ours("btree"));
        }
    }

    @Nested
    class OurConstant extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km cdb " + ours("cdb"));
        }
    }

    @Nested
    class RealHash extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km hash " + theirs("hash"));
        }
    }

    @Nested
    class RealTree extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km btree " + theirs("btree"));
        }
    }

    @Nested
    class Text extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km text -z= -v1 " + text("zero=0\none=the value\n"));
        }
    }

    @Nested
    class AliasText extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km stab " + text("zero: 0\nONE: the value\n"));
        }
    }

    @Nested
    class ImplicitText extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km implicit " + text("zero: 0\none: the value\n"));
        }
    }

    @Nested
    class ImplicitDatabase extends Values {
        @Override
        public MapLookup map() {
            return TestMaps.map("Km implicit " + ours("hash"));
        }
    }

    @Nested
    class Sequence extends Values {
        @Override
        public MapLookup map() {
            List<MapDeclaration> lines =
                    TestMaps.declarations(List.of("Kn null", "Kh hash " + ours("hash"), "Km sequence n h n"));
            return MapSet.open(lines, TestMaps.environment(EventSink.none(), HostsTable.empty()))
                    .find("m")
                    .orElseThrow();
        }
    }

    @Nested
    class Aliases extends Values {
        @Override
        public MapLookup map() {
            AliasDatabase aliases = AliasDatabase.open(
                    List.of("hash:-o /nonexistent/aliases, implicit:" + text("one: the value\n")),
                    TestMaps.environment(EventSink.none(), HostsTable.empty()),
                    300);
            return (key, _, _) -> aliases.find(key);
        }
    }
}
