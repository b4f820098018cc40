package org.postern.maps;

import java.util.List;
import java.util.function.Predicate;
import org.postern.base.Ascii;
import org.postern.base.SysExit;

/// What the left side of an alias means. sendmail asks its rule sets: a name must resolve to the local mailer.
@FunctionalInterface
public interface AliasNames {
    /// What is wrong with a name, in sendmail's words: `x... no such place`.
    ///
    /// @param exit what the command ends with when this is the first mistake
    record Complaint(String text, SysExit exit) {}

    /// The answer for one left side.
    sealed interface Name {
        /// What is wrong with the text, in sendmail's words: `x... Unbalanced '"'`. The name may be usable all the
        /// same.
        default List<Complaint> complaints() {
            return List.of();
        }

        /// A local name.
        ///
        /// @param user the key of the alias, before it is folded to lower case
        /// @param shown the address as it appears in messages
        record Local(String user, String shown) implements Name {}

        /// An address that the local mailer does not deliver.
        ///
        /// @param shown the address as it appears in messages
        /// @param complaints what the rule sets said
        record NotLocal(String shown, List<Complaint> complaints) implements Name {
            public NotLocal {
                complaints = List.copyOf(complaints);
            }

            NotLocal(String shown) {
                this(shown, List.of());
            }
        }

        /// No address at all.
        record Illegal() implements Name {}
    }

    /// Resolves the text before the colon.
    Name resolve(String leftSide);

    /// What is wrong with the addresses of a right side; asked only with the option CheckAliases.
    ///
    /// @return complaints as sendmail makes them
    default List<Complaint> wrongTargets(String rightSide) {
        return List.of();
    }

    /// The answers of an ordinary configuration without its rule sets: comments and angle brackets are taken off, and
    /// a name is local when it has no domain or one of `localDomains`, and names no program, file or list.
    static AliasNames plain(Predicate<String> localDomains) {
        return leftSide -> {
            String shown = leftSide.strip();
            String bare = AliasText.withoutComments(leftSide).strip();
            if (bare.startsWith("<") && bare.endsWith(">")) {
                bare = bare.substring(1, bare.length() - 1).strip();
            }
            if (bare.isEmpty()) {
                return new Name.Illegal();
            }
            String unquoted = bare.startsWith("\"") ? bare.substring(1) : bare;
            if (unquoted.startsWith("|") || unquoted.startsWith("/") || unquoted.startsWith(":include:")) {
                return new Name.NotLocal(shown);
            }
            int at = AliasText.lastOutsideQuotes(bare, '@');
            if (at < 0) {
                return new Name.Local(bare, shown);
            }
            return localDomains.test(Ascii.lower(bare.substring(at + 1)))
                    ? new Name.Local(bare.substring(0, at), shown)
                    : new Name.NotLocal(shown);
        };
    }
}
