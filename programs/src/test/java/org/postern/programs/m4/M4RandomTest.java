package org.postern.programs.m4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random programs mean the same to our m4 and to the real one. A macro's text names only macros before it, neither
/// itself (`$0`) nor `m0`, which other quotes would make a call; so all programs end, in both.
class M4RandomTest {
    private static final List<String> PIECES = List.of(
            "a",
            "b",
            " ",
            "\n",
            ",",
            "(",
            ")",
            "`x'",
            "`",
            "'",
            "``y''",
            "#",
            "$1",
            "$2",
            "$#",
            "$@",
            "$*",
            "$0",
            "$",
            "len(abc)",
            "eval(1+2)",
            "incr(`3')",
            "divnum",
            "substr(`abcdef',2,3)",
            "index(`abc',`c')",
            "1",
            "-2",
            "translit(`abc',`a-c',`x-z')",
            "ifelse(a,b,c,d)",
            "ifdef(`m0',`yes',`no')",
            "shift(a,b,c)",
            "dnl z\n",
            "defn(`len')",
            "patsubst(`banana',`an',`<\\&>')",
            "regexp(`abcde',`\\(b\\|bc\\)d?')",
            "divert(1)",
            "divert(2)",
            "divert`'",
            "undivert(1)",
            "undivert",
            "m4wrap(`w')",
            "errprint(`e ')",
            "changequote([,])",
            "[z]",
            "changequote`'",
            "changequote(`\"',`\"')",
            "\"",
            "changecom(`%')",
            "% k\n",
            "changecom`'",
            "pushdef(`m0',`p$1')",
            "popdef(`m0')",
            "__line__",
            "format(`%05d|%s',42,x)",
            "\\");

    private static final List<String> IN_MACROS = PIECES.stream()
            .filter(piece -> !piece.equals("$0") && !piece.contains("m0"))
            .toList();

    private static final List<String> PATTERN = List.of(
            "a", "b", "c", ".", "*", "+", "?", "\\(", "\\)", "\\|", "^", "$", "[ab]", "[^a]", "\\1", "\\b", "\\<",
            "\\>", "\\w", "\\W", "\\`", "\\'", "x");

    private static final List<String> EXPRESSION = List.of(
            "0", "1", "2", "7", "-", "+", "*", "/", "%", "(", ")", "<<", ">>", "<", ">=", "==", "!=", "&", "|", "^",
            "&&", "||", "!", "~", "**", "=", " ", "0x1f", "0b11", "0r3:12", "017", "x");

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void macros(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        for (int round = 0; round < 10; round++) {
            StringBuilder program = new StringBuilder();
            for (int i = 0; i < 4; i++) {
                program.append("define(`m")
                        .append(i)
                        .append("',`")
                        .append(pieces(random, i, 6))
                        .append("')\n");
            }
            program.append(pieces(random, 4, 25)).append("\n");
            same(List.of("-L100"), program.toString());
            same(List.of("-L100", "-s", "-daeqtf"), program.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void patterns(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder program = new StringBuilder("changequote(<<,>>)changecom\n");
        for (int round = 0; round < 150; round++) {
            String pattern = some(random, PATTERN, 1 + random.nextInt(7));
            String victim = some(random, List.of("a", "b", "c", "x", " ", "\n", "_"), random.nextInt(8));
            program.append("regexp(<<" + victim + ">>,<<" + pattern + ">>,<<{\\&}{\\1}{\\2}>>) ");
            program.append("patsubst(<<" + victim + ">>,<<" + pattern + ">>,<<{\\&}{\\1}>>)\n");
        }
        same(List.of(), program.toString());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void expressions(int seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        StringBuilder program = new StringBuilder();
        for (int round = 0; round < 400; round++) {
            program.append("eval(`")
                    .append(some(random, EXPRESSION, 1 + random.nextInt(9)))
                    .append("')\n");
        }
        same(List.of(), program.toString());
    }

    private void same(List<String> options, String program) {
        M4Run expected = M4Run.real(folder, options, program);
        assertThat(M4Run.ours(folder, Map.of(), options, program)).as(program).isEqualTo(expected);
    }

    private static String pieces(RandomGenerator random, int macros, int most) {
        StringBuilder out = new StringBuilder();
        List<String> known = macros < 4 ? IN_MACROS : PIECES;
        int count = 1 + random.nextInt(most);
        for (int i = 0; i < count; i++) {
            if (macros > 0 && random.nextInt(4) == 0) {
                String name = "m" + random.nextInt(macros);
                out.append(
                        random.nextBoolean() ? name + "(" + one(random, known) + "," + one(random, known) + ")" : name);
            } else {
                out.append(one(random, known));
            }
        }
        return out.toString();
    }

    private static String some(RandomGenerator random, List<String> pieces, int count) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < count; i++) {
            out.append(one(random, pieces));
        }
        return out.toString();
    }

    private static String one(RandomGenerator random, List<String> pieces) {
        return pieces.get(random.nextInt(pieces.size()));
    }
}
