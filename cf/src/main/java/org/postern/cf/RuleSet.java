package org.postern.cf;

import java.util.List;

/// The rules of one S line.
///
/// @param name its name, or its number when it has none
/// @param number its place, 0 to 199
record RuleSet(String name, int number, List<Rule> rules) {
    RuleSet {
        rules = List.copyOf(rules);
    }
}
