package org.postern.cf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;

/// One call into the rules: runs a rule set on a workspace, with all rule sets that it calls (sendmail op guide §5.1).
///
/// For each rule in turn: while its left side matches the whole workspace, the workspace becomes its right side; `$:`
/// in front goes on with the next rule after one application, `$@` ends the rule set. In a right side first `$1` and
/// `$&x` are put in, then maps are asked from left to right, then rule sets are called, the last `$>` first. A
/// workspace that begins with `$#` is final.
final class RewriteCall {
    private static final int MAX_REPEATS = 100;
    private static final int MAX_CALLS = 15;

    private final CompiledRules rules;
    private final RewriteLimits limits;
    private final MacroScope macros;
    private final RewriteTrace trace;
    private final List<String> problems = new ArrayList<>(0);
    /// Shared by all depths: it is read before the rule calls others.
    private final Matcher.Bindings bindings = new Matcher.Bindings();
    private int applications;
    private boolean exhausted;
    private SysExit status = SysExit.OK;
    private SysExit lastStatus = SysExit.OK;

    RewriteCall(CompiledRules rules, RewriteLimits limits, MacroScope macros, RewriteTrace trace) {
        this.rules = rules;
        this.limits = limits;
        this.macros = macros;
        this.trace = trace;
    }

    /// Runs a rule set as the outermost one; an empty workspace is an input like others.
    Workspace run(CompiledRules.Set set, Tokens input) {
        Tokens result = rewrite(set, input, 1);
        return new Workspace(result, lastStatus, List.copyOf(problems));
    }

    /// Runs one rule set; its own status is in [#lastStatus] afterwards.
    private Tokens rewrite(CompiledRules.Set set, Tokens input, int depth) {
        SysExit outer = status;
        status = SysExit.OK;
        Tokens result = apply(set, input, depth);
        lastStatus = status;
        status = outer;
        return result;
    }

    private Tokens apply(CompiledRules.Set set, Tokens input, int depth) {
        trace.input(set.name(), input);
        if (depth > limits.maxDepth() + 1) {
            problem("rewrite: excessive recursion (max " + limits.maxDepth() + "), ruleset " + set.name());
            worse(SysExit.CONFIGURATION);
            return input;
        }
        Token[] workspace = input.array();
        int size = workspace.length;
        long bits = bits(workspace, size);
        CompiledRules.CompiledRule[] list = set.rules();
        int index = 0;
        int repeats = 0;
        boolean wantsRules = trace.wantsRules();
        Optional<MacroScope> watched = wantsRules ? Optional.of(new WatchedMacros()) : Optional.empty();
        while (index < list.length && !(size > 0 && workspace[0].is(Code.MAILER)) && !exhausted) {
            CompiledRules.CompiledRule rule = list[index];
            if (wantsRules) {
                trace.trying(set.name(), index + 1, rule.line(), rule.left());
            }
            if (++repeats > MAX_REPEATS) {
                problem("554 5.3.5 Infinite loop in ruleset " + set.name() + ", rule " + (index + 1));
                trace.stuck(Tokens.of(workspace, size));
                break;
            }
            if (!matches(rule, workspace, size, bits, watched)) {
                if (wantsRules) {
                    trace.fails();
                }
                index++;
                repeats = 0;
                continue;
            }
            if (!countWork()) {
                break;
            }
            trace.matches(rule.right());
            Replacement made = new Replacement(workspace, size + rule.right().size(), depth, set.name());
            if (!made.build(rule)) {
                return Tokens.of(workspace, size);
            }
            workspace = made.tokens;
            size = made.size;
            bits = bits(workspace, size);
            if (wantsRules) {
                trace.rewritten(Tokens.of(workspace, size));
            }
            if (rule.endsRuleSet()) {
                break;
            }
            if (rule.once()) {
                index++;
                repeats = 0;
            }
        }
        Tokens result = Tokens.of(workspace, size);
        trace.returns(set.name(), result);
        return result;
    }

    /// @param watched what a trace that hears of rules sees the macros through; it hears of every attempt
    private boolean matches(
            CompiledRules.CompiledRule rule, Token[] workspace, int size, long bits, Optional<MacroScope> watched) {
        return watched.isPresent()
                ? rule.matcher().matches(workspace, size, watched.get(), bindings)
                : rule.mayMatch(size, bits) && rule.matcher().matches(workspace, size, macros, bindings);
    }

    private boolean countWork() {
        if (++applications <= limits.maxApplications()) {
            return true;
        }
        problem("554 5.3.5 rewrite: too many rule applications (" + limits.maxApplications() + " max)");
        worse(SysExit.CONFIGURATION);
        exhausted = true;
        return false;
    }

    private static long bits(Token[] workspace, int size) {
        long bits = 0;
        for (int i = 0; i < size; i++) {
            bits |= workspace[i].bit();
        }
        return bits;
    }

    private void problem(String message) {
        problem(message, "");
    }

    private void problem(String message, String about) {
        if (problems.size() < limits.maxTokens()) {
            problems.add(message);
        }
        trace.problem(message, about);
    }

    /// A temporary failure is never forgotten; otherwise the first bad status stays.
    private void worse(SysExit added) {
        if (status == SysExit.OK || added == SysExit.TEMPORARY_FAILURE) {
            status = added;
        }
    }

    /// The macros as left sides read them, for a trace.
    private final class WatchedMacros implements MacroScope {
        @Override
        public Optional<String> macro(String name) {
            Optional<String> value = macros.macro(name);
            trace.late(true, name, value);
            return value;
        }

        @Override
        public void define(String name, String value) {
            macros.define(name, value);
        }
    }

    /// The right side of a rule while it is being worked out.
    private final class Replacement {
        private final Token[] matched;
        private final int depth;
        private final String ruleset;
        private Token[] tokens;
        private int size;

        /// @param room for so many tokens at first
        Replacement(Token[] matched, int room, int depth, String ruleset) {
            this.matched = matched;
            this.tokens = new Token[room];
            this.depth = depth;
            this.ruleset = ruleset;
        }

        /// False when the rule set must end with its old workspace.
        boolean build(CompiledRules.CompiledRule rule) {
            if (!substitute(rule)) {
                return false;
            }
            if (rule.hasLookups()) {
                lookups();
            }
            calls(rule);
            return true;
        }

        private boolean substitute(CompiledRules.CompiledRule rule) {
            Tokens right = rule.right();
            for (int i = rule.firstOfRight(); i < right.size(); i++) {
                Token token = right.get(i);
                char code = token.code();
                boolean fits;
                if (Code.isReplacement(code)) {
                    int index = code - Code.REPLACE_0 - 1;
                    if (index < 0 || index >= bindings.count()) {
                        problem("554 5.3.5 rewrite: ruleset " + ruleset + ": replacement $" + (index + 1)
                                + " out of bounds");
                        worse(SysExit.CONFIGURATION);
                        return false;
                    }
                    fits = add(matched, bindings.first(index), bindings.end(index));
                } else if (code == Code.MACRO_LATE) {
                    Optional<String> value = macros.macro(token.name());
                    trace.late(false, token.name(), value);
                    fits = addAll(external(value.orElse("")));
                } else {
                    fits = add(token);
                }
                if (!fits) {
                    problem("554 5.3.0 rewrite: expansion too long");
                    worse(SysExit.DATA_ERROR);
                    return false;
                }
            }
            return true;
        }

        private Tokens external(String text) {
            if (text.isEmpty()) {
                return Tokens.NONE;
            }
            Tokens kept = rules.kept(text);
            if (kept != null) {
                return kept;
            }
            Tokenizer.Result result = Tokenizer.scan(text, 0, '\0', rules.types(), CharTypes.Comments.DROPPED);
            if (result.problems().isEmpty()) {
                rules.keep(text, result.tokens());
            }
            result.problems().forEach(message -> problem(message, text));
            return result.tokens();
        }

        private boolean add(Token token) {
            if (size >= limits.maxTokens()) {
                return false;
            }
            if (size == tokens.length) {
                tokens = Arrays.copyOf(tokens, size * 2 + 8);
            }
            tokens[size++] = token;
            return true;
        }

        private boolean add(Token[] from, int first, int end) {
            for (int i = first; i < end; i++) {
                if (!add(from[i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean addAll(Tokens more) {
            return add(more.array(), 0, more.size());
        }

        /// Replaces `$[ ... $]` and `$( ... $)` by what the maps say, from left to right.
        private void lookups() {
            int i = 0;
            while (i < size) {
                char code = tokens[i].code();
                if (code != Code.HOST_LOOKUP && code != Code.LOOKUP) {
                    i++;
                    continue;
                }
                char endCode = code == Code.LOOKUP ? Code.LOOKUP_END : Code.HOST_LOOKUP_END;
                int end = i + 1;
                while (end < size && !tokens[end].is(endCode)) {
                    end++;
                }
                int keyStart = code == Code.LOOKUP ? i + 2 : i + 1;
                if (keyStart > size || keyStart > end) {
                    problem("554 5.3.0 rewrite: missing mapname");
                    worse(SysExit.CONFIGURATION);
                    return;
                }
                String map = code == Code.LOOKUP ? tokens[i + 1].text() : "host";
                Tokens answer = new MapQuestion(map, keyStart, end).ask();
                i = splice(i, Math.min(size, end + 1), answer);
            }
        }

        /// Puts an answer in the place of a question; the position behind it.
        private int splice(int start, int end, Tokens answer) {
            int tail = size - end;
            int newSize = Math.min(limits.maxTokens(), start + answer.size() + tail);
            Token[] made = new Token[newSize];
            System.arraycopy(tokens, 0, made, 0, start);
            int taken = Math.min(answer.size(), newSize - start);
            System.arraycopy(answer.array(), 0, made, start, taken);
            int kept = newSize - start - taken;
            System.arraycopy(tokens, end, made, start + taken, kept);
            tokens = made;
            size = newSize;
            return start + taken;
        }

        /// One question to a map: `key $@ argument ... $: default`.
        private final class MapQuestion {
            private final String map;
            private final int keyStart;
            private final int end;
            private int keyEnd;
            private int defaultStart = -1;
            private int defaultEnd = -1;
            private List<String> arguments = List.of();

            MapQuestion(String map, int keyStart, int end) {
                this.map = map;
                this.keyStart = keyStart;
                this.end = end;
                this.keyEnd = end;
                split();
            }

            /// Each `$@` begins an argument and `$:` the default; all end where the next begins.
            private void split() {
                int start = keyStart;
                char kind = 0;
                for (int i = keyStart; i <= end; i++) {
                    char code = i == end ? Code.USER : tokens[i].code();
                    if (code != Code.HOST && code != Code.USER) {
                        continue;
                    }
                    if (kind == 0) {
                        keyEnd = i;
                    } else if (kind == Code.HOST) {
                        if (arguments.isEmpty()) {
                            arguments = new ArrayList<>(2);
                        }
                        arguments.add(join(start, i, rules.blankSubstitute()));
                    } else {
                        defaultStart = start;
                        defaultEnd = i;
                    }
                    kind = code;
                    start = i + 1;
                }
            }

            private String join(int from, int to, char separator) {
                StringBuilder out = new StringBuilder(32);
                Tokens.join(tokens, from, to, separator, out);
                return out.toString();
            }

            Tokens ask() {
                CompiledRules.KnownMap known = rules.map(map);
                if (known == null) {
                    problem("554 5.3.0 rewrite: map " + map + " not found");
                    return missing();
                }
                MapTraits traits = known.traits();
                String joined = join(keyStart, keyEnd, known.separator());
                String key = traits.keepsQuotes() ? joined : Quotes.strip(joined);
                trace.asks(map, key, arguments);
                LookupResult result = known.lookup().lookup(key, arguments, macros);
                trace.lookup(map, key, result, traits.statusWhenMissing());
                return switch (result) {
                    case LookupResult.Found(String value) -> external(value);
                    case LookupResult.NotFound _ -> missing();
                    case LookupResult.TemporaryFailure(String reason) -> {
                        if (!traits.toleratesFailure()) {
                            worse(SysExit.TEMPORARY_FAILURE);
                        }
                        yield traits.failureSuffix()
                                .map(suffix -> external(key + suffix))
                                .orElseGet(this::missing);
                    }
                };
            }

            private Tokens missing() {
                if (defaultStart < 0) {
                    return Tokens.of(Arrays.copyOfRange(tokens, keyStart, keyEnd), keyEnd - keyStart);
                }
                return external(join(defaultStart, defaultEnd, rules.blankSubstitute()));
            }
        }

        /// Calls rule sets, the last `$>` first: each gets everything behind its name.
        private void calls(CompiledRules.CompiledRule rule) {
            int last = size - 2;
            while (last >= 0 && !tokens[last].is(Code.CALL)) {
                last--;
            }
            if (last >= 0 && rule.calls() > MAX_CALLS) {
                problem("554 5.3.0 Too many subroutine calls (" + (MAX_CALLS + 1) + " max)");
                worse(SysExit.CONFIGURATION);
                return;
            }
            while (last >= 0) {
                String name = Quotes.strip(tokens[last + 1].text());
                CompiledRules.Set set = rules.find(name);
                if (set == null) {
                    problem("554 5.3.5 Unknown ruleset " + name);
                    worse(SysExit.CONFIGURATION);
                    return;
                }
                if (set.rules().length == 0) {
                    trace.skips(set.name(), set.number());
                }
                Tokens input = Tokens.of(Arrays.copyOfRange(tokens, last + 2, size), size - last - 2);
                Tokens result = set.rules().length == 0 ? input : rewrite(set, input, depth + 1);
                splice(last, size, result);
                SysExit called = set.rules().length == 0 ? SysExit.OK : lastStatus;
                worse(called);
                if (exhausted || (called != SysExit.OK && called != SysExit.TEMPORARY_FAILURE)) {
                    return;
                }
                do {
                    last--;
                } while (last >= 0 && !tokens[last].is(Code.CALL));
            }
        }
    }
}
