package org.postern.m4;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A regular expression as instructions.
///
/// Ways are tried in the order that an instruction lists them; the matcher takes the first way that leads to the
/// longest match.
final class RegexProgram {
    /// One instruction; numbers are indexes of instructions unless said otherwise.
    sealed interface Step {
        /// Takes one character of the set, then goes on with the next instruction.
        record Take(ByteSet set) implements Step {}

        /// Goes on at `first` or at `second`.
        record Fork(int first, int second) implements Step {}

        /// Goes on elsewhere.
        record Jump(int target) implements Step {}

        /// Notes the position in a slot.
        record Save(int slot) implements Step {}

        /// Goes on only at such a place.
        record Assert(RegexNode.Anchor anchor) implements Step {}

        /// Takes what the group took.
        record Repeat(int group) implements Step {}

        /// Goes on only if the position is not that of the slot: a loop that takes nothing is left.
        record Moved(int slot) implements Step {}

        /// The whole expression matched.
        record Done() implements Step {}
    }

    private final List<Step> steps = new ArrayList<>();
    private final int groups;
    private int slots;
    private boolean repeatsGroups;
    private ByteSet starts = ByteSet.NONE;
    private boolean startsEmpty;

    private RegexProgram(int groups) {
        this.groups = groups;
        this.slots = 2 * (groups + 1);
    }

    static RegexProgram of(RegexNode node, int groups) {
        RegexProgram program = new RegexProgram(groups);
        program.add(node);
        program.steps.add(new Step.Done());
        program.findStarts(0, new boolean[program.steps.size()]);
        return program;
    }

    int groups() {
        return groups;
    }

    /// Two for the match, two for each group, one for each loop that may take nothing.
    int slots() {
        return slots;
    }

    int size() {
        return steps.size();
    }

    Step step(int index) {
        return steps.get(index);
    }

    /// True when it has `\1` or the like.
    boolean repeatsGroups() {
        return repeatsGroups;
    }

    /// May a match begin with this character (-1 for the end of the text)?
    boolean canStart(int c) {
        return startsEmpty || (c >= 0 && starts.has(c & 0xff));
    }

    int[] freshSlots() {
        int[] fresh = new int[slots];
        Arrays.fill(fresh, -1);
        return fresh;
    }

    private void add(RegexNode node) {
        switch (node) {
            case RegexNode.Empty _ -> {}
            case RegexNode.OneOf(ByteSet set) -> steps.add(new Step.Take(set));
            case RegexNode.At(RegexNode.Anchor anchor) -> steps.add(new Step.Assert(anchor));
            case RegexNode.Again(int group) -> {
                repeatsGroups = true;
                steps.add(new Step.Repeat(group));
            }
            case RegexNode.Sequence(List<RegexNode> parts) -> parts.forEach(this::add);
            case RegexNode.Choice(List<RegexNode> branches) -> addChoice(branches);
            case RegexNode.Group(int number, RegexNode body) -> {
                steps.add(new Step.Save(2 * number));
                add(body);
                steps.add(new Step.Save(2 * number + 1));
            }
            case RegexNode.Repeat repeat -> addRepeat(repeat);
        }
    }

    private void addChoice(List<RegexNode> branches) {
        List<Integer> ends = new ArrayList<>();
        for (RegexNode branch : branches.subList(0, branches.size() - 1)) {
            int fork = reserve();
            add(branch);
            ends.add(reserve());
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
        }
        add(branches.getLast());
        ends.forEach(end -> steps.set(end, new Step.Jump(steps.size())));
    }

    private void addRepeat(RegexNode.Repeat repeat) {
        if (!repeat.many()) {
            int fork = reserve();
            add(repeat.body());
            steps.set(fork, new Step.Fork(fork + 1, steps.size()));
            return;
        }
        // least 0:  fork -> (save body moved jump-to-fork | on);  least 1: the body runs once before the fork is met
        int slot = slots++;
        int skip = repeat.least() == 0 ? reserve() : -1;
        int begin = steps.size();
        steps.add(new Step.Save(slot));
        add(repeat.body());
        int fork = reserve();
        steps.set(fork, new Step.Fork(fork + 1, fork + 3));
        steps.add(new Step.Moved(slot));
        steps.add(new Step.Jump(begin));
        if (skip >= 0) {
            steps.set(skip, new Step.Fork(begin, steps.size()));
        }
    }

    private int reserve() {
        steps.add(new Step.Jump(0));
        return steps.size() - 1;
    }

    /// The characters that a match can begin with.
    private void findStarts(int first, boolean[] seen) {
        List<Integer> todo = new ArrayList<>(List.of(first));
        while (!todo.isEmpty()) {
            int index = todo.removeLast();
            if (seen[index]) {
                continue;
            }
            seen[index] = true;
            switch (steps.get(index)) {
                case Step.Take(ByteSet set) -> starts = starts.or(set);
                case Step.Fork(int one, int other) -> todo.addAll(List.of(one, other));
                case Step.Jump(int target) -> todo.add(target);
                case Step.Save _, Step.Assert _, Step.Moved _ -> todo.add(index + 1);
                case Step.Repeat _, Step.Done _ -> startsEmpty = true;
            }
        }
    }
}
