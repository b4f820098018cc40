package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postern.testkit.Peers;

/// `docs/options.md` and the manual page sendmail.cf(5) say what the table says. After a change of the table, run this
/// test with
/// `-Dpostern.write=true` to write the files anew.
class OptionManualTest {
    @Test
    void manualIsTheTable() throws IOException {
        written("docs/options.md", markdown());
    }

    @Test
    void manualPageIsTheTable() throws IOException {
        written("docs/man/sendmail.cf.5", page());
    }

    private static void written(String name, String wanted) throws IOException {
        Path file = Peers.checkout().resolve(name);
        if (Boolean.getBoolean("postern.write")) {
            Files.writeString(file, wanted);
        }
        assertThat(Files.readString(file)).isEqualTo(wanted);
    }

    @Test
    void everyOptionIsWellDeclared() {
        Set<String> names = new HashSet<>();
        for (CfOption option : CfOption.values()) {
            assertThat(names.add(option.longName())).as(option.longName()).isTrue();
            assertThat(option.text()).as(option.longName()).isNotBlank().doesNotEndWith(".");
            assertThat(option.type() == OptionType.TIME).isEqualTo(option.unit() != '-');
            option.letter()
                    .ifPresent(letter -> assertThat(CfOption.ofLetter(letter)).contains(option));
        }
    }

    /// The table claims a reader only for options that some source file of the product names.
    @Test
    void claimsWhatIsTrue() throws IOException {
        Set<String> words = new HashSet<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(Peers.checkout(), Files::isDirectory)) {
            for (Path module : modules) {
                Path sources = module.resolve("src/main/java");
                if (Files.isDirectory(sources)) {
                    collectWords(sources, words);
                }
            }
        }
        for (CfOption option : CfOption.values()) {
            assertThat(option.readers().isEmpty() || words.contains(option.name()))
                    .as("%s has a reader in the table, but nothing reads it", option.longName())
                    .isTrue();
        }
    }

    @Test
    void everyOptionWithoutEffectHasAReason() {
        for (CfOption option : CfOption.values()) {
            assertThat(option.readers().isEmpty()
                            && OptionReasonTable.of(option).isEmpty())
                    .as(option.longName())
                    .isFalse();
        }
    }

    private static void collectWords(Path sources, Set<String> words) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                    .filter(path -> !path.endsWith("CfOption.java"))
                    .toList()) {
                words.addAll(List.of(Files.readString(file).split("[^A-Za-z0-9_]+", -1)));
            }
        }
    }

    private static String markdown() {
        StringBuilder out = new StringBuilder("""
                # Options of sendmail.cf

                Generated from the table `CfOption`; do not edit (see `OptionManualTest`).

                `O Name=value` in the file, `-O Name=value` on a command line; `OXvalue` and `-oXvalue` for options with
                a letter. "anyone": a user may set it on a command line without loss of privilege; "privileged": the
                command then has the user's own rights only. Times are `3d2h30m10s`; a number without a unit has the
                unit of the option. An empty default means none, or one that depends on the machine. "read by" names
                the parts that act on it; an option without one is accepted and has no effect, for the reason below.

                | option | letter | type | default | set by | read by | meaning |
                | --- | --- | --- | --- | --- | --- | --- |
                """);
        for (CfOption option : CfOption.values()) {
            String type = option.type().name().toLowerCase(java.util.Locale.ROOT);
            out.append("| ").append(option.longName());
            out.append(" | ")
                    .append(option.letter().map(letter -> "`" + letter + "`").orElse(""));
            out.append(" | ").append(type).append(option.unit() == '-' ? "" : " (" + option.unit() + ")");
            out.append(" | ").append(code(option.defaultValue()));
            out.append(" | ").append(option.access() == OptionAccess.SAFE ? "anyone" : "privileged");
            out.append(" | ").append(String.join(", ", option.readers()));
            out.append(" | ").append(option.text().replace("|", "\\|")).append(" |\n");
        }
        out.append("\n## Options without effect\n\n| option | why |\n| --- | --- |\n");
        for (CfOption option : CfOption.values()) {
            if (option.readers().isEmpty()) {
                out.append("| ").append(option.longName()).append(" | ");
                out.append(OptionReasonTable.of(option)).append(" |\n");
            }
        }
        out.append("\n## Timeout\n\n| Timeout. | unit of a bare number | default |\n| --- | --- | --- |\n");
        for (CfTimeout timeout : CfTimeout.values()) {
            out.append("| ").append(timeout.word());
            out.append(" | ").append(timeout.unit() == '-' ? "count" : timeout.unit());
            out.append(" | ").append(timeout.defaultSeconds()).append(timeout.unit() == '-' ? "" : "s");
            out.append(" |\n");
        }
        out.append("\n## PrivacyOptions\n\n`public`, `goaway`");
        for (PrivacyFlag flag : PrivacyFlag.values()) {
            out.append(", `").append(flag.word()).append('`');
        }
        out.append("\n\n## DontBlameSendmail\n\n`safe`");
        for (BlameFlag flag : BlameFlag.values()) {
            out.append(", `").append(flag.word()).append('`');
        }
        return out.append('\n').toString();
    }

    private static String page() {
        StringBuilder out = new StringBuilder("""
                .\\" Generated from the table CfOption; do not edit (see OptionManualTest).
                .TH SENDMAIL.CF 5 "" Postern "Postern files"
                .SH NAME
                sendmail.cf \\- configuration of the mail server
                .SH DESCRIPTION
                The file is that of sendmail, with all its lines; the operations guide of sendmail describes them. It is
                usually made of an .mc file, see
                .B mc
                in
                .BR postern (8).
                What differs on purpose stands in docs/compatibility.md.
                .PP
                Options are set by
                .BI "O " name = value
                and on a command line by
                .BI \\-O " name" = value\\fR.
                A bare number has the unit that stands behind the type. "Anyone": a user may set it on a command line;
                "no effect": it is taken and does nothing.
                .SH OPTIONS
                """);
        for (CfOption option : CfOption.values()) {
            out.append(".TP\n.B ").append(option.longName());
            option.letter()
                    .ifPresent(letter -> out.append(" \\fR(")
                            .append(roff(String.valueOf(letter)))
                            .append(")"));
            out.append('\n').append(option.type().name().toLowerCase(java.util.Locale.ROOT));
            out.append(option.unit() == '-' ? "" : " (" + option.unit() + ")");
            out.append(option.defaultValue().isEmpty() ? "" : ", default \\fB" + roff(option.defaultValue()) + "\\fP");
            out.append(option.access() == OptionAccess.SAFE ? "; anyone" : "");
            out.append(option.readers().isEmpty() ? "; no effect" : "").append(".\n");
            out.append(roff(option.text())).append(".\n");
        }
        out.append(".SH TIMEOUTS\nOption Timeout.NAME:\n");
        for (CfTimeout timeout : CfTimeout.values()) {
            out.append(".TP\n.B ").append(timeout.word()).append("\ndefault ").append(timeout.defaultSeconds());
            out.append(timeout.unit() == '-' ? "" : "s").append(".\n");
        }
        return out.append(".SH SEE ALSO\n.BR sendmail (8), postern (8)\n").toString();
    }

    /// No character that means something to troff.
    private static String roff(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
