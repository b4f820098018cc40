package org.postern.cf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.postern.base.Ascii;

/// The names and numbers of rule sets while a configuration is read, and their rules so far.
///
/// Numbers 0 to 99 may be written. A name without a number gets one from 199 downward, in the order in which names are
/// first mentioned.
final class RuleSetNames {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final Map<Integer, List<Rule>> rules = new TreeMap<>();
    private int next = RuleBook.MAX_RULE_SETS;

    /// @param number -1 when it is wrong
    /// @param end the position behind the name or number
    record Found(int number, int end) {}

    /// Reads a rule set that is mentioned, and makes it if it is new.
    ///
    /// @param problem gets sendmail's messages
    Found enter(String text, int start, Consumer<String> problem) {
        int i = start;
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        if (i < text.length() && Ascii.isDigit(text.charAt(i))) {
            return numbered(text, i, problem);
        }
        int from = i;
        while (i < text.length() && isNamePart(text.charAt(i))) {
            i++;
        }
        if (i == from || !Ascii.isLetter(text.charAt(from))) {
            problem.accept("invalid ruleset name: \"" + cut(text.substring(from)) + "\"");
            return new Found(-1, i);
        }
        String name = text.substring(from, i);
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        if (i < text.length() && text.charAt(i) == '=') {
            return new Found(withNumber(name, text.substring(from), text.substring(i + 1), problem), text.length());
        }
        return new Found(named(name, problem), i);
    }

    private static Found numbered(String text, int start, Consumer<String> problem) {
        int end = start;
        while (end < text.length() && Ascii.isDigit(text.charAt(end))) {
            end++;
        }
        long number = OptionValues.leadingNumber(text.substring(start, end), 10);
        if (number >= RuleBook.MAX_NUMBERED) {
            problem.accept("bad ruleset " + number + " (" + RuleBook.MAX_NUMBERED + " max)");
            return new Found(-1, end);
        }
        return new Found((int) number, end);
    }

    private int named(String name, Consumer<String> problem) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        next--;
        if (next < RuleBook.MAX_NUMBERED) {
            problem.accept(name + ": too many named rulesets (" + RuleBook.MAX_NUMBERED + " max)");
            return -1;
        }
        assign(name, next);
        return next;
    }

    private int withNumber(String name, String written, String value, Consumer<String> problem) {
        String text = value.stripLeading();
        Integer known = numbers.get(name);
        if (text.isEmpty() || !Ascii.isDigit(text.charAt(0))) {
            problem.accept("bad ruleset definition \"" + written + "\" (number required after `=')");
            return -1;
        }
        long number = OptionValues.leadingNumber(text, 10);
        if (number >= RuleBook.MAX_NUMBERED) {
            problem.accept(
                    "bad ruleset number " + number + " in \"" + written + "\" (" + RuleBook.MAX_NUMBERED + " max)");
            return -1;
        }
        if (known != null && known != number) {
            problem.accept(written + ": ruleset changed value (old " + known + ", new " + number + ")");
            return known;
        }
        assign(name, (int) number);
        return (int) number;
    }

    private void assign(String name, int number) {
        numbers.put(name, number);
        names.put(number, name);
    }

    /// The rules of a rule set so far, to add to.
    List<Rule> rules(int number) {
        return rules.computeIfAbsent(number, _ -> new ArrayList<>());
    }

    Map<String, Integer> numbers() {
        return numbers;
    }

    List<RuleSet> sets() {
        Map<Integer, RuleSet> sets = new TreeMap<>();
        names.forEach((number, name) ->
                sets.put(number, new RuleSet(name, number, rules.getOrDefault(number, List.of()))));
        rules.forEach((number, list) ->
                sets.computeIfAbsent(number, _ -> new RuleSet(Integer.toString(number), number, list)));
        return List.copyOf(sets.values());
    }

    private static boolean isNamePart(char c) {
        return Ascii.isLetter(c) || Ascii.isDigit(c) || c == '_';
    }

    private static String cut(String text) {
        return text.length() > 20 ? text.substring(0, 20) : text;
    }
}
