package org.postern.m4;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// What is still to be read: a stack of texts. An expansion is pushed on top, an included file too; `m4wrap` texts wait
/// aside.
///
/// Lines are counted as GNU m4 does, because messages show them: the number grows when the first character
/// *after* a newline is read from a file; text that a macro pushed belongs to the line of the call.
final class Input {
    /// No more characters.
    static final int END = -1;

    /// A builtin (from `defn`) instead of a character; [#builtin] has it.
    static final int BUILTIN = -2;

    private static final int BLOCK_COST = 64;

    private enum Kind {
        EXPANSION,
        FILE,
        BUILTIN
    }

    private static final class Block {
        final Kind kind;
        final String text;
        final String file;
        final @Nullable Builtin builtin;
        final @Nullable Block below;
        /// The file that everything began with; null only where no file is being read.
        final @Nullable Block base;

        int line;
        int position;
        boolean newlineBefore;

        Block(Kind kind, String text, String file, int line, @Nullable Builtin builtin, @Nullable Block below) {
            this.kind = kind;
            this.text = text;
            this.file = file;
            this.line = line;
            this.builtin = builtin;
            this.below = below;
            Block lower = below == null ? null : below.base;
            base = lower == null && kind == Kind.FILE ? this : lower;
        }

        boolean isUsedUp() {
            return kind == Kind.EXPANSION && position == text.length();
        }
    }

    /// A text that waits for the end of the input.
    private record Wrapped(String text, String file, int line) {}

    private final Budget budget;
    private final Location location;
    private final Debugging debugging;
    private Deque<Wrapped> wrapped = new ArrayDeque<>();
    private @Nullable Block top;
    private @Nullable Builtin lastBuiltin;
    private boolean placeChanged;
    private boolean newlineRead;

    Input(Budget budget, Location location, Debugging debugging) {
        this.budget = budget;
        this.location = location;
        this.debugging = debugging;
    }

    /// `dnl` read on into another text: the place must be looked up again.
    void forgetPlace() {
        placeChanged = true;
    }

    /// The place in the text that everything began with.
    Place outermost() {
        Block base = top == null ? null : top.base;
        // inside that text itself the call's own line is the better one
        return base == null || base.file.equals(location.file()) ? location.place() : new Place(base.file, base.line);
    }

    /// Forgets expansions that are read to their end, so that a recursion at the end of a text does not pile them up.
    private void dropUsedUp() {
        while (top != null && top.isUsedUp()) {
            pop(top);
        }
    }

    void pushFile(String name, String text) {
        dropUsedUp();
        Block block = new Block(Kind.FILE, text, name, 1, null, top);
        budget.hold(text.length() + BLOCK_COST);
        block.newlineBefore = newlineRead;
        newlineRead = false;
        top = block;
        placeChanged = true;
        debugging.inputRead(name);
    }

    void pushExpansion(String text) {
        if (!text.isEmpty()) {
            dropUsedUp();
            budget.hold(text.length() + BLOCK_COST);
            top = new Block(Kind.EXPANSION, text, location.file(), location.line(), null, top);
            placeChanged = true;
        }
    }

    void pushBuiltin(Builtin builtin) {
        dropUsedUp();
        budget.hold(BLOCK_COST);
        top = new Block(Kind.BUILTIN, "", location.file(), location.line(), builtin, top);
        placeChanged = true;
    }

    void wrap(String text) {
        budget.hold(text.length() + BLOCK_COST);
        wrapped.push(new Wrapped(text, location.file(), location.line()));
    }

    /// Makes the texts of `m4wrap` the input, the last one first.
    ///
    /// @return false when there are none
    boolean unwrap() {
        if (wrapped.isEmpty()) {
            return false;
        }
        Deque<Wrapped> all = wrapped;
        wrapped = new ArrayDeque<>();
        while (!all.isEmpty()) {
            Wrapped one = all.removeLast();
            top = new Block(Kind.EXPANSION, one.text, one.file, one.line, null, top);
        }
        placeChanged = true;
        return true;
    }

    /// Reads one character, [#END] or [#BUILTIN].
    int next() {
        budget.work(1);
        while (true) {
            Block block = top;
            if (block == null) {
                location.set(Place.NOWHERE);
                return END;
            }
            if (placeChanged) {
                location.set(block.file, block.line);
                placeChanged = false;
            }
            if (block.kind == Kind.BUILTIN) {
                lastBuiltin = block.builtin;
                pop(block);
                return BUILTIN;
            }
            if (block.kind == Kind.FILE && newlineRead) {
                newlineRead = false;
                block.line++;
                location.set(block.file, block.line);
            }
            if (block.position < block.text.length()) {
                char c = block.text.charAt(block.position++);
                newlineRead |= c == '\n' && block.kind == Kind.FILE;
                return c;
            }
            pop(block);
        }
    }

    private void pop(Block block) {
        budget.release(block.text.length() + BLOCK_COST);
        if (block.kind == Kind.FILE) {
            newlineRead = block.newlineBefore;
            location.fileEnded();
            Block below = block.below;
            debugging.inputEnded(below == null ? Place.NOWHERE : new Place(below.file, below.line));
        }
        top = block.below;
        placeChanged = true;
    }

    /// The next character without reading it.
    int peek() {
        for (Block block = top; block != null; block = block.below) {
            if (block.kind == Kind.BUILTIN) {
                return BUILTIN;
            }
            if (block.position < block.text.length()) {
                return block.text.charAt(block.position);
            }
        }
        return END;
    }

    /// True when the next characters are `expected` from `offset` on; reads nothing.
    boolean continuesWith(String expected, int offset) {
        int matched = offset;
        for (Block block = top; block != null && matched < expected.length(); block = block.below) {
            if (block.kind == Kind.BUILTIN) {
                return false;
            }
            for (int i = block.position; i < block.text.length() && matched < expected.length(); i++) {
                if (block.text.charAt(i) != expected.charAt(matched++)) {
                    return false;
                }
            }
        }
        return matched == expected.length();
    }

    /// The builtin that [#next] met last.
    Builtin builtin() {
        if (lastBuiltin == null) {
            throw new IllegalStateException("no builtin was read");
        }
        return lastBuiltin;
    }
}
