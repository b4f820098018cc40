package org.postern.cf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Keeps what the engine does as a tree of [RuleCall]s, for whoever has to say why.
///
/// For one thread. What exceeds the limit is not kept, and [#incomplete] says so.
public final class RuleRecorder implements RewriteTrace {
    private final int most;
    private final Deque<OpenCall> open = new ArrayDeque<>();
    private List<RuleCall> calls = new ArrayList<>();
    private List<String> asked = List.of();
    private int kept;
    private boolean incomplete;

    /// @param most matches and look-ups that are kept between two calls of [#take]
    public RuleRecorder(int most) {
        this.most = most;
    }

    /// A run under way.
    private static final class OpenCall {
        private final String ruleset;
        private final Tokens input;
        private final List<RuleMatch> matches = new ArrayList<>();
        private Tokens workspace;
        private int number;
        private int line;
        private Tokens left = Tokens.NONE;
        private @Nullable Tokens right;
        private List<RuleMatch.ClassWord> members = new ArrayList<>();
        private List<MapQuestion> questions = new ArrayList<>();
        private List<RuleCall> calls = new ArrayList<>();

        OpenCall(String ruleset, Tokens input) {
            this.ruleset = ruleset;
            this.input = input;
            this.workspace = input;
        }

        /// The rule that matched is done with; without a result it left the workspace as it was.
        void end(Tokens after) {
            if (right != null) {
                matches.add(
                        new RuleMatch(ruleset, number, line, left, right, workspace, members, questions, calls, after));
                members = new ArrayList<>();
                questions = new ArrayList<>();
                calls = new ArrayList<>();
                right = null;
            }
            workspace = after;
        }
    }

    /// The outermost calls since the last time, in order.
    public List<RuleCall> take() {
        List<RuleCall> taken = List.copyOf(calls);
        calls = new ArrayList<>();
        kept = 0;
        return taken;
    }

    /// True when something was not kept.
    public boolean incomplete() {
        return incomplete;
    }

    private boolean room() {
        if (kept >= most) {
            incomplete = true;
            return false;
        }
        kept++;
        return true;
    }

    @Override
    public boolean wantsRules() {
        return true;
    }

    @Override
    public void input(String ruleset, Tokens workspace) {
        open.push(new OpenCall(ruleset, workspace));
    }

    @Override
    public void trying(String ruleset, int number, int line, Tokens left) {
        OpenCall call = open.element();
        call.number = number;
        call.line = line;
        call.left = left;
    }

    @Override
    public void matches(Tokens right) {
        if (room()) {
            open.element().right = right;
        }
    }

    @Override
    public void member(String className, String member) {
        OpenCall call = open.element();
        if (call.right != null) {
            call.members.add(new RuleMatch.ClassWord(className, member));
        }
    }

    @Override
    public void rewritten(Tokens workspace) {
        open.element().end(workspace);
    }

    @Override
    public void asks(String map, String key, List<String> arguments) {
        asked = arguments;
    }

    @Override
    public void lookup(String map, String key, LookupResult result, int missing) {
        if (!open.isEmpty() && room()) {
            open.element().questions.add(new MapQuestion(map, key, asked, result));
        }
    }

    @Override
    public void returns(String ruleset, Tokens workspace) {
        OpenCall ended = open.pop();
        ended.end(workspace);
        RuleCall call = new RuleCall(ended.ruleset, ended.input, ended.matches, workspace);
        OpenCall caller = open.peek();
        if (caller == null) {
            calls.add(call);
        } else if (caller.right != null) {
            caller.calls.add(call);
        }
    }
}
