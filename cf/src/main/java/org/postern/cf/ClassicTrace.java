package org.postern.cf;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// What sendmail prints while it rewrites (sendmail op guide §4.7): each rule set's input and result always, more with
/// higher debug levels: 21.2 `$&x`, 21.4 results of rules, 21.10 and 21.12 each rule, 21.15 its line; 60.1 and 60.5
/// maps; 20.1 addresses and their mailers; 22.11, 22.12 and 22.36 texts and their tokens.
class ClassicTrace implements RewriteTrace {
    private static final int NAME = 16;
    private static final int MACRO_VALUES = 2;
    private static final int SKIPS = 3;
    private static final int RESULTS = 4;
    private static final int FAILURES = 10;
    private static final int RULES = 12;
    private static final int LINES = 15;
    private static final int MAP_ARGUMENTS = 5;
    private static final int TEXTS = 11;
    private static final int TOKENS = 12;
    private static final int EACH_TOKEN = 36;

    private final StringBuilder out;
    private final DebugLevels debug;
    private final boolean always;
    private final String prefix;
    private final BiConsumer<String, String> problems;

    /// @param out where it is printed
    /// @param always true to print input and result of rule sets at any level
    /// @param problems takes messages and what they are about
    ClassicTrace(StringBuilder out, DebugLevels debug, boolean always, BiConsumer<String, String> problems) {
        this.out = out;
        this.debug = debug;
        this.prefix = always ? "" : "rewrite: ruleset ";
        this.always = always || debug.at(DebugLevels.REWRITING, 1);
        this.problems = problems;
    }

    /// Called when something was written.
    void written() {}

    private boolean rules(int level) {
        return debug.at(DebugLevels.REWRITING, level);
    }

    @Override
    public void input(String ruleset, Tokens workspace) {
        line(ruleset, "   input:", workspace);
        written();
    }

    @Override
    public void returns(String ruleset, Tokens workspace) {
        line(ruleset, " returns:", workspace);
        written();
    }

    private void line(String ruleset, String what, Tokens workspace) {
        if (always) {
            out.append(prefix);
            String name = ruleset.length() > NAME ? ruleset.substring(0, NAME) : ruleset;
            out.append(name).append(" ".repeat(NAME - name.length()));
            tokens(what, workspace);
        }
    }

    private void tokens(String what, Tokens tokens) {
        out.append(what);
        Printable.append(out, tokens);
        out.append('\n');
    }

    @Override
    public boolean wantsRules() {
        return rules(MACRO_VALUES);
    }

    @Override
    public void trying(String ruleset, int number, int line, Tokens left) {
        if (rules(LINES)) {
            tokens("-----trying rule (line " + line + "):", left);
        } else if (rules(RULES)) {
            tokens("-----trying rule:", left);
        }
        written();
    }

    @Override
    public void matches(Tokens right) {
        if (rules(RULES)) {
            tokens("-----rule matches:", right);
        }
        written();
    }

    @Override
    public void fails() {
        if (rules(FAILURES)) {
            out.append("----- rule fails\n");
        }
        written();
    }

    @Override
    public void skips(String ruleset, int number) {
        if (rules(SKIPS)) {
            out.append("-----skip subr ")
                    .append(ruleset)
                    .append(" (")
                    .append(number)
                    .append(")\n");
        }
        written();
    }

    @Override
    public void stuck(Tokens workspace) {
        if (rules(1)) {
            tokens("workspace: ", workspace);
        }
        written();
    }

    @Override
    public void rewritten(Tokens workspace) {
        if (rules(RESULTS)) {
            tokens("rewritten as:", workspace);
        }
        written();
    }

    @Override
    public void late(boolean left, String name, Optional<String> value) {
        if (rules(MACRO_VALUES)) {
            out.append("rewrite: ").append(left ? "LHS" : "RHS");
            out.append(" $&{").append(name).append("} => \"");
            Printable.append(out, value.orElse("(NULL)"));
            out.append("\"\n");
        }
        written();
    }

    @Override
    public void asks(String map, String key, List<String> arguments) {
        if (!debug.at(DebugLevels.MAPS, 1)) {
            return;
        }
        out.append("map_lookup(").append(map).append(", ");
        Printable.append(out, key);
        if (debug.at(DebugLevels.MAPS, MAP_ARGUMENTS)) {
            out.append(", %0=");
            Printable.append(out, key);
            for (int i = 0; i < arguments.size(); i++) {
                out.append(", %").append(i + 1).append('=');
                Printable.append(out, arguments.get(i));
            }
        }
        out.append(") => ");
        written();
    }

    @Override
    public void lookup(String map, String key, LookupResult result, int missing) {
        if (!debug.at(DebugLevels.MAPS, 1)) {
            return;
        }
        switch (result) {
            case LookupResult.Found(String value) -> {
                Printable.append(out, value);
                out.append(" (0), ad=0\n");
            }
            case LookupResult.NotFound() ->
                out.append("NOT FOUND (").append(missing).append("), ad=0\n");
            case LookupResult.TemporaryFailure _ -> out.append("NOT FOUND (75), ad=0\n");
        }
        written();
    }

    @Override
    public void scans(String text, int start) {
        if (debug.at(DebugLevels.SCANNING, TEXTS)) {
            out.append("prescan: ");
            Printable.append(out, text.substring(start));
            out.append('\n');
        }
        written();
    }

    @Override
    public void token(String text) {
        if (debug.at(DebugLevels.SCANNING, EACH_TOKEN)) {
            out.append("tok=");
            Printable.append(out, text);
            out.append('\n');
        }
    }

    @Override
    public void scanned(Tokens tokens) {
        if (debug.at(DebugLevels.SCANNING, TOKENS)) {
            tokens("prescan==>", tokens);
        }
        if (tokens.isEmpty() && debug.at(DebugLevels.SCANNING, TEXTS)) {
            out.append("prescan: null leading token\n");
        }
        written();
    }

    @Override
    public void parses(String address) {
        if (debug.at(DebugLevels.PARSING, 1)) {
            out.append("\n--parseaddr(").append(shown(address)).append(")\n");
        }
        written();
    }

    @Override
    public void parsed(String address, Resolution.ToMailer triple) {
        if (debug.at(DebugLevels.PARSING, 1)) {
            out.append("parseaddr-->")
                    .append(shown(address))
                    .append(":\n\tmailer ")
                    .append(triple.mailer().number())
                    .append(" (")
                    .append(triple.mailer().name())
                    .append("), host `")
                    .append(shown(triple.host()))
                    .append("'\n\tuser `")
                    .append(shown(triple.user()))
                    .append("', ruser `<null>'\n");
        }
        written();
    }

    @Override
    public void unparsed(String what) {
        if (debug.at(DebugLevels.PARSING, 1)) {
            out.append("parseaddr-->").append(what).append('\n');
        }
        written();
    }

    /// The address test shows what was typed as it is.
    private String shown(String text) {
        return prefix.isEmpty() ? text : Printable.text(text);
    }

    @Override
    public void problem(String message, String about) {
        problems.accept(message, about);
    }
}
