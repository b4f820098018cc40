package org.postern.maps;

import java.util.ArrayList;
import java.util.List;
import org.postern.base.Ascii;
import org.postern.base.PeerText;
import org.postern.base.SysExit;
import org.postern.cf.AddressUse;
import org.postern.cf.Configuration;
import org.postern.cf.Resolution;
import org.postern.cf.RewriteEngine;
import org.postern.cf.RewriteLimits;
import org.postern.cf.RewriteTrace;
import org.postern.cf.RuleReply;
import org.postern.cf.SessionMacros;

/// What the left sides of aliases mean by the rule sets of the configuration: a name must resolve to the mailer
/// `local`.
public final class AliasRuleNames implements AliasNames {
    private static final String LOCAL = "local";
    private static final int SHOWN = 256;

    private final Configuration configuration;
    private final MapDirectory maps;
    private final boolean checkTargets;

    /// By these rules.
    ///
    /// @param maps the maps that the rules look into
    /// @param checkTargets the option CheckAliases
    public AliasRuleNames(Configuration configuration, MapDirectory maps, boolean checkTargets) {
        this.configuration = configuration;
        this.maps = maps;
        this.checkTargets = checkTargets;
    }

    @Override
    public Name resolve(String leftSide) {
        String bare = AliasText.withoutComments(leftSide).strip();
        if (bare.isEmpty()) {
            return new Name.Illegal();
        }
        List<String> said = new ArrayList<>();
        Resolution resolution = ask(leftSide.strip(), said);
        return switch (resolution) {
            case Resolution.ToMailer to
            when to.mailer().name().equals(LOCAL) -> new Name.Local(to.user(), leftSide.strip());
            case Resolution.ToMailer _, Resolution.Discarded _, Resolution.Refused _ ->
                new Name.NotLocal(leftSide.strip(), complaints(resolution, said));
        };
    }

    private Resolution ask(String address, List<String> complaints) {
        RewriteTrace trace = new RewriteTrace() {
            @Override
            public void problem(String message, String about) {
                String text = message.replaceFirst("^[245][0-9][0-9] (?:[245]\\.[0-9]+\\.[0-9]+ )?", "");
                complaints.add(about.isEmpty() ? text : shown(about) + "... " + text);
            }
        };
        return new RewriteEngine(configuration, maps::find, RewriteLimits.STANDARD)
                .traced(trace)
                .resolve(address, AddressUse.ENVELOPE_RECIPIENT, SessionMacros.above(configuration.scope()));
    }

    @Override
    public List<Complaint> wrongTargets(String rightSide) {
        List<Complaint> complaints = new ArrayList<>();
        if (!checkTargets) {
            return complaints;
        }
        for (String rest = rightSide.strip(); !rest.isEmpty(); rest = AliasText.afterTarget(rest)) {
            List<String> mine = new ArrayList<>();
            Resolution resolution = ask(AliasText.target(rest), mine);
            String shown = shown(rest);
            // as the real one: with all that is left of the line
            List<String> all = mine.stream()
                    .map(text -> shown + text.substring(text.indexOf("... ")))
                    .toList();
            complaints.addAll(complaints(resolution, all));
        }
        return complaints;
    }

    private static List<Complaint> complaints(Resolution resolution, List<String> texts) {
        SysExit exit = resolution instanceof Resolution.Refused(RuleReply reply) ? reply.exit() : SysExit.SOFTWARE;
        return texts.stream().map(text -> new Complaint(text, exit)).toList();
    }

    private static String shown(String text) {
        return PeerText.escape(Ascii.text(Ascii.bytes(text)), SHOWN);
    }
}
