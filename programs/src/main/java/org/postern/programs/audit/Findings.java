package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Collects what the checks find, each thing once, within a bound.
final class Findings {
    private final int most;
    private final List<Finding> all = new ArrayList<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private boolean more;

    /// @param most findings that are kept
    Findings(int most) {
        this.most = most;
    }

    void add(Severity severity, String name, String subject, String text, String why, Mend mend) {
        if (!known.contains(name + " " + subject)) {
            if (all.size() >= most) {
                more = true;
                return;
            }
            known.add(name + " " + subject);
            all.add(new Finding(severity, name, subject, text, why, mend));
        }
    }

    /// Notes what could not be looked at.
    void unread(String path, String why) {
        if (unread.size() < most) {
            unread.add(path + ": " + why);
        }
    }

    /// The worst first, otherwise in the order of the checks.
    List<Finding> sorted() {
        List<Finding> sorted = new ArrayList<>(all);
        sorted.sort(Comparator.comparing(Finding::severity));
        return sorted;
    }

    /// What could not be looked at, and why.
    List<String> unread() {
        return List.copyOf(unread);
    }

    /// True when there was more than the bound.
    boolean isCut() {
        return more;
    }
}
