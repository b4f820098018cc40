package org.postern.cf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MacroExpanderTest {
    private static MacroScope scope(Map<String, String> values) {
        return new MacroScope() {
            @Override
            public Optional<String> macro(String name) {
                return Optional.ofNullable(values.get(name)).map(text -> CfText.decode(text, problem -> {}));
            }

            @Override
            public void define(String name, String value) {
                throw new UnsupportedOperationException(name);
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            $x;value
            ${long};long value
            a$x.b;avalue.b
            $$x;$x
            ${nested};[value]
            $?x yes $| no $.;yes
            $?{none} yes $| no $.;no
            $?{empty} yes $| no $.;no
            $?x a $?{none} b $| c $. d $| e $.;a  c  d
            ${none}end;end
            """)
    void expands(String text, String expected) {
        MacroScope macros = scope(Map.of("x", "value", "long", "long value", "nested", "[$x]", "empty", ""));
        String result = MacroExpander.expand(CfText.decode(text, problem -> {}), macros, 100, problem -> {});
        assertThat(result.strip()).isEqualTo(expected);
    }

    @Test
    void endsWhenMacrosNameEachOther() {
        List<String> problems = new ArrayList<>();
        MacroScope macros = scope(Map.of("a", "${b} ${b}", "b", "${a} ${a}"));
        String result = MacroExpander.expand(CfText.decode("${a}", problem -> {}), macros, 2047, problems::add);
        assertThat(problems).containsExactly("expand: recursion too deep (10 max)");
        assertThat(result.length()).isLessThanOrEqualTo(2047);
    }
}
