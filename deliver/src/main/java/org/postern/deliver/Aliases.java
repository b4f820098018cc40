package org.postern.deliver;

import org.postern.cf.LookupResult;

/// The alias database as expansion sees it: the real one of module `maps`, or a table in tests.
@FunctionalInterface
public interface Aliases {
    /// What a local name stands for.
    ///
    /// @param name the user part as the local mailer gets it, `owner-` names included
    /// @return the right-hand side as it stands in the file
    LookupResult lookup(String name);

    /// No aliases.
    static Aliases none() {
        return _ -> LookupResult.NotFound.INSTANCE;
    }
}
