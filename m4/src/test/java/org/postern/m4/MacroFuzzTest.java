package org.postern.m4;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.postern.base.Ascii;

/// Any text: the processor ends within its limits, whatever it says.
final class MacroFuzzTest {
    private static final M4Limits SMALL = new M4Limits(100, 100_000, 100_000, 100_000);

    private static final MacroListener DEAF = new MacroListener() {
        @Override
        public void output(String text) {}

        @Override
        public void diagnostic(Diagnostic diagnostic) {
            if (diagnostic.line("m4").isEmpty()) {
                throw new AssertionError("an empty message");
            }
        }

        @Override
        public void print(String text) {}

        @Override
        public void defined(Definition definition) {}
    };

    @FuzzTest
    void anyText(byte[] input) {
        MacroProcessor processor = new MacroProcessor(
                M4Settings.standard().withLimits(SMALL),
                DEAF,
                _ -> new SourceText.Missing("No such file or directory"),
                Outside.CLOSED);
        processor.process("fuzz.m4", Ascii.text(input));
        processor.finish();
    }
}
