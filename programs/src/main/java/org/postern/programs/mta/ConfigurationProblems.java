package org.postern.programs.mta;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.postern.base.EventSink;
import org.postern.base.SystemClock;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.MapDeclaration;
import org.postern.dns.TableResolver;
import org.postern.maps.MapEnvironment;
import org.postern.maps.MapEvent;
import org.postern.maps.MapSet;
import org.postern.os.Accounts;

/// What keeps a program from starting with a configuration although every line of it could be read.
public final class ConfigurationProblems {
    private ConfigurationProblems() {}

    /// What is wrong with K lines, `FILE: line N: ...` in their order: as any other bad line it keeps a program from
    /// starting.
    public static List<String> ofMaps(Configuration configuration) {
        SequencedMap<Integer, List<String>> byLine = new TreeMap<>();
        Map<String, MapDeclaration> byName = new HashMap<>();
        configuration.maps().forEach(map -> byName.put(map.name(), map));
        MapEnvironment environment = HostMaps.alone(
                        configuration, TableResolver.empty(), Accounts.system(), EventSink.none(), new SystemClock())
                .withEvents(event -> {
                    if (event instanceof MapEvent(String map, var _, String message) && byName.containsKey(map)) {
                        note(byLine, new MapSet.Problem(byName.get(map), message));
                    }
                });
        MapSet.open(configuration.maps(), environment).problems().forEach(problem -> note(byLine, problem));
        return byLine.values().stream().flatMap(List::stream).toList();
    }

    private static void note(Map<Integer, List<String>> byLine, MapSet.Problem problem) {
        byLine.computeIfAbsent(problem.declaration().line(), _ -> new ArrayList<>())
                .add(problem.text());
    }

    /// What is said of mail filters, which would otherwise be left out without a word; empty when there are none.
    public static Optional<String> ofFilters(Configuration configuration) {
        return configuration.milters().stream()
                .findFirst()
                .map(filter -> configuration.file() + ": X line \"" + filter.name()
                        + "\": mail filters are not part of this version of Postern; remove the line to start"
                        + " without the filter");
    }

    /// Why the queue cannot be used, in sendmail's words; empty when it can.
    public static Optional<String> ofQueue(Configuration configuration) {
        String given = configuration.options().text(CfOption.QUEUE_DIRECTORY);
        String value = given.isEmpty() ? "mqueue" : given;
        boolean pattern = value.endsWith("*");
        String folder = pattern ? value.substring(0, value.lastIndexOf('/') + 1) : value + "/";
        Path path = Path.of(folder);
        if (!Files.isDirectory(path)) {
            return Optional.of("can not chdir(" + folder + "): "
                    + (Files.exists(path) ? "Not a directory" : "No such file or directory"));
        }
        try {
            return DaemonConfiguration.queueDirectories(configuration).isEmpty()
                    ? Optional.of(value)
                    : Optional.empty();
        } catch (IOException none) {
            return Optional.of("can not opendir(" + value.replace("*", "") + "): No such file or directory");
        }
    }
}
