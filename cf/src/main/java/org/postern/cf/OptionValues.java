package org.postern.cf;

import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.postern.base.Ascii;

/// The options of one configuration, with the defaults of the table where nothing was said.
public final class OptionValues {
    private final Map<CfOption, String> texts;
    private final Map<CfTimeout, Long> timeouts;
    private final List<PortOptions> daemons;
    private final List<PortOptions> clients;
    private final Set<PrivacyFlag> privacy;
    private final Set<BlameFlag> blame;
    private final Map<String, String> milterSettings;

    OptionValues(OptionCollector from) {
        this.texts = new EnumMap<>(CfOption.class);
        this.texts.putAll(from.texts());
        this.timeouts = new EnumMap<>(CfTimeout.class);
        this.timeouts.putAll(from.timeouts());
        this.daemons = List.copyOf(from.daemons());
        this.clients = List.copyOf(from.clients());
        this.privacy = EnumSet.noneOf(PrivacyFlag.class);
        this.privacy.addAll(from.privacy());
        this.blame = EnumSet.noneOf(BlameFlag.class);
        this.blame.addAll(from.blame());
        this.milterSettings = Map.copyOf(from.milterSettings());
    }

    /// The options as they are when no line sets any.
    public static OptionValues defaults() {
        return new OptionValues(new OptionCollector());
    }

    /// True when a line or the command line sets it.
    public boolean isSet(CfOption option) {
        return texts.containsKey(option);
    }

    /// The value as it stands in the file, with macros to be replaced by whoever uses it; several values of an
    /// accumulating option are joined by `,`.
    public String text(CfOption option) {
        String text = texts.get(option);
        return text == null ? option.defaultValue().replace('$', Code.MACRO) : text;
    }

    /// A [OptionType#BOOLEAN].
    public boolean flag(CfOption option) {
        return truth(text(option));
    }

    /// A [OptionType#NUMBER], or the number that a text such as `100/2048` begins with.
    public long number(CfOption option) {
        return leadingNumber(text(option), 10);
    }

    /// An [OptionType#OCTAL], such as a file mode.
    public int octal(CfOption option) {
        return (int) leadingNumber(text(option), 8);
    }

    /// The first character of a [OptionType#CHARACTER]; `otherwise` when the value is empty.
    public char letter(CfOption option, char otherwise) {
        String text = text(option);
        return text.isEmpty() ? otherwise : text.charAt(0);
    }

    /// A [OptionType#TIME].
    public Duration duration(CfOption option) {
        return Duration.ofSeconds(CfTime.parse(text(option), option.unit()).seconds());
    }

    /// A [OptionType#LIST]: the words between commas and blanks.
    public List<String> list(CfOption option) {
        String text = text(option).strip();
        return text.isEmpty() ? List.of() : List.of(text.split("[,\\s]+"));
    }

    /// One of the Timeout settings.
    public Duration timeout(CfTimeout timeout) {
        Long seconds = timeouts.get(timeout);
        return Duration.ofSeconds(seconds == null ? timeout.defaultSeconds() : seconds);
    }

    /// True when a line sets this Timeout.
    public boolean isSet(CfTimeout timeout) {
        return timeouts.containsKey(timeout);
    }

    /// DaemonPortOptions in the order of the file.
    public List<PortOptions> daemons() {
        return daemons;
    }

    /// ClientPortOptions in the order of the file.
    public List<PortOptions> clients() {
        return clients;
    }

    /// True when PrivacyOptions has the word or `goaway` includes it.
    public boolean has(PrivacyFlag flag) {
        return privacy.contains(flag);
    }

    /// True when DontBlameSendmail has the word.
    public boolean has(BlameFlag flag) {
        return blame.contains(flag);
    }

    /// The settings `Milter.name`, names in lower case: `loglevel`, `macros.connect` ...
    public Map<String, String> milterSettings() {
        return milterSettings;
    }

    static boolean truth(String text) {
        return text.isEmpty() || "tTyY".indexOf(text.charAt(0)) >= 0;
    }

    /// The number that a text begins with, as options are read: what follows it does not count, and without digits it
    /// is 0.
    public static long leadingNumber(String text, int radix) {
        int i = 0;
        while (i < text.length() && Ascii.isSpace(text.charAt(i))) {
            i++;
        }
        boolean negative = i < text.length() && text.charAt(i) == '-';
        if (i < text.length() && (negative || text.charAt(i) == '+')) {
            i++;
        }
        long value = 0;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) < '0' + radix) {
            value = Math.min(value * radix + text.charAt(i++) - '0', Integer.MAX_VALUE);
        }
        return negative ? -value : value;
    }
}
