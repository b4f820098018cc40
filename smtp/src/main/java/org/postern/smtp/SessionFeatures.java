package org.postern.smtp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What one session offers and insists on: the sum of options, daemon flags and the rule set `srv_features`.
///
/// @param enabled the features that are on
/// @param bareLf a LF without CR in message data
/// @param bareCr a CR without LF in message data
/// @param privacy option PrivacyOptions
public record SessionFeatures(
        Set<ServerFeature> enabled, BareByteRule bareLf, BareByteRule bareCr, Set<PrivacyOption> privacy) {
    private static final Set<ServerFeature> DEFAULT = EnumSet.of(
            ServerFeature.VERB,
            ServerFeature.DSN,
            ServerFeature.ETRN,
            ServerFeature.REJECT_EARLY_DATA,
            ServerFeature.STRICT_END,
            ServerFeature.PIPELINING,
            ServerFeature.STARTTLS,
            ServerFeature.REQUEST_CERTIFICATE,
            ServerFeature.EXPN,
            ServerFeature.CHUNKING,
            ServerFeature.LIMITS);

    public SessionFeatures {
        enabled = Set.copyOf(enabled);
        privacy = Set.copyOf(privacy);
    }

    /// What sendmail offers by default under the given privacy options. AUTH is off until the caller knows that
    /// it works; STARTTLS needs [SessionSettings.Mode#TLS_READY] as well.
    public static SessionFeatures defaults(Set<PrivacyOption> privacy) {
        EnumSet<ServerFeature> enabled = EnumSet.copyOf(DEFAULT);
        if (privacy.contains(PrivacyOption.NOEXPN)) {
            enabled.remove(ServerFeature.EXPN);
            enabled.remove(ServerFeature.VERB);
        }
        if (privacy.contains(PrivacyOption.NOVERB)) {
            enabled.remove(ServerFeature.VERB);
        }
        if (privacy.contains(PrivacyOption.NOETRN)) {
            enabled.remove(ServerFeature.ETRN);
        }
        if (privacy.contains(PrivacyOption.NORECEIPTS)) {
            enabled.remove(ServerFeature.DSN);
        }
        return new SessionFeatures(enabled, BareByteRule.REFUSE, BareByteRule.REFUSE, privacy);
    }

    /// True when the feature is on.
    public boolean has(ServerFeature feature) {
        return enabled.contains(feature);
    }

    /// True when the privacy option is set.
    public boolean has(PrivacyOption option) {
        return privacy.contains(option);
    }

    /// True when EHLO shows VERB: it needs EXPN as well.
    public boolean offersVerb() {
        return has(ServerFeature.VERB) && has(ServerFeature.EXPN);
    }

    /// The same with one feature on or off.
    public SessionFeatures with(ServerFeature feature, boolean on) {
        EnumSet<ServerFeature> changed = EnumSet.noneOf(ServerFeature.class);
        changed.addAll(enabled);
        if (on) {
            changed.add(feature);
        } else {
            changed.remove(feature);
        }
        return new SessionFeatures(changed, bareLf, bareCr, privacy);
    }

    /// The outcome of applying words of `srv_features`.
    ///
    /// @param unknown words that mean nothing; sendmail logs `srv_features: unknown feature Q`
    public record Applied(SessionFeatures features, List<String> unknown) {}

    /// Applies words such as `S`, `a`, `g2`.
    public Applied apply(List<String> words) {
        SessionFeatures result = this;
        List<String> unknown = new ArrayList<>();
        for (String word : words) {
            SessionFeatures next = result.applied(word);
            if (next == null) {
                unknown.add(word);
            } else {
                result = next;
            }
        }
        return new Applied(result, List.copyOf(unknown));
    }

    private @org.jspecify.annotations.Nullable SessionFeatures applied(String word) {
        return switch (word) {
            case "g" -> new SessionFeatures(enabled, BareByteRule.REFUSE, bareCr, privacy);
            case "g2" -> new SessionFeatures(enabled, BareByteRule.BLANK, bareCr, privacy);
            case "G" -> new SessionFeatures(enabled, BareByteRule.KEEP, bareCr, privacy);
            case "u" -> new SessionFeatures(enabled, bareLf, BareByteRule.REFUSE, privacy);
            case "u2" -> new SessionFeatures(enabled, bareLf, BareByteRule.BLANK, privacy);
            case "U" -> new SessionFeatures(enabled, bareLf, BareByteRule.KEEP, privacy);
            case "r" -> with(ServerFeature.REQUEST_CERTIFICATE, true);
            default -> appliedLetter(word);
        };
    }

    private @org.jspecify.annotations.Nullable SessionFeatures appliedLetter(String word) {
        for (ServerFeature feature : ServerFeature.values()) {
            if (word.equals(feature.word())) {
                return with(feature, true);
            }
            if (word.equals(feature.word().toUpperCase(Locale.ROOT))) {
                return with(feature, false);
            }
        }
        return null;
    }
}
