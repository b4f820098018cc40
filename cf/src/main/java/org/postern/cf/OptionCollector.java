package org.postern.cf;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The options while a configuration is being read.
final class OptionCollector {
    private final Map<CfOption, String> texts = new EnumMap<>(CfOption.class);
    private final Map<CfTimeout, Long> timeouts = new EnumMap<>(CfTimeout.class);
    private final List<PortOptions> daemons = new ArrayList<>();
    private final List<PortOptions> clients = new ArrayList<>();
    private final Set<PrivacyFlag> privacy = EnumSet.noneOf(PrivacyFlag.class);
    private final Set<BlameFlag> blame = EnumSet.noneOf(BlameFlag.class);
    private final Map<String, String> milterSettings = new HashMap<>();
    private boolean typesUsed;
    private CharTypes types = new CharTypes(CfOption.OPERATOR_CHARS.defaultValue());

    Map<CfOption, String> texts() {
        return texts;
    }

    Map<CfTimeout, Long> timeouts() {
        return timeouts;
    }

    List<PortOptions> daemons() {
        return daemons;
    }

    List<PortOptions> clients() {
        return clients;
    }

    Set<PrivacyFlag> privacy() {
        return privacy;
    }

    Set<BlameFlag> blame() {
        return blame;
    }

    Map<String, String> milterSettings() {
        return milterSettings;
    }

    /// How characters are cut into tokens with the OperatorChars known so far.
    CharTypes types() {
        typesUsed = true;
        return types;
    }

    /// True when rules have been cut with the characters known so far, or the option was set already.
    boolean operatorCharsFixed() {
        return typesUsed || texts.containsKey(CfOption.OPERATOR_CHARS);
    }

    void operatorChars(String value) {
        texts.put(CfOption.OPERATOR_CHARS, value);
        types = new CharTypes(value);
    }
}
