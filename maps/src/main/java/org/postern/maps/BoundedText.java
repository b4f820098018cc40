package org.postern.maps;

/// Text that a regular expression may look at only so many times: backtracking that explodes ends with
/// [TooMuchWork] instead of holding its thread.
final class BoundedText implements CharSequence {
    private final String text;
    private final Budget budget;

    BoundedText(String text, long steps) {
        this(text, new Budget(steps));
    }

    private BoundedText(String text, Budget budget) {
        this.text = text;
        this.budget = budget;
    }

    /// The steps that are left, shared by all parts of a text.
    private static final class Budget {
        private long left;

        Budget(long left) {
            this.left = left;
        }
    }

    /// The expression needs more steps than it may have.
    static final class TooMuchWork extends RuntimeException {
        private static final long serialVersionUID = 1;

        TooMuchWork() {
            super("too much work", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (--budget.left < 0) {
            throw new TooMuchWork();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.substring(start, end), budget);
    }

    @Override
    public String toString() {
        return text;
    }
}
