package org.postern.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.postern.cf.ConfigurationFiles.Content;
import org.postern.helperwire.HelperAnswer;
import org.postern.helperwire.HelperAnswer.ClassPart;

/// The network process gets what programs printed, in parts, and nothing that no F line names.
final class ClassTextsTest {
    private static final ClassTexts TEXTS = new ClassTexts(Map.of(
            "|/bin/names", new Content.Text("one two\n"),
            "|/bin/empty", new Content.Text(""),
            "|/bin/long", new Content.Text("x".repeat(ClassPart.LONGEST) + "end"),
            "|/bin/exact", new Content.Text("y".repeat(ClassPart.LONGEST)),
            "|/bin/broken", new Content.Unreadable(false, "it ended with status 1")));

    @Test
    void inParts() {
        assertThat(TEXTS.read("|/bin/names", 0)).isEqualTo(new ClassPart("one two\n", false));
        assertThat(TEXTS.read("|/bin/empty", 0)).isEqualTo(new ClassPart("", false));
        assertThat(TEXTS.read("|/bin/long", 0)).isEqualTo(new ClassPart("x".repeat(ClassPart.LONGEST), true));
        assertThat(TEXTS.read("|/bin/long", 1)).isEqualTo(new ClassPart("end", false));
        assertThat(TEXTS.read("|/bin/exact", 0)).isEqualTo(new ClassPart("y".repeat(ClassPart.LONGEST), false));
    }

    @Test
    void nothingElse() {
        assertThat(TEXTS.read("|/bin/other", 0)).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(TEXTS.read("/etc/shadow", 0)).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(TEXTS.read("|/bin/names", 1)).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(TEXTS.read("|/bin/names", Integer.MAX_VALUE)).isInstanceOf(HelperAnswer.Refused.class);
        assertThat(TEXTS.read("|/bin/broken", 0)).isEqualTo(new HelperAnswer.Refused("it ended with status 1"));
    }
}
