package org.postern.cf;

import java.util.Optional;
import java.util.function.Consumer;
import org.postern.base.Ascii;

/// Reads the value of DaemonPortOptions and ClientPortOptions: only the first letter of a key counts.
final class PortReader {
    private String name = "";
    private String address = "";
    private String port = "";
    private PortOptions.Family family = PortOptions.Family.INET;
    private int backlog;
    private int sendBuffer;
    private int receiveBuffer;
    private final StringBuilder modifiers = new StringBuilder();
    private Optional<String> milters = Optional.empty();
    private int maxChildren;
    private char deliveryMode = ' ';
    private int delayLoad;
    private int queueLoad;
    private int refuseLoad;
    private final Consumer<String> problem;

    private PortReader(Consumer<String> problem) {
        this.problem = problem;
    }

    static Optional<PortOptions> read(String value, Consumer<String> problem) {
        PortReader reader = new PortReader(problem);
        for (String part : value.split(",", -1)) {
            String text = part.strip();
            int equals = text.indexOf('=');
            if (equals > 0) {
                reader.set(
                        text.substring(0, equals).strip(),
                        text.substring(equals + 1).strip());
            }
        }
        return Optional.of(reader.result());
    }

    private PortOptions result() {
        return new PortOptions(
                name,
                address,
                port,
                family,
                backlog,
                sendBuffer,
                receiveBuffer,
                modifiers.toString(),
                milters,
                maxChildren,
                deliveryMode,
                delayLoad,
                queueLoad,
                refuseLoad);
    }

    private void set(String key, String value) {
        int number = (int) OptionValues.leadingNumber(value, 10);
        switch (key.charAt(0)) {
            case 'N', 'n' -> name = value;
            case 'A', 'a' -> address = value;
            case 'P', 'p' -> port = value;
            case 'F', 'f' -> family(value);
            case 'L', 'l' -> backlog = number;
            case 'S', 's' -> sendBuffer = number;
            case 'R' -> receiveBuffer = number;
            case 'M', 'm' -> modifiers(value);
            case 'I', 'i' -> milters = Optional.of(value.replace(';', ','));
            case 'c' -> maxChildren = number;
            case 'D' -> deliveryMode = value.isEmpty() ? ' ' : value.charAt(0);
            case 'd' -> delayLoad = number;
            case 'q' -> queueLoad = number;
            case 'r' -> refuseLoad = number;
            default -> problem.accept("PortOptions parameter \"" + key + "=" + value + "\" unknown");
        }
    }

    private void family(String value) {
        switch (Ascii.lower(value)) {
            case "inet", "2" -> family = PortOptions.Family.INET;
            case "inet6", "10" -> family = PortOptions.Family.INET6;
            case "unix", "local", "1" -> family = PortOptions.Family.UNIX;
            default -> problem.accept("Unknown address family " + value + " in Family=option");
        }
    }

    private void modifiers(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!Ascii.isSpace(c)) {
                modifiers.append(c);
            }
        }
    }
}
