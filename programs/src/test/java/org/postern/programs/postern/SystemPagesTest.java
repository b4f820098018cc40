package org.postern.programs.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postern.programs.profile.SystemProfile;
import org.postern.testkit.Peers;

/// The pages about the four kinds of system show the whole `sendmail.mc` of `postern init`, without its comments. After
/// a change run this with `-Dpostern.write=true`.
class SystemPagesTest {
    private static final String BEGIN = "divert(0)dnl\n";
    private static final Pattern BLOCK = Pattern.compile("```m4\n(.*?)```", Pattern.DOTALL);

    @ParameterizedTest
    @EnumSource(SystemProfile.class)
    void thePageShowsTheWholeConfiguration(SystemProfile profile) throws Exception {
        Path page = Peers.checkout().resolve("docs/systems").resolve(profile.word() + ".md");
        String source = ProfileSources.of(profile).getOrDefault("sendmail.mc", "");
        String wanted = source.substring(source.indexOf(BEGIN) + BEGIN.length())
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("dnl"))
                .collect(Collectors.joining("\n", "", "\n"));
        String text = Files.readString(page);
        if (Boolean.getBoolean("postern.write")) {
            text = BLOCK.matcher(text).replaceFirst(Matcher.quoteReplacement("```m4\n" + wanted + "```"));
            Files.writeString(page, text);
        }
        Matcher block = BLOCK.matcher(text);
        assertThat(block.find()).as("%s has a block", page).isTrue();
        assertThat(block.group(1)).isEqualTo(wanted);
    }
}
