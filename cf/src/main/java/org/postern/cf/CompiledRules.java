package org.postern.cf;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postern.base.Ascii;

/// The rules of a configuration with everything that can be known beforehand: matchers with their classes, and the
/// maps.
final class CompiledRules {
    /// One rule.
    static final class CompiledRule {
        private final Rule rule;
        private final Matcher matcher;
        private final Token[] right;
        private final int firstOfRight;
        private final boolean once;
        private final boolean endsRuleSet;
        private final boolean hasLookups;
        private final int calls;

        CompiledRule(Rule rule, Configuration configuration) {
            this.rule = rule;
            this.matcher = new Matcher(rule.left(), configuration);
            Tokens right = rule.right();
            this.right = right.array();
            char first = right.isEmpty() ? 0 : right.get(0).code();
            this.once = first == Code.USER;
            this.endsRuleSet = first == Code.HOST || first == Code.MAILER;
            this.firstOfRight = first == Code.USER || first == Code.HOST ? 1 : 0;
            boolean lookups = false;
            int count = 0;
            for (int i = 0; i < right.size(); i++) {
                Token token = right.get(i);
                count += token.is(Code.CALL) ? 1 : 0;
                lookups |= token.is(Code.LOOKUP) || token.is(Code.HOST_LOOKUP);
            }
            this.hasLookups = lookups;
            this.calls = count;
        }

        Matcher matcher() {
            return matcher;
        }

        Tokens left() {
            return rule.left();
        }

        /// The right side; not to be changed.
        Token[] rightTokens() {
            return right;
        }

        Tokens right() {
            return rule.right();
        }

        int line() {
            return rule.line();
        }

        /// Where the right side begins, behind `$:` or `$@`.
        int firstOfRight() {
            return firstOfRight;
        }

        boolean once() {
            return once;
        }

        boolean endsRuleSet() {
            return endsRuleSet;
        }

        boolean hasLookups() {
            return hasLookups;
        }

        /// How many `$>` the right side has.
        int calls() {
            return calls;
        }
    }

    /// One rule set. What a workspace must have for a rule to match is kept side by side, so that the rules which
    /// cannot match are passed over quickly.
    static final class Set {
        private final String name;
        private final int number;
        private final CompiledRule[] rules;
        private final long[] literalBits;
        private final long[] firstBits;
        private final long[] secondBits;
        private final long[] lastBits;
        private final int[] fewest;
        private final int[] most;

        Set(String name, int number, CompiledRule[] rules) {
            this.name = name;
            this.number = number;
            this.rules = rules;
            this.literalBits = new long[rules.length];
            this.firstBits = new long[rules.length];
            this.secondBits = new long[rules.length];
            this.lastBits = new long[rules.length];
            this.fewest = new int[rules.length];
            this.most = new int[rules.length];
            for (int i = 0; i < rules.length; i++) {
                Rule rule = rules[i].rule;
                literalBits[i] = rule.literalBits();
                firstBits[i] = rule.literalBit(0);
                secondBits[i] = rule.takesOne(0) ? rule.literalBit(1) : 0;
                lastBits[i] = rule.literalBit(rule.left().size() - 1);
                fewest[i] = rule.fewestTokens();
                most[i] = rule.mostTokens();
            }
        }

        /// The first rule from `from` on that may match a workspace; the number of rules when there is none.
        ///
        /// @param bits of all tokens of the workspace
        int candidate(int from, Token[] workspace, int size, long bits) {
            long first = size == 0 ? 0 : workspace[0].bit();
            long second = size < 2 ? 0 : workspace[1].bit();
            long last = size == 0 ? 0 : workspace[size - 1].bit();
            int index = from;
            while (index < rules.length && !mayMatch(index, size, bits, first, second, last)) {
                index++;
            }
            return index;
        }

        private boolean mayMatch(int index, int size, long bits, long first, long second, long last) {
            return (firstBits[index] & ~first) == 0
                    && (secondBits[index] & ~second) == 0
                    && (lastBits[index] & ~last) == 0
                    && (literalBits[index] & ~bits) == 0
                    && size >= fewest[index]
                    && size <= most[index];
        }

        String name() {
            return name;
        }

        int number() {
            return number;
        }

        /// The rules in order; not to be changed.
        CompiledRule[] rules() {
            return rules;
        }
    }

    /// A map and how its keys are written.
    record KnownMap(MapLookup lookup, MapTraits traits, char separator) {}

    private static final int MOST_KEPT = 512;
    private static final int LONGEST_KEPT = 32;

    private final Map<String, KnownMap> knownMaps = new ConcurrentHashMap<>();
    private final Map<String, Tokens> texts = new ConcurrentHashMap<>();
    private final Set[] sets = new Set[RuleBook.MAX_RULE_SETS];
    private final Map<String, Set> called = new HashMap<>();
    private final RuleBook book;
    private final Map<String, Character> separators = new HashMap<>();
    private final Function<String, Optional<MapLookup>> maps;

    CompiledRules(Configuration configuration, Function<String, Optional<MapLookup>> maps) {
        this.book = configuration.rules();
        this.maps = maps;
        for (int number = 0; number < sets.length; number++) {
            RuleSet set = book.set(number);
            CompiledRule[] rules = set.rules().stream()
                    .map(rule -> new CompiledRule(rule, configuration))
                    .toArray(CompiledRule[]::new);
            sets[number] = new Set(set.name(), number, rules);
        }
        for (Set set : sets) {
            for (CompiledRule rule : set.rules) {
                addCalled(rule.right());
            }
        }
        for (MapDeclaration map : configuration.maps()) {
            separators.put(map.name(), MapSpacing.of(map, book.blankSubstitute()));
        }
    }

    private void addCalled(Tokens right) {
        for (int at = right.indexOf(Code.CALL, 0); at >= 0 && at + 1 < right.size(); ) {
            String written = right.get(at + 1).text();
            Set set = find(Quotes.strip(written));
            if (set != null) {
                called.put(written, set);
            }
            at = right.indexOf(Code.CALL, at + 1);
        }
    }

    /// The rule set that stands behind a `$>`, quotes and all; those that rules name themselves are known beforehand.
    @Nullable
    Set called(String written) {
        Set known = called.get(written);
        return known != null ? known : find(Quotes.strip(written));
    }

    /// A rule set by its name or number.
    @Nullable
    Set find(String name) {
        int number = book.number(name);
        return number < 0 ? null : sets[number];
    }

    Set set(int number) {
        return sets[number];
    }

    @Nullable
    KnownMap map(String name) {
        KnownMap known = knownMaps.get(name);
        return known != null ? known : lookUp(name);
    }

    /// A map is kept once it was found; rules may compute names, so not without limit.
    private @Nullable KnownMap lookUp(String name) {
        String key = Ascii.lower(name);
        Optional<MapLookup> found = maps.apply(key);
        if (found.isEmpty()) {
            return null;
        }
        KnownMap known =
                new KnownMap(found.get(), found.get().traits(), separators.getOrDefault(key, book.blankSubstitute()));
        if (knownMaps.size() < MOST_KEPT) {
            knownMaps.put(name, known);
        }
        return known;
    }

    /// The tokens of a short text that a macro, a map or a default gave, comments dropped; `null` when it was not kept.
    @Nullable
    Tokens kept(String text) {
        return texts.get(text);
    }

    /// Keeps the tokens of a text that was cut without a complaint: the first ones are those that rules themselves
    /// contain. Bounded; what is not kept is cut again.
    void keep(String text, Tokens tokens) {
        if (text.length() <= LONGEST_KEPT && texts.size() < MOST_KEPT) {
            texts.put(text, tokens);
        }
    }

    char blankSubstitute() {
        return book.blankSubstitute();
    }

    CharTypes types() {
        return book.types();
    }
}
