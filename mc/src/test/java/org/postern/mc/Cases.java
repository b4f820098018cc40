package org.postern.mc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postern.m4.M4Limits;
import org.postern.m4.SourceText;
import org.postern.testkit.RealSendmail;

/// The `.mc` files of the comparison with the real macro library, and their map files.
final class Cases {
    /// Where the map files lie as long as the text does not depend on a folder.
    private static final String PLACE = "/tables-of-the-test";

    private static final List<String> TABLES = List.of(
            "access",
            "authinfo",
            "bcctable",
            "bitdomain",
            "domainmap",
            "domaintable",
            "genericstable",
            "ldapmh",
            "ldapmra",
            "local-host-names",
            "mailertable",
            "sts",
            "uudomain",
            "virtusertable");

    /// Lets the address test take `A $| B` for two arguments.
    private static final String PIPE = """

            SPipe
            R$* $$| $*		$: $1 $| $2
            R$* $$|			$: $1 $|
            """;

    private Cases() {}

    static List<String> names() {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/org/postern/mc/cases"))) {
            return files.map(file -> file.getFileName().toString().replace(".mc", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The text of an `.mc` file.
    static String mc(String name) throws IOException {
        return placed(Inputs.resource("cases/" + name + ".mc"));
    }

    /// A text whose maps are those of [#tables].
    static String placed(String mc) {
        return mc.replace("@DIR@", PLACE);
    }

    /// The result of our library.
    static McResult ours(String name, String mc) {
        return new McCompiler(Cases::file, Map.of(), M4Limits.forConfigurations()).compile(name + ".mc", mc);
    }

    /// Two files of Debian, which are empty, and the lists of UUCP sites, which are the administrator's.
    private static SourceText file(String name) {
        String siteConfig = "/usr/share/sendmail/cf/siteconfig/";
        if (name.startsWith("/etc/mail/m4/")) {
            return new SourceText.Found(name, "");
        }
        if (!name.startsWith(siteConfig)) {
            return new SourceText.Missing("No such file or directory");
        }
        Path list = RealSendmail.tree().resolve("siteconfig").resolve(name.substring(siteConfig.length()));
        try {
            return new SourceText.Found(name, Files.readString(list, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a configuration to a file that the address test can read.
    static Path write(Path folder, String file, String cf) throws IOException {
        return Files.writeString(
                folder.resolve(file), cf.replace(PLACE, folder.toString()) + PIPE, StandardCharsets.ISO_8859_1);
    }

    /// Writes the map files.
    static void tables(Path folder) throws IOException {
        for (String table : TABLES) {
            Files.writeString(folder.resolve(table), Inputs.resource(table), StandardCharsets.ISO_8859_1);
        }
    }
}
