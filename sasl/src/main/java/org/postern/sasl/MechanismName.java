package org.postern.sasl;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;

/// The mechanisms that Postern knows, with what Cyrus says of the security of each, which `AuthOptions`
/// selects by.
public enum MechanismName {
    EXTERNAL("EXTERNAL", 0, 60, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_DICTIONARY),
    GSSAPI(
            "GSSAPI",
            256,
            100,
            Property.NO_PLAIN,
            Property.NO_ANONYMOUS,
            Property.NO_ACTIVE,
            Property.MUTUAL,
            Property.PASSES_CREDENTIALS),
    /// Known so that a configuration with it can be told what replaced it; never offered.
    KERBEROS_V4("KERBEROS_V4", 0, 0, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_ACTIVE, Property.MUTUAL),
    SCRAM_SHA_256_PLUS(
            "SCRAM-SHA-256-PLUS", 0, 95, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_ACTIVE, Property.MUTUAL),
    SCRAM_SHA_1_PLUS(
            "SCRAM-SHA-1-PLUS", 0, 94, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_ACTIVE, Property.MUTUAL),
    SCRAM_SHA_256(
            "SCRAM-SHA-256", 0, 90, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_ACTIVE, Property.MUTUAL),
    SCRAM_SHA_1("SCRAM-SHA-1", 0, 89, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.NO_ACTIVE, Property.MUTUAL),
    DIGEST_MD5("DIGEST-MD5", 128, 80, Property.NO_PLAIN, Property.NO_ANONYMOUS, Property.MUTUAL),
    CRAM_MD5("CRAM-MD5", 0, 70, Property.NO_PLAIN, Property.NO_ANONYMOUS),
    PLAIN("PLAIN", 0, 50, Property.NO_ANONYMOUS, Property.PASSES_CREDENTIALS),
    LOGIN("LOGIN", 0, 49, Property.NO_ANONYMOUS, Property.PASSES_CREDENTIALS),
    ANONYMOUS("ANONYMOUS", 0, 10, Property.NO_PLAIN);

    /// What a mechanism has, as the security flags of Cyrus.
    enum Property {
        /// The password itself does not travel.
        NO_PLAIN,
        /// It says who somebody is.
        NO_ANONYMOUS,
        /// A listener cannot try passwords against what it heard.
        NO_DICTIONARY,
        /// An active attacker gains nothing.
        NO_ACTIVE,
        /// Breaking one session does not break the next.
        FORWARD_SECRECY,
        /// The server proves itself too.
        MUTUAL,
        /// The server gets the client's credentials.
        PASSES_CREDENTIALS
    }

    private final String text;
    private final int maxStrength;
    private final int clientRank;

    @SuppressWarnings("ImmutableEnumChecker") // never changed after the constructor
    private final Set<Property> properties;

    MechanismName(String text, int maxStrength, int clientRank, Property... properties) {
        this.text = text;
        this.maxStrength = maxStrength;
        this.clientRank = clientRank;
        EnumSet<Property> all = EnumSet.noneOf(Property.class);
        all.addAll(Arrays.asList(properties));
        this.properties = all;
    }

    /// The registered name.
    public String text() {
        return text;
    }

    /// The strongest layer that it has, in bits.
    int maxStrength() {
        return maxStrength;
    }

    boolean has(Property property) {
        return properties.contains(property);
    }

    /// True for the forms of SCRAM that end in `-PLUS`.
    boolean channelBinding() {
        return this == SCRAM_SHA_1_PLUS || this == SCRAM_SHA_256_PLUS;
    }

    /// For SCRAM without binding: the form with it.
    Optional<MechanismName> boundForm() {
        return switch (this) {
            case SCRAM_SHA_1 -> Optional.of(SCRAM_SHA_1_PLUS);
            case SCRAM_SHA_256 -> Optional.of(SCRAM_SHA_256_PLUS);
            default -> Optional.empty();
        };
    }

    /// The hash of a form of SCRAM.
    ScramHash scramHash() {
        return this == SCRAM_SHA_1 || this == SCRAM_SHA_1_PLUS ? ScramHash.SHA_1 : ScramHash.SHA_256;
    }

    boolean is(String name) {
        return Ascii.sameIgnoringCase(text, name);
    }

    /// The mechanism of that name, whatever its case.
    public static Optional<MechanismName> of(String name) {
        for (MechanismName mechanism : values()) {
            if (mechanism.is(name)) {
                return Optional.of(mechanism);
            }
        }
        return Optional.empty();
    }

    /// In the order in which a client tries them, the strongest first.
    static List<MechanismName> byClientPreference() {
        return Arrays.stream(values())
                .sorted(Comparator.comparingInt((MechanismName name) -> -name.clientRank))
                .toList();
    }
}
