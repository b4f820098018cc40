package org.postern.programs.checkconfig;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postern.base.Ascii;
import org.postern.cf.CfOption;
import org.postern.cf.OptionType;
import org.postern.cf.OptionValues;
import org.postern.programs.terminal.Paint;
import org.postern.receive.ServicePorts;

/// Options that have no effect, and those that are set twice with different values.
final class OptionFindings {
    /// Several lines of these add up.
    private static final Set<OptionType> ADDING = EnumSet.of(OptionType.LIST, OptionType.SUBOPTIONS);

    private static final int LONGEST = 300;

    private OptionFindings() {}

    /// @param file the configuration
    static List<Finding> of(Path file) {
        List<Finding> findings = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        Map<String, Integer> places = new HashMap<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.startsWith("O ")) {
                continue;
            }
            String[] parts = line.substring(2).split("=", 2);
            String name = parts[0].strip();
            String value = parts.length > 1 ? parts[1].strip() : "";
            Optional<CfOption> option = CfOption.ofName(name);
            if (option.isEmpty()) {
                continue;
            }
            values(file, number, option.get(), value, findings);
            boolean usual = value.equals(option.get().defaultValue());
            if (option.get().readers().isEmpty() && !usual) {
                findings.add(new Finding(
                        Finding.Severity.NOTE,
                        file.toString(),
                        number,
                        "option " + name + " has no effect: " + option.get().text()));
            }
            String earlier = values.putIfAbsent(Ascii.lower(name), value);
            Integer place = places.putIfAbsent(Ascii.lower(name), number);
            if (earlier != null
                    && place != null
                    && !earlier.equals(value)
                    && !ADDING.contains(option.get().type())) {
                findings.add(new Finding(
                        Finding.Severity.WARNING,
                        file.toString(),
                        number,
                        "option " + name + " was set to \"" + earlier + "\" in line " + place
                                + "; the later value counts"));
            }
        }
        return findings;
    }

    /// Values that are read as something else than they say.
    private static void values(Path file, int line, CfOption option, String value, List<Finding> findings) {
        List<String> found = new ArrayList<>();
        OptionValueCheck.complaint(option, value).ifPresent(found::add);
        if (option == CfOption.DAEMON_PORT_OPTIONS || option == CfOption.CLIENT_PORT_OPTIONS) {
            found.addAll(PortLineCheck.complaints(
                    option.longName(), value, ServicePorts.withFile(Path.of("/etc/services"))));
        }
        found.forEach(text -> findings.add(new Finding(Finding.Severity.WARNING, file.toString(), line, text)));
    }

    /// The options that have another value with a new configuration: `MaxMessageSize: 0 becomes 50000000`.
    static List<String> changes(OptionValues before, OptionValues after) {
        return Arrays.stream(CfOption.values())
                .filter(option -> !before.text(option).equals(after.text(option)))
                .map(option -> Paint.visible(
                        option.longName() + ": " + value(before.text(option)) + " becomes " + value(after.text(option)),
                        LONGEST))
                .toList();
    }

    private static String value(String text) {
        return text.isEmpty() ? "nothing" : text;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            // The reader of the configuration has said so already.
            return List.of();
        }
    }
}
