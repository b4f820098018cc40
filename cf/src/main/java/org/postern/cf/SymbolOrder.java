package org.postern.cf;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.postern.base.Ascii;

/// The order in which the address test shows the members of a class: that of the slots of sendmail's symbol table,
/// which its administrators are used to. Members of one slot stay in their order.
final class SymbolOrder {
    private static final int SLOTS = 2003;

    /// The kind of symbol that members of classes are.
    private static final int MEMBER = 1;

    private SymbolOrder() {}

    static List<String> of(Collection<String> members) {
        return members.stream()
                .sorted(Comparator.comparingInt(SymbolOrder::slot))
                .toList();
    }

    private static int slot(String member) {
        int slot = MEMBER;
        for (int i = 0; i < member.length(); i++) {
            slot = (slot << 1 ^ Ascii.lower(member.charAt(i))) % SLOTS;
        }
        return slot;
    }
}
