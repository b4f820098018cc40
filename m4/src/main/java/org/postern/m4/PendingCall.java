package org.postern.m4;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// A macro call whose arguments are being collected.
final class PendingCall {
    private final String name;
    private final Meaning meaning;
    private final Place place;
    private final long id;
    private final boolean traced;
    private final List<Argument> arguments = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private @Nullable Builtin builtin;
    private int parentheses;
    private boolean blanksIgnored = true;
    private long held;
    private String argumentFile = "";
    private int argumentLine;

    PendingCall(String name, Meaning meaning, Place place, long id, boolean traced) {
        this.name = name;
        this.meaning = meaning;
        this.place = place;
        this.id = id;
        this.traced = traced;
    }

    String name() {
        return name;
    }

    Meaning meaning() {
        return meaning;
    }

    Place place() {
        return place;
    }

    long id() {
        return id;
    }

    boolean traced() {
        return traced;
    }

    List<Argument> arguments() {
        return arguments;
    }

    void beginArgument(Location location) {
        argumentFile = location.file();
        argumentLine = location.line();
    }

    /// Where the argument began that is being collected.
    Place argumentPlace() {
        return new Place(argumentFile, argumentLine);
    }

    /// What it keeps in memory.
    long held() {
        return held;
    }

    void append(CharSequence more, Budget budget) {
        blanksIgnored = false;
        text.append(more);
        held += more.length();
        budget.hold(more.length());
    }

    /// A character that is no delimiter; blanks before an argument do not belong to it.
    void appendOther(CharSequence character, Budget budget) {
        if (!blanksIgnored || !Ascii.isSpace(character.charAt(0))) {
            append(character, budget);
        }
    }

    void open(Budget budget) {
        parentheses++;
        append("(", budget);
    }

    /// A closing parenthesis.
    ///
    /// @return true when it ends the call
    boolean close(Budget budget) {
        if (parentheses == 0) {
            endArgument();
            return true;
        }
        parentheses--;
        append(")", budget);
        return false;
    }

    void comma(Budget budget, Location location) {
        if (parentheses == 0) {
            endArgument();
            beginArgument(location);
        } else {
            append(",", budget);
        }
    }

    /// A word that is a macro call itself: what it expands to is read as input.
    void wordExpanded() {
        blanksIgnored = false;
    }

    /// A builtin is an argument only by itself; text after it is dropped, after text it is.
    void builtin(Builtin given) {
        blanksIgnored = false;
        if (text.isEmpty()) {
            builtin = given;
        }
    }

    private void endArgument() {
        boolean takesBuiltins = meaning instanceof Meaning.Native(Builtin called) && called.takesBuiltins();
        if (builtin == null) {
            arguments.add(text.isEmpty() ? Argument.EMPTY : new Argument.Text(text.toString()));
        } else {
            arguments.add(takesBuiltins ? new Argument.Native(builtin) : Argument.EMPTY);
        }
        text.setLength(0);
        builtin = null;
        blanksIgnored = true;
    }
}
