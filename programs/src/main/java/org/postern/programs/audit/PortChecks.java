package org.postern.programs.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postern.cf.PortOptions;

/// Ports 25 and 587: the first is for other servers, the second for people who have shown who they are.
final class PortChecks implements Check {
    private static final int LARGEST = 4 << 20;
    private static final String LINES = "DAEMON_OPTIONS(";

    @Override
    public void look(Audited audited) {
        for (PortOptions port : audited.options().daemons()) {
            boolean inside = port.family() == PortOptions.Family.UNIX
                    || port.address().startsWith("127.")
                    || port.address().equals("::1")
                    || port.address().equals("localhost");
            if (isSubmission(port) && !inside && !port.has('a')) {
                audited.find(
                        Severity.MEDIUM,
                        "submission-without-auth",
                        "DaemonPortOptions",
                        "port 587 takes mail without authentication",
                        "It is for people who have shown who they are; block it from outside, or demand AUTH",
                        change(audited));
            }
            if (isMail(port) && !inside && port.has('a')) {
                audited.find(
                        Severity.MEDIUM,
                        "mail-port-with-auth",
                        "DaemonPortOptions",
                        "port 25 demands authentication (M=a)",
                        "Other mail servers cannot hand mail in; not legal for a host that MX records name",
                        change(audited));
            }
        }
    }

    private static boolean isSubmission(PortOptions port) {
        return port.port().equals("587") || port.port().equals("submission");
    }

    private static boolean isMail(PortOptions port) {
        return port.port().isEmpty() || port.port().equals("25") || port.port().equals("smtp");
    }

    /// The ports as they are, but with `a` at 587 and without it at 25.
    private static Mend change(Audited audited) {
        List<PortOptions> daemons = audited.options().daemons();
        boolean named = audited.host()
                .text(audited.source(), LARGEST)
                .filter(text ->
                        text.lines().anyMatch(line -> line.stripLeading().startsWith(LINES)))
                .isPresent();
        return new Mend.Command("postern mc " + (named ? "--drop " + Mend.text(LINES) + " " : "") + "--add "
                + Mend.text("FEATURE(`no_default_msa')dnl")
                + daemons.stream()
                        .map(port -> " --add " + Mend.text(LINES + "`" + text(port) + "')dnl"))
                        .collect(Collectors.joining())
                + " " + Mend.quoted(audited.source()));
    }

    private static String text(PortOptions port) {
        List<String> fields = new ArrayList<>();
        add(fields, "Name=", port.name());
        add(
                fields,
                "Family=",
                switch (port.family()) {
                    case INET -> "";
                    case INET6 -> "inet6";
                    case UNIX -> "unix";
                });
        add(fields, "Addr=", port.address());
        add(fields, "Port=", port.port());
        String others = port.modifiers().replace("a", "");
        add(fields, "M=", isSubmission(port) ? others + "a" : isMail(port) ? others : port.modifiers());
        add(fields, "Listen=", port.backlog());
        add(fields, "SndBufSize=", port.sendBuffer());
        add(fields, "RcvBufSize=", port.receiveBuffer());
        port.milters().ifPresent(names -> fields.add("InputMailFilters=" + names.replace(',', ';')));
        add(fields, "children=", port.maxChildren());
        add(fields, "DeliveryMode=", String.valueOf(port.deliveryMode()).strip());
        add(fields, "delayLA=", port.delayLoad());
        add(fields, "queueLA=", port.queueLoad());
        add(fields, "refuseLA=", port.refuseLoad());
        return String.join(", ", fields);
    }

    private static void add(List<String> fields, String name, int value) {
        add(fields, name, value == 0 ? "" : Integer.toString(value));
    }

    private static void add(List<String> fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(name + value);
        }
    }
}
