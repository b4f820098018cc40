package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerTest {
    private static final CharTypes TYPES = new CharTypes(".:@[]%!");
    private static final long SEED = 20260101L;

    /// Recorded from the real program.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a . b|a . b
            two  words|two words
            a"b"c|a "b" c
            "a""b"|"a" "b"
            alice\\@example.com|alice\\@example . com
            a\\ b@c|a\\ b @ c
            a\\!b|a ! b
            alice\\|alice
            user (x (y)) @ example.com|user @ example . com
            Ph(x)rase|Ph rase
            a"b|a "b"
            <a|< a >
            a>|a
            a)|a
            <@a,@b:c>|< @ a , @ b : c >
            """)
    void cutsAndRepairs(String text, String expected) {
        Tokens tokens = Tokenizer.tokens(text, TYPES, CharTypes.Comments.DROPPED);
        assertThat(tokens).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a"b|553 Unbalanced '"'
            (a|553 Unbalanced '('
            a)|553 Unbalanced ')'
            <a|553 Unbalanced '<'
            a>|553 Unbalanced '>'
            """)
    void complains(String text, String problem) {
        assertThat(Tokenizer.scan(text, 0, '\0', TYPES, CharTypes.Comments.DROPPED)
                        .problems())
                .containsExactly(problem);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThat(problem("x".repeat(257))).isEqualTo("553 5.1.0 prescan: token too long");
        assertThat(problem("x.".repeat(600))).isEqualTo("553 5.1.1 Address too long");
        assertThat(problem("x".repeat(256))).isEmpty();
    }

    private static String problem(String text) {
        Tokenizer.Result result = Tokenizer.scan(text, 0, '\0', TYPES, CharTypes.Comments.DROPPED);
        assertThat(result.tokens().isEmpty()).isEqualTo(!result.problems().isEmpty());
        return String.join("\n", result.problems());
    }

    @Test
    void rulesAreNotRepaired() {
        assertThat(Tokenizer.tokens("a > \"b", TYPES, CharTypes.Comments.KEPT_UNREPAIRED))
                .hasToString("a > \"b");
        assertThat(Tokenizer.tokens("a ( b )", TYPES, CharTypes.Comments.KEPT)).hasToString("a ( b )");
    }

    /// Input can never become an operator of a rule, and cutting again what was put together changes nothing.
    @Test
    void cuttingTwiceIsCuttingOnce() {
        Random random = new Random(SEED);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(40);
            for (int i = 0; i < length; i++) {
                text.append((char) random.nextInt(255));
            }
            Tokens once = Tokenizer.tokens(text.toString(), TYPES, CharTypes.Comments.DROPPED);
            for (int i = 0; i < once.size(); i++) {
                assertThat(once.get(i).kind()).isNotEqualTo(Token.Kind.CODE);
            }
            Tokens twice = Tokenizer.tokens(once.join(' '), TYPES, CharTypes.Comments.DROPPED);
            assertThat(twice).as("%s", Printable.text(text.toString())).hasToString(once.toString());
        }
    }

    /// Every byte that is neither blank nor in a comment is still there.
    @Test
    void losesNothingButBlanks() {
        Random random = new Random(SEED);
        String alphabet = "ab.@<>[]:%!\"\\ \t,;";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            int length = random.nextInt(30);
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            Tokenizer.Result result =
                    Tokenizer.scan(text.toString(), 0, '\0', TYPES, CharTypes.Comments.KEPT_UNREPAIRED);
            assertThat(result.problems()).isEmpty();
            assertThat(letters(result.tokens().join('\0'))).isEqualTo(letters(text.toString()));
        }
    }

    private static String letters(String text) {
        return text.replaceAll("[^ab.@<>:%]", "");
    }
}
