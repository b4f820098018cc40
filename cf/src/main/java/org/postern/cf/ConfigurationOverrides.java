package org.postern.cf;

import java.util.List;
import org.postern.base.Ascii;

/// Settings of a command line, which stand above those of the file: `-Oname=value`, `-oXvalue`, `-MXvalue`,
/// `-DXvalue`.
///
/// @param settings in the order of the command line
/// @param ordinaryUser true when neither root nor the administrator's own start-up gave them: then some count
///     only in one direction (LogLevel, CheckpointInterval), and `-d37.1` marks those that are not safe
public record ConfigurationOverrides(List<Setting> settings, boolean ordinaryUser) {
    /// No settings.
    public static final ConfigurationOverrides NONE = new ConfigurationOverrides(List.of());

    /// Settings of the administrator.
    public ConfigurationOverrides(List<Setting> settings) {
        this(settings, false);
    }

    /// One setting.
    public sealed interface Setting {
        /// `-Oname=value`
        ///
        /// @param text `name=value`
        record LongOption(String text) implements Setting {}

        /// `-oXvalue`
        record ShortOption(char letter, String value) implements Setting {}

        /// `-MXvalue` or `-M{name}value`
        ///
        /// @param name without braces
        record MacroValue(String name, String value) implements Setting {}
    }

    public ConfigurationOverrides {
        settings = List.copyOf(settings);
    }

    /// True for a setting by which an ordinary user's sendmail loses the rights of its set-ID bits (sendmail op
    /// guide §5.6: options that are not safe); of macros only `-oMr` and `-oMs` are safe. It is used all the same,
    /// and here no program has such rights.
    boolean unsafe(Setting setting) {
        return ordinaryUser && !safe(setting);
    }

    private static boolean safe(Setting setting) {
        return switch (setting) {
            case Setting.LongOption(String text) -> {
                int end = 0;
                while (end < text.length() && Ascii.isLetter(text.charAt(end))) {
                    end++;
                }
                yield OptionReader.named(text.substring(0, end)).stream()
                        .allMatch(option -> option.access() == OptionAccess.SAFE);
            }
            case Setting.ShortOption(char letter, String value) ->
                letter == 'M'
                        ? value.startsWith("r") || value.startsWith("s")
                        : CfOption.ofLetter(letter)
                                .map(option -> option.access() == OptionAccess.SAFE)
                                .orElse(letter != 'g');
            case Setting.MacroValue(String name, String _) -> name.equals("r") || name.equals("s");
        };
    }
}
