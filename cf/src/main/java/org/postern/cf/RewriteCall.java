package org.postern.cf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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
    private static final Token[] NO_TOKENS = {};

    private final CompiledRules rules;
    private final RewriteLimits limits;
    private final MacroScope macros;
    private final RewriteTrace trace;
    private final boolean traced;
    private final List<String> problems = new ArrayList<>(0);
    /// Shared by all depths: it is read before the rule calls others.
    private final Matcher.Bindings bindings = new Matcher.Bindings();
    private @Nullable Frame[] frames = new Frame[8];
    /// True when a workspace may hold a `$>` that was not carried out.
    private boolean holdsCalls;
    private int applications;
    private boolean exhausted;
    private SysExit status = SysExit.OK;
    private SysExit lastStatus = SysExit.OK;
    private Optional<DecidingEntry> decidingEntry = Optional.empty();

    RewriteCall(CompiledRules rules, RewriteLimits limits, MacroScope macros, RewriteTrace trace) {
        this.rules = rules;
        this.limits = limits;
        this.macros = macros;
        this.trace = trace;
        this.traced = trace.listens();
    }

    /// Runs a rule set as the outermost one; an empty workspace is an input like others.
    Workspace run(CompiledRules.Set set, Tokens input) {
        Frame frame = frame(1);
        holdsCalls = input.indexOf(Code.CALL, 0) >= 0;
        frame.take(input.array(), 0, input.size());
        rewrite(set, frame);
        return new Workspace(frame.result(), lastStatus, List.copyOf(problems), decidingEntry);
    }

    /// The place of the rule set at this depth; places are used again by the next call at the same depth.
    private Frame frame(int depth) {
        if (depth >= frames.length) {
            frames = Arrays.copyOf(frames, Math.max(depth + 1, frames.length * 2));
        }
        Frame frame = frames[depth];
        if (frame == null) {
            frame = new Frame(depth);
            frames[depth] = frame;
        }
        return frame;
    }

    /// Runs one rule set on the workspace of a frame; its own status is in [#lastStatus] afterwards.
    private void rewrite(CompiledRules.Set set, Frame frame) {
        SysExit outer = status;
        status = SysExit.OK;
        if (traced) {
            trace.input(set.name(), frame.result());
        }
        if (frame.depth > limits.maxDepth() + 1) {
            problem("rewrite: excessive recursion (max " + limits.maxDepth() + "), ruleset " + set.name());
            worse(SysExit.CONFIGURATION);
        } else {
            frame.ruleset = set.name();
            apply(set, frame);
        }
        lastStatus = status;
        status = outer;
    }

    /// Runs the rules in turn until the workspace is final.
    private void apply(CompiledRules.Set set, Frame frame) {
        CompiledRules.CompiledRule[] list = set.rules();
        boolean wantsRules = trace.wantsRules();
        MacroScope seen = wantsRules ? new WatchedMacros() : macros;
        long bits = frame.bits();
        int index = 0;
        int repeats = 0;
        while (!frame.isFinal() && !exhausted) {
            int next = wantsRules ? index : set.candidate(index, frame.workspace, frame.length, bits);
            if (next >= list.length) {
                break;
            }
            if (next != index) {
                index = next;
                repeats = 0;
            }
            CompiledRules.CompiledRule rule = list[index];
            if (wantsRules) {
                trace.trying(set.name(), index + 1, rule.line(), rule.left());
            }
            if (++repeats > MAX_REPEATS) {
                problem("554 5.3.5 Infinite loop in ruleset " + set.name() + ", rule " + (index + 1));
                trace.stuck(frame.result());
                break;
            }
            if (!rule.matcher().matches(frame.workspace, frame.length, seen, bindings)) {
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
            if (wantsRules) {
                rule.matcher().members(frame.workspace, bindings, trace::member);
            }
            if (!frame.build(rule)) {
                return;
            }
            if (wantsRules) {
                trace.rewritten(frame.result());
            }
            if (rule.endsRuleSet()) {
                break;
            }
            bits = frame.bits();
            if (rule.once()) {
                index++;
                repeats = 0;
            }
        }
        if (traced) {
            trace.returns(set.name(), frame.result());
        }
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

    /// One depth of the call: the workspace, and the right side of a rule while it is being worked out.
    private final class Frame {
        private static final int ROOM = 32;

        private final int depth;
        private String ruleset = "";
        private Token[] workspace = new Token[ROOM];
        private int length;
        private Token[] tokens = new Token[ROOM];
        private int size;

        Frame(int depth) {
            this.depth = depth;
        }

        /// The workspace becomes these tokens.
        void take(Token[] from, int first, int end) {
            length = end - first;
            if (length > workspace.length) {
                workspace = new Token[length + ROOM];
            }
            System.arraycopy(from, first, workspace, 0, length);
        }

        Tokens result() {
            return Tokens.of(workspace, length);
        }

        boolean isFinal() {
            return length > 0 && workspace[0].is(Code.MAILER);
        }

        long bits() {
            long bits = 0;
            for (int i = 0; i < length; i++) {
                bits |= workspace[i].bit();
            }
            return bits;
        }

        /// The workspace becomes the right side of the rule that has matched it; false when the rule set must end with
        /// its old workspace.
        boolean build(CompiledRules.CompiledRule rule) {
            size = 0;
            if (!substitute(rule)) {
                return false;
            }
            if (rule.hasLookups()) {
                lookups();
            }
            if (rule.calls() > 0 || holdsCalls) {
                calls(rule);
            }
            Token[] old = workspace;
            workspace = tokens;
            length = size;
            tokens = old;
            return true;
        }

        private boolean substitute(CompiledRules.CompiledRule rule) {
            Token[] right = rule.rightTokens();
            for (int i = rule.firstOfRight(); i < right.length; i++) {
                Token token = right[i];
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
                    fits = add(workspace, bindings.first(index), bindings.end(index));
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
            trace.scans(text, 0);
            Tokens kept = rules.kept(text);
            if (kept != null) {
                for (int i = 0; trace.listens() && i < kept.size(); i++) {
                    trace.token(kept.get(i).text());
                }
                trace.scanned(kept);
                return kept;
            }
            Tokenizer.Result result = Tokenizer.scan(text, 0, '\0', rules.types(), CharTypes.Comments.DROPPED);
            if (result.problems().isEmpty()) {
                rules.keep(text, result.tokens());
            }
            result.tell(trace, message -> problem(message, text));
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
            int more = end - first;
            if (more > limits.maxTokens() - size) {
                return false;
            }
            if (size + more > tokens.length) {
                tokens = Arrays.copyOf(tokens, (size + more) * 2);
            }
            System.arraycopy(from, first, tokens, size, more);
            size += more;
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
                i = splice(i, Math.min(size, end + 1), answer.array(), answer.size());
            }
        }

        /// Puts an answer in the place of a question; the position behind it.
        private int splice(int start, int end, Token[] answer, int answerSize) {
            int tail = size - end;
            int newSize = Math.min(limits.maxTokens(), start + answerSize + tail);
            int taken = Math.min(answerSize, newSize - start);
            int kept = newSize - start - taken;
            if (newSize > tokens.length) {
                tokens = Arrays.copyOf(tokens, newSize * 2);
            }
            System.arraycopy(tokens, end, tokens, start + taken, kept);
            System.arraycopy(answer, 0, tokens, start, taken);
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
                if (to == from + 1) {
                    return tokens[from].text();
                }
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
                LookupResult result = traits.heldBackWhenDeferring() && deferring()
                        ? LookupResult.NotFound.INSTANCE
                        : known.lookup().lookup(key, arguments, macros);
                trace.lookup(map, key, result, traits.statusWhenMissing());
                return switch (result) {
                    case LookupResult.Found(String value) -> {
                        if (DecidingEntry.decides(value)) {
                            decidingEntry = Optional.of(new DecidingEntry(map, key));
                        }
                        yield external(value);
                    }
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

            /// In deferred delivery mode the address is rewritten again when the message is delivered.
            private boolean deferring() {
                return macros.macro("deliveryMode").filter("d"::equals).isPresent();
            }

            private Tokens missing() {
                if (defaultStart < 0) {
                    return Tokens.of(tokens, keyStart, keyEnd);
                }
                return external(join(defaultStart, defaultEnd, rules.blankSubstitute()));
            }
        }

        /// Calls rule sets, the last `$>` first: each gets everything behind its name.
        private void calls(CompiledRules.CompiledRule rule) {
            holdsCalls |= size > 0 && tokens[size - 1].is(Code.CALL);
            int last = callBefore(size - 1);
            if (last >= 0 && rule.calls() > MAX_CALLS) {
                problem("554 5.3.0 Too many subroutine calls (" + (MAX_CALLS + 1) + " max)");
                worse(SysExit.CONFIGURATION);
                holdsCalls = true;
                return;
            }
            while (last >= 0) {
                CompiledRules.Set set = rules.called(tokens[last + 1].text());
                if (set == null) {
                    problem("554 5.3.5 Unknown ruleset " + Quotes.strip(tokens[last + 1].text()));
                    worse(SysExit.CONFIGURATION);
                    holdsCalls = true;
                    return;
                }
                SysExit called = call(set, last);
                worse(called);
                if (exhausted || (called != SysExit.OK && called != SysExit.TEMPORARY_FAILURE)) {
                    holdsCalls = true;
                    return;
                }
                last = callBefore(last);
            }
        }

        /// The last `$>` before this place, -1 when there is none.
        private int callBefore(int end) {
            int at = end - 1;
            while (at >= 0 && !tokens[at].is(Code.CALL)) {
                at--;
            }
            return at;
        }

        /// Calls one rule set with everything behind the name; how it ended. One without rules changes nothing.
        private SysExit call(CompiledRules.Set set, int at) {
            if (set.rules().length == 0) {
                trace.skips(set.name(), set.number());
                splice(at, at + 2, NO_TOKENS, 0);
                return SysExit.OK;
            }
            Frame callee = frame(depth + 1);
            callee.take(tokens, at + 2, size);
            rewrite(set, callee);
            splice(at, size, callee.workspace, callee.length);
            return lastStatus;
        }
    }
}
