package org.postern.cf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the program knows before the first line is read: macros such as `$j` and `$v`, and the members of class `w`.
///
/// @param macros by name without braces
/// @param classes by name without braces
/// @param interfaces what the network interfaces are called; goes into class `w` after the configuration, unless
///     DontProbeInterfaces forbids it
public record StartingPoint(
        Map<String, String> macros, Map<String, Set<String>> classes, List<ProbedInterface> interfaces) {
    /// One address of this host.
    ///
    /// @param names its address in brackets, and the names that belong to it
    /// @param loopback true when only this host can reach it
    public record ProbedInterface(List<String> names, boolean loopback) {
        public ProbedInterface {
            names = List.copyOf(names);
        }
    }

    public StartingPoint {
        macros = Map.copyOf(macros);
        classes = Map.copyOf(classes);
        interfaces = List.copyOf(interfaces);
    }

    /// A starting point that knows nothing of the interfaces.
    public StartingPoint(Map<String, String> macros, Map<String, Set<String>> classes) {
        this(macros, classes, List.of());
    }

    /// The usual starting point.
    ///
    /// @param hostName the full name of this host, or a name without dots when there is no other
    /// @param nodeName what uname says, `$k`
    /// @param addresses of the interfaces, without brackets
    /// @param version `$v`
    public static StartingPoint of(String hostName, String nodeName, List<String> addresses, String version) {
        Map<String, String> macros = new HashMap<>();
        macros.put("j", hostName);
        macros.put("w", hostName);
        macros.put("k", nodeName);
        macros.put("v", version);
        macros.put("n", "MAILER-DAEMON");
        macros.put("opMode", "d");
        int dot = hostName.indexOf('.');
        if (dot > 0) {
            macros.put("m", hostName.substring(dot + 1));
        }
        Set<String> own = new LinkedHashSet<>();
        own.add(hostName);
        if (dot > 0) {
            own.add(hostName.substring(0, dot));
        }
        own.add(nodeName);
        List<String> literals = new ArrayList<>();
        addresses.forEach(address -> literals.add("[" + address + "]"));
        own.addAll(literals);
        Set<String> domains = dot > 0 ? Set.of(hostName.substring(dot + 1)) : Set.of();
        return new StartingPoint(macros, Map.of("w", own, "m", domains));
    }

    /// This starting point with more names of this host in class `w`.
    public StartingPoint withNames(List<String> names) {
        Map<String, Set<String>> more = new HashMap<>(classes);
        Set<String> own = new LinkedHashSet<>(classes.getOrDefault("w", Set.of()));
        own.addAll(names);
        more.put("w", own);
        return new StartingPoint(macros, more, interfaces);
    }

    /// This starting point with what the interfaces are called.
    public StartingPoint withInterfaces(List<ProbedInterface> probed) {
        return new StartingPoint(macros, classes, probed);
    }
}
