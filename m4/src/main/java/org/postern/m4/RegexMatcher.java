package org.postern.m4;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;

/// Runs a [RegexProgram] on a text.
///
/// Without `\1` the longest match is found by following all ways at once, in time proportional to text times
/// program; then, if there are groups, the first way that ends there is looked for, and no instruction is tried
/// twice at the same place. With `\1` all ways are tried one after the other; the [Budget] ends that when it takes
/// too long.
final class RegexMatcher {
    private final RegexProgram program;
    private final String text;
    private final Budget budget;
    private int[] current;
    private int[] next;
    private int nextSize;
    private final int[] seenAt;
    private final int[] walk;
    private int round;

    // The ways still to try: instruction and position, or, to undo a Save, -1 - slot and its old value.
    private int[] todo = new int[64];
    private int todoSize;

    RegexMatcher(RegexProgram program, String text, Budget budget) {
        this.program = program;
        this.text = text;
        this.budget = budget;
        current = new int[program.size()];
        next = new int[program.size()];
        seenAt = new int[program.size()];
        walk = new int[2 * program.size() + 2];
    }

    /// The longest match that begins exactly there.
    Optional<RegularExpression.Match> matchAt(int start) {
        if (program.repeatsGroups()) {
            return firstWay(start, -1);
        }
        int end = longest(start);
        if (end < 0) {
            return Optional.empty();
        }
        if (program.groups() == 0) {
            return Optional.of(new RegularExpression.Match(new int[] {start, end}));
        }
        return firstWay(start, end);
    }

    private int longest(int start) {
        int best = -1;
        round++;
        nextSize = 0;
        if (reach(0, start)) {
            best = start;
        }
        for (int position = start; position < text.length() && nextSize > 0; position++) {
            int[] swap = current;
            current = next;
            next = swap;
            int size = nextSize;
            nextSize = 0;
            round++;
            budget.work(size);
            int c = text.charAt(position) & 0xff;
            boolean done = false;
            for (int i = 0; i < size; i++) {
                if (program.step(current[i]) instanceof RegexProgram.Step.Take(ByteSet set) && set.has(c)) {
                    done |= reach(current[i] + 1, position + 1);
                }
            }
            best = done ? position + 1 : best;
        }
        return best;
    }

    /// Adds all character-taking instructions that can be reached at this position.
    ///
    /// @return true when the end of the expression can be reached
    private boolean reach(int first, int position) {
        boolean done = false;
        int size = 0;
        walk[size++] = first;
        while (size > 0) {
            int index = walk[--size];
            if (seenAt[index] == round) {
                continue;
            }
            seenAt[index] = round;
            switch (program.step(index)) {
                case RegexProgram.Step.Take _ -> next[nextSize++] = index;
                case RegexProgram.Step.Fork(int one, int other) -> {
                    walk[size++] = other;
                    walk[size++] = one;
                }
                case RegexProgram.Step.Jump(int target) -> walk[size++] = target;
                case RegexProgram.Step.Save _, RegexProgram.Step.Moved _ -> walk[size++] = index + 1;
                case RegexProgram.Step.Assert(RegexNode.Anchor anchor) -> {
                    if (holds(anchor, position)) {
                        walk[size++] = index + 1;
                    }
                }
                case RegexProgram.Step.Done _ -> done = true;
                case RegexProgram.Step.Repeat _ -> throw new IllegalStateException("groups are repeated");
            }
        }
        return done;
    }

    /// The first way that ends at `end`; with a negative `end` the first of those with the latest end.
    private Optional<RegularExpression.Match> firstWay(int start, int end) {
        int[] slots = program.freshSlots();
        int[] best = null;
        int last = end < 0 ? text.length() : end;
        int width = last - start + 1;
        if (end >= 0) {
            budget.checkLength((long) width * program.size() / 8);
        }
        BitSet tried = new BitSet();
        todoSize = 0;
        push(0, start);
        while (todoSize > 0) {
            budget.work(1);
            int position = todo[--todoSize];
            int index = todo[--todoSize];
            if (index < 0) {
                slots[-1 - index] = position;
                continue;
            }
            if (end >= 0) {
                int key = index * width + position - start;
                if (tried.get(key)) {
                    continue;
                }
                tried.set(key);
            }
            if (program.step(index) instanceof RegexProgram.Step.Done) {
                if (end < 0 ? best == null || position > best[1] : position == end) {
                    best = Arrays.copyOf(slots, slots.length);
                    best[0] = start;
                    best[1] = position;
                }
                if (position == last) {
                    break;
                }
            } else {
                advance(index, position, last, slots);
            }
        }
        return best == null ? Optional.empty() : Optional.of(new RegularExpression.Match(best));
    }

    private void advance(int index, int position, int last, int[] slots) {
        switch (program.step(index)) {
            case RegexProgram.Step.Take(ByteSet set) -> {
                if (position < last && set.has(text.charAt(position) & 0xff)) {
                    push(index + 1, position + 1);
                }
            }
            case RegexProgram.Step.Fork(int one, int other) -> {
                push(other, position);
                push(one, position);
            }
            case RegexProgram.Step.Jump(int target) -> push(target, position);
            case RegexProgram.Step.Save(int slot) -> {
                push(-1 - slot, slots[slot]);
                slots[slot] = position;
                push(index + 1, position);
            }
            case RegexProgram.Step.Moved(int slot) -> {
                if (slots[slot] != position) {
                    push(index + 1, position);
                }
            }
            case RegexProgram.Step.Assert(RegexNode.Anchor anchor) -> {
                if (holds(anchor, position)) {
                    push(index + 1, position);
                }
            }
            case RegexProgram.Step.Repeat(int group) -> {
                int from = slots[2 * group];
                int to = slots[2 * group + 1];
                boolean taken = from >= 0 && to >= from && position + to - from <= last;
                if (taken && text.regionMatches(position, text, from, to - from)) {
                    push(index + 1, position + to - from);
                }
            }
            case RegexProgram.Step.Done _ -> throw new IllegalStateException("done");
        }
    }

    private void push(int index, int position) {
        if (todoSize + 2 > todo.length) {
            budget.checkLength(2L * todo.length);
            todo = Arrays.copyOf(todo, 2 * todo.length);
        }
        todo[todoSize++] = index;
        todo[todoSize++] = position;
    }

    private boolean holds(RegexNode.Anchor anchor, int position) {
        int before = position > 0 ? text.charAt(position - 1) : -1;
        int after = position < text.length() ? text.charAt(position) : -1;
        boolean wordBefore = RegexParser.inWord(before);
        boolean wordAfter = RegexParser.inWord(after);
        return switch (anchor) {
            case LINE_START -> before == -1 || before == '\n';
            case LINE_END -> after == -1 || after == '\n';
            case TEXT_START -> before == -1;
            case TEXT_END -> after == -1;
            case WORD_START -> !wordBefore && wordAfter;
            case WORD_END -> wordBefore && !wordAfter;
            case WORD_EDGE -> wordBefore != wordAfter;
            case NO_WORD_EDGE -> wordBefore == wordAfter;
        };
    }
}
