package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which match is chosen when there are several; recorded from the real program.
class MatcherTest {
    private static final String CLASSES = "V10\nO OperatorChars=.\nC{M}a.b a.b.c c .d\nC{A}one two three\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            a $* b|a b b|b
            o $* $* p|o x y z p|/x y z
            q $+ $* $+ r|q 1 2 3 4 r|1//2 3 4
            $+ . $+ $*|a.b.c|a/b/. c
            $* $- $*|a b c|/a/b c
            w $* . $* . $* x|w a.b.c.d x|a/b/c . d
            s $={M} $* t|s a.b.c t|a . b/. c
            u $* $={M} v|u a.b.c v|/a . b . c
            u $* $={M} v|u x.d v|x/. d
            kk $* $~{A} $={A} ll|kk a b one ll|a/b/one
            kk $* $~{A} $={A} ll|kk one two one ll|none
            k $~{A} l|k x l|x
            k $~{A} l|k ONE l|none
            """)
    void choosesAsSendmailDoes(String left, String workspace, String expected) {
        int wildcards = (int) left.chars().filter(c -> c == '$').count();
        StringBuilder right = new StringBuilder("$@ $1");
        for (int i = 2; i <= wildcards; i++) {
            right.append(" \"/\" $").append(i);
        }
        String text = CLASSES + "Sx\nR" + left + "\t" + right + "\nR$*\t$@ none\n";
        Configuration configuration = new ConfigurationReader(new MemoryFiles(java.util.Map.of()), StartingPoints.PLAIN)
                .readText("test.cf", text, ConfigurationOverrides.NONE);
        assertThat(configuration.diagnostics()).isEmpty();
        RewriteEngine engine =
                new RewriteEngine(configuration, name -> java.util.Optional.empty(), RewriteLimits.STANDARD);
        Tokens input = engine.tokens(workspace);
        String result =
                engine.rewrite("x", input, configuration.scope()).tokens().toString();
        assertThat(result.replaceAll(" ?\"/\" ?", "/")).isEqualTo(expected);
    }
}
