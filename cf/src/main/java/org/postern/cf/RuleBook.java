package org.postern.cf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// All rule sets of a configuration (sendmail op guide §5.1). Names are case-sensitive; numbers are 0 to 199.
public final class RuleBook {
    /// Rule sets at most, named and numbered together.
    static final int MAX_RULE_SETS = 200;

    /// The numbers that may be written; the names get the others, from the last one down.
    static final int MAX_NUMBERED = 100;

    private final @Nullable RuleSet[] byNumber;
    private final Map<String, Integer> numbers;
    private final char blankSubstitute;
    private final CharTypes types;

    RuleBook(List<RuleSet> sets, Map<String, Integer> numbers, char blankSubstitute, CharTypes types) {
        this.byNumber = new RuleSet[MAX_RULE_SETS];
        for (RuleSet set : sets) {
            byNumber[set.number()] = set;
        }
        this.numbers = HashMap.newHashMap(4 * MAX_RULE_SETS);
        this.numbers.putAll(numbers);
        this.blankSubstitute = blankSubstitute;
        this.types = types;
    }

    /// True when the rule set has rules.
    public boolean has(String name) {
        int number = number(name);
        return number >= 0 && !set(number).rules().isEmpty();
    }

    /// The number of a name or of a number as text; -1 when there is no such rule set.
    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        if (name.isEmpty() || !Ascii.isDigit(name.charAt(0))) {
            return -1;
        }
        long number = OptionValues.leadingNumber(name, 10);
        return number < MAX_NUMBERED ? (int) number : -1;
    }

    RuleSet set(int number) {
        RuleSet set = byNumber[number];
        return set != null ? set : new RuleSet(Integer.toString(number), number, List.of());
    }

    /// The name that goes with a number, if it has one.
    Optional<String> nameOf(int number) {
        RuleSet set = byNumber[number];
        return set == null ? Optional.empty() : Optional.of(set.name());
    }

    char blankSubstitute() {
        return blankSubstitute;
    }

    CharTypes types() {
        return types;
    }
}
