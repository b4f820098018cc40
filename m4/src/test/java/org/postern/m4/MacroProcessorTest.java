package org.postern.m4;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the caller sees: output, places, definitions, limits. That the language is GNU's is tested against the real m4
/// in `programs`.
class MacroProcessorTest {
    private final StringBuilder output = new StringBuilder();
    private final List<String> messages = new ArrayList<>();
    private final List<Definition> definitions = new ArrayList<>();

    private final MacroListener listener = new MacroListener() {
        @Override
        public void output(String text) {
            output.append(text);
        }

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            messages.add(diagnostic.line("m4"));
        }

        @Override
        public void print(String text) {
            messages.add(text);
        }

        @Override
        public void defined(Definition definition) {
            definitions.add(definition);
        }
    };

    private final Map<String, String> texts = Map.of("lib.m4", "define(`inLibrary', `1')\ndefine(`a', `2')dnl\n");

    private final TextSource sources = name -> texts.containsKey(name)
            ? new SourceText.Found(name, texts.get(name))
            : new SourceText.Missing("No such file or directory");

    private MacroProcessor processor(M4Limits limits) {
        return new MacroProcessor(M4Settings.standard().withLimits(limits), listener, sources, Outside.CLOSED);
    }

    private int run(M4Limits limits, String text) {
        MacroProcessor processor = processor(limits);
        processor.process("main.m4", text);
        return processor.finish();
    }

    @Test
    void tellsDefinitionsWithBothPlaces() {
        MacroProcessor processor = processor(M4Limits.forConfigurations());
        processor.define("given", "0");
        processor.process("main.m4", "\ndefine(`a', `1')\ninclude(`lib.m4')a\n");
        assertThat(processor.finish()).isZero();
        assertThat(output).hasToString("\n\n\n2\n");
        assertThat(definitions)
                .containsExactly(
                        new Definition(
                                "given", Optional.of("0"), Optional.empty(), false, Place.NOWHERE, Place.NOWHERE),
                        new Definition(
                                "a",
                                Optional.of("1"),
                                Optional.empty(),
                                false,
                                new Place("main.m4", 2),
                                new Place("main.m4", 2)),
                        new Definition(
                                "inLibrary",
                                Optional.of("1"),
                                Optional.empty(),
                                false,
                                new Place("lib.m4", 1),
                                new Place("main.m4", 3)),
                        new Definition(
                                "a",
                                Optional.of("2"),
                                Optional.of("1"),
                                false,
                                new Place("lib.m4", 2),
                                new Place("main.m4", 3)));
        assertThat(processor.definition("a")).contains("2");
        assertThat(processor.names()).contains("a", "given", "len").doesNotContain("b");
    }

    @Test
    void callsTheMacrosOfTheCaller() {
        List<HostMacro.Call> calls = new ArrayList<>();
        HostMacro twice = call -> {
            calls.add(call);
            return call.argument(1) + call.argument(1) + call.argument(2);
        };
        MacroProcessor processor = new MacroProcessor(
                M4Settings.standard().withHostMacros(Map.of("twice", twice)), listener, sources, Outside.CLOSED);
        processor.process("main.m4", "twice twice(`le')\nindir(`twice', `x')\n");
        assertThat(processor.finish()).isZero();
        assertThat(output).hasToString("twice lele\nxx\n");
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst().place()).isEqualTo(new Place("main.m4", 1));
    }

    @Test
    void refusesToReachOutside() {
        assertThat(run(M4Limits.standard(), "syscmd(`echo a')esyscmd(`echo a')mkstemp(`/tmp/xXXXXXX')sysval"))
                .isEqualTo(1);
        assertThat(output).hasToString("127");
        assertThat(messages)
                .containsExactly(
                        "m4:main.m4:1: syscmd: running programs is not allowed here",
                        "m4:main.m4:1: esyscmd: running programs is not allowed here",
                        "m4:main.m4:1: mkstemp: temporary files are not allowed here");
    }

    @Test
    void endsEndlessLoops() {
        M4Limits limits = new M4Limits(0, 1_000_000, 1 << 20, 1 << 20);
        assertThat(run(limits, "define(`x', `x')\nx\n")).isEqualTo(1);
        assertThat(messages)
                .containsExactly("m4:main.m4:2: too much work: ended after 1000000 steps; is there an endless loop?");
    }

    @Test
    void endsEndlessNestingWithoutAStackOverflow() {
        M4Limits limits = new M4Limits(0, 100_000_000, 8 << 20, 1 << 20);
        assertThat(run(limits, "define(`x', `len(x)')\nx\n")).isEqualTo(1);
        assertThat(messages).hasSize(1).first().asString().startsWith("m4:main.m4:2: too much text at one time");
    }

    @Test
    void endsTooMuchOutputAndTooMuchText() {
        M4Limits limits = new M4Limits(0, 100_000_000, 1 << 20, 1000);
        assertThat(run(limits, "define(`y', `12345678901234567890 x')define(`x', `y')x"))
                .isEqualTo(1);
        assertThat(messages.getLast()).contains("too much output");
        assertThat(run(limits, "define(`d', `$1$1$1$1$1$1$1$1')len(d(d(d(d(d(d(d(`12345678'))))))))"))
                .isEqualTo(1);
        assertThat(messages.getLast()).contains("too much text at one time");
        assertThat(run(limits, "format(`%999999999d', 1)")).isEqualTo(1);
        assertThat(messages.getLast()).contains("too much text at one time");
        assertThat(run(limits, "eval(1, 1, 999999999)eval(2147483647, 1)")).isEqualTo(1);
        assertThat(messages.getLast()).contains("too much text at one time");
    }

    @Test
    void countsTheStepsOfPatterns() {
        M4Limits limits = new M4Limits(0, 1_000_000, 1 << 20, 1 << 20);
        String victim = "a".repeat(60);
        assertThat(run(limits, "regexp(`" + victim + "', `\\(a*\\)*b')")).isZero();
        assertThat(output).hasToString("-1");
        // with a reference to a group all ways must be tried
        assertThat(run(limits, "regexp(`" + victim + "', `\\(a*\\)*\\(a*\\)*\\1\\2b')"))
                .isEqualTo(1);
        assertThat(messages.getLast()).contains("too much work");
    }

    @Test
    void readsDeepExpressionsAndPatternsWithoutAStackOverflow() {
        int depth = 100_000;
        M4Limits limits = M4Limits.forConfigurations();
        assertThat(run(limits, "eval(`" + "(".repeat(depth) + "1" + ")".repeat(depth) + "')"))
                .isZero();
        assertThat(messages.getLast()).contains("nested too deeply");
        assertThat(run(limits, "eval(`" + "- ".repeat(depth) + "1')")).isZero();
        assertThat(run(limits, "regexp(`a', `" + "\\(".repeat(depth) + "a" + "\\)".repeat(depth) + "')"))
                .isZero();
        assertThat(messages.getLast()).contains("Regular expression too big");
        assertThat(run(limits, "regexp(`a', `a" + "*".repeat(depth) + "')")).isZero();
    }

    @Test
    void doesNothingAfterTheEnd() {
        MacroProcessor processor = processor(M4Limits.standard());
        processor.process("main.m4", "a m4exit(3) b");
        processor.process("more.m4", "c");
        assertThat(processor.finish()).isEqualTo(3);
        assertThat(processor.ended()).isTrue();
        assertThat(output).hasToString("a ");
    }
}
