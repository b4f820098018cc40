package org.postern.m4;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All names with a meaning.
final class Symbols {
    private static final int NAME_COST = 100;

    private final Map<String, Symbol> byName = new HashMap<>();
    private final Budget budget;

    Symbols(Budget budget) {
        this.budget = budget;
    }

    /// The meaning in force, or null.
    @Nullable
    Meaning meaning(String name) {
        Symbol symbol = byName.get(name);
        return symbol == null ? null : symbol.meaning();
    }

    /// The text of a macro that has one.
    Optional<String> text(String name) {
        return meaning(name) instanceof Meaning.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    boolean traced(String name) {
        Symbol symbol = byName.get(name);
        return symbol != null && symbol.traced();
    }

    void trace(String name, boolean on) {
        if (on) {
            byName.computeIfAbsent(name, Symbol::new).traced(true);
        } else {
            Symbol symbol = byName.get(name);
            if (symbol != null) {
                symbol.traced(false);
                forgetUnused(symbol);
            }
        }
    }

    /// Gives a meaning, in place of the one in force or above it.
    void define(String name, Meaning meaning, boolean push) {
        Symbol symbol = byName.computeIfAbsent(name, Symbol::new);
        if (!push && !symbol.meanings().isEmpty()) {
            budget.release(cost(name, symbol.meanings().pop()));
        }
        budget.hold(cost(name, meaning));
        symbol.meanings().push(meaning);
    }

    /// Takes the meaning in force away.
    ///
    /// @return false when there was none
    boolean pop(String name) {
        Symbol symbol = byName.get(name);
        if (symbol == null || symbol.meanings().isEmpty()) {
            return false;
        }
        budget.release(cost(name, symbol.meanings().pop()));
        forgetUnused(symbol);
        return true;
    }

    /// Takes all meanings away.
    ///
    /// @return false when there was none
    boolean undefine(String name) {
        boolean any = false;
        while (pop(name)) {
            any = true;
        }
        return any;
    }

    private void forgetUnused(Symbol symbol) {
        if (symbol.meanings().isEmpty() && !symbol.traced()) {
            byName.remove(symbol.name());
        }
    }

    /// All names that have a meaning, sorted by their bytes.
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (Symbol symbol : byName.values()) {
            if (symbol.meaning() != null) {
                names.add(symbol.name());
            }
        }
        names.sort(null);
        return names;
    }

    /// All names whether they have a meaning or not.
    List<Symbol> all() {
        return new ArrayList<>(byName.values());
    }

    private static long cost(String name, Meaning meaning) {
        long text = switch (meaning) {
            case Meaning.Text(String body) -> body.length();
            case Meaning.Native _ -> 0;
        };
        return NAME_COST + name.length() + text;
    }
}
