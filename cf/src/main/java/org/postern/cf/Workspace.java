package org.postern.cf;

import java.util.List;
import java.util.Optional;
import org.postern.base.SysExit;

/// What a rule set made of its input.
///
/// @param tokens the workspace when it ended
/// @param status [SysExit#OK]; [SysExit#TEMPORARY_FAILURE] when a map could not answer; [SysExit#CONFIGURATION] or
///     [SysExit#DATA_ERROR] when the rules are broken
/// @param problems messages with their codes
/// @param entry the last entry of a map that spoke against what was asked about
public record Workspace(Tokens tokens, SysExit status, List<String> problems, Optional<DecidingEntry> entry) {
    Workspace(Tokens tokens, SysExit status, List<String> problems) {
        this(tokens, status, problems, Optional.empty());
    }

    /// True when the workspace begins with `$#`: it names a mailer or a verdict.
    public boolean resolved() {
        return !tokens.isEmpty() && tokens.get(0).is(Code.MAILER);
    }

    /// The parts of a resolved workspace: `$#mailer $@ host $: user`.
    ///
    /// @param mailer the first token behind `$#`, quotes removed; empty when there is none
    /// @param host the tokens behind `$@`
    /// @param user the tokens behind `$:`
    record Triple(String mailer, Optional<Tokens> host, Optional<Tokens> user) {}

    Triple triple() {
        String mailer = tokens.size() > 1 ? Quotes.strip(tokens.get(1).text()) : "";
        int i = 2;
        Optional<Tokens> host = Optional.empty();
        if (i < tokens.size() && tokens.get(i).is(Code.HOST)) {
            int end = tokens.indexOf(Code.USER, i);
            end = end < 0 ? tokens.size() : end;
            host = Optional.of(tokens.slice(i + 1, end));
            i = end;
        } else {
            int user = tokens.indexOf(Code.USER, i);
            i = user < 0 ? tokens.size() : user;
        }
        Optional<Tokens> user = i < tokens.size() ? Optional.of(tokens.from(i + 1)) : Optional.empty();
        return new Triple(mailer, host, user);
    }
}
