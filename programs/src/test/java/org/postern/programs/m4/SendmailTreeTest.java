package org.postern.programs.m4;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.postern.base.Ascii;
import org.postern.testkit.Peers;

/// The configuration files of the real sendmail come out of our m4 byte for byte as out of GNU's.
///
/// The banner with date and builder is left out by `_NO_MAKEINFO_`, sendmail's own switch for it.
class SendmailTreeTest {
    private static Path tree() {
        return Peers.tree("sendmail").resolve("cf");
    }

    static List<String> samples() throws IOException {
        return names("cf", ".mc");
    }

    static List<String> features() throws IOException {
        return names("feature", ".m4");
    }

    private static List<String> names(String folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(tree().resolve(folder))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(suffix))
                    .map(name -> name.substring(0, name.length() - suffix.length()))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void sample(String name) throws IOException {
        same(Ascii.text(Files.readAllBytes(tree().resolve("cf").resolve(name + ".mc"))));
    }

    @ParameterizedTest
    @MethodSource("features")
    void feature(String name) {
        same("""
                VERSIONID(`every feature')dnl
                OSTYPE(`linux')dnl
                MASQUERADE_AS(`example.org')dnl
                define(`confAUTH_MECHANISMS', `PLAIN')dnl
                FEATURE(`access_db')dnl
                FEATURE(`%s', `first argument', `second', `t')dnl
                MAILER(`local')dnl
                MAILER(`smtp')dnl
                LOCAL_RULESETS
                SLocal_check_mail
                """.formatted(name));
    }

    private static void same(String text) {
        List<String> arguments = new ArrayList<>(List.of("-D_NO_MAKEINFO_", "-D_CF_DIR_=" + tree() + "/"));
        arguments.add(tree().resolve("m4/cf.m4").toString());
        arguments.add("-");
        M4Run real = M4Run.real(tree().resolve("cf"), arguments, text);
        M4Run ours = M4Run.ours(tree().resolve("cf"), Map.of(), arguments, text);
        assertThat(ours).isEqualTo(real);
        assertThat(ours.output()).hasSizeGreaterThan(1000);
    }
}
