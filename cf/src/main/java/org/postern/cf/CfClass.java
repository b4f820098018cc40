package org.postern.cf;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.postern.base.Ascii;

/// The members of a class (`$=w`). A member is text that may be several tokens long; case does not matter.
public final class CfClass {
    private static final CfClass EMPTY = new CfClass(Set.of());

    private final Set<String> members;
    private final Set<String> folded;
    private final boolean[] beginnings = new boolean[256];
    private final int longest;
    /// One bit for each length that members have; the last for all longer ones.
    private final long lengths;

    private CfClass(Collection<String> members) {
        this.members = new LinkedHashSet<>();
        this.folded = java.util.HashSet.newHashSet(members.size() * 4);
        int max = 0;
        long found = 0;
        for (String member : members) {
            String key = Ascii.lower(member);
            if (folded.add(key)) {
                if (!key.isEmpty()) {
                    beginnings[key.charAt(0) & 0xff] = true;
                }
                this.members.add(member);
                max = Math.max(max, member.length());
                found |= lengthBit(member.length());
            }
        }
        this.longest = max;
        this.lengths = found;
    }

    private static long lengthBit(int length) {
        return 1L << Math.min(length, 63);
    }

    /// A class of these members; a later one that differs only in case is dropped.
    public static CfClass of(Collection<String> members) {
        return members.isEmpty() ? EMPTY : new CfClass(members);
    }

    /// True when the text is a member.
    public boolean contains(String text) {
        return text.length() <= longest && folded.contains(Ascii.lower(text));
    }

    /// True when the text, already in lower case, is a member.
    boolean containsFolded(String text) {
        return mayBegin(text) && mayHaveLength(text.length()) && folded.contains(text);
    }

    /// False when no member is so long; quick.
    boolean mayHaveLength(int length) {
        return (lengths & lengthBit(length)) != 0;
    }

    /// False when no member begins as this text does, already in lower case; quick.
    boolean mayBegin(String text) {
        return text.isEmpty() || beginnings[text.charAt(0) & 0xff];
    }

    /// The length of the longest member; no longer text can be in the class.
    int longest() {
        return longest;
    }

    /// The members as they were written, in the order of the file.
    public Set<String> members() {
        return java.util.Collections.unmodifiableSet(members);
    }
}
