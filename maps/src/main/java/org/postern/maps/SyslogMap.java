package org.postern.maps;

import java.util.Optional;
import org.postern.base.Ascii;
import org.postern.base.Event.Priority;
import org.postern.base.PeerText;
import org.postern.cf.LookupResult;
import org.postern.cf.MapDeclaration;
import org.postern.cf.MapLookup;

/// Class `syslog`: writes its key to the log with the priority of `-L` and returns an empty value.
final class SyslogMap {
    private SyslogMap() {}

    static MapLookup declare(MapDeclaration declaration, MapEnvironment environment, MapDirectory others)
            throws MapDeclarationException {
        MapFlags.Builder flags = new MapFlags.Builder();
        Priority priority = Priority.INFO;
        MapArguments arguments = new MapArguments(declaration.arguments());
        while (arguments.nextFlag()) {
            char letter = arguments.letter();
            switch (letter) {
                case 'D' -> flags.heldBack = true;
                case 'S' -> {
                    String separator = arguments.attached();
                    flags.separator = Optional.of(separator.isEmpty() ? ' ' : separator.charAt(0));
                    continue;
                }
                case 'L' -> {
                    priority = priority(arguments.spaced());
                    continue;
                }
                default -> throw new MapDeclarationException("Illegal option " + letter + " map syslog");
            }
            arguments.skipFlag();
        }
        Priority chosen = priority;
        return new SimpleMap(MapFlagsParser.traits(flags.build(), 0), (key, _, _) -> {
            environment
                    .events()
                    .accept(new MapEvent(
                            declaration.name(), chosen, PeerText.of(key).forLog()));
            return new LookupResult.Found("");
        });
    }

    private static Priority priority(String name) throws MapDeclarationException {
        String lower = Ascii.lower(name);
        return switch (lower.startsWith("log_") ? lower.substring(4) : lower) {
            case "emerg", "alert" -> Priority.ALERT;
            case "crit" -> Priority.CRITICAL;
            case "err" -> Priority.ERROR;
            case "warning" -> Priority.WARNING;
            case "notice" -> Priority.NOTICE;
            case "info" -> Priority.INFO;
            case "debug" -> Priority.DEBUG;
            default -> throw new MapDeclarationException("syslog_map_parseargs: Unknown priority " + name);
        };
    }
}
