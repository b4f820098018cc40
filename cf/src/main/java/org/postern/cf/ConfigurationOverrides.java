package org.postern.cf;

import java.util.List;

/// Settings of a command line, which stand above those of the file: `-Oname=value`, `-oXvalue`, `-MXvalue`, `-DXvalue`.
///
/// @param settings in the order of the command line
public record ConfigurationOverrides(List<Setting> settings) {
    /// No settings.
    public static final ConfigurationOverrides NONE = new ConfigurationOverrides(List.of());

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
}
