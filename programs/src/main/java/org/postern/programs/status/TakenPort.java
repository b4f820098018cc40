package org.postern.programs.status;

import java.util.ArrayList;
import java.util.List;
import org.postern.cf.Configuration;
import org.postern.cf.PortOptions;
import org.postern.os.ListeningPorts;

/// Who has a port that the server wants.
public final class TakenPort {
    private TakenPort() {}

    /// The ports of a configuration on which somebody listens, `port 25 is taken by python3 (pid 212)`. Only a server
    /// that could not open its ports may ask.
    public static List<String> of(Configuration configuration) {
        ListeningPorts listening = ListeningPorts.now();
        List<String> taken = new ArrayList<>();
        for (PortOptions port : configuration.options().daemons()) {
            int number = port.family() == PortOptions.Family.UNIX ? 0 : PortFacts.number(port.port());
            if (number > 0 && listening.open(number)) {
                taken.add("port " + number + " is taken by " + words(listening, number));
            }
        }
        return taken;
    }

    static String words(ListeningPorts listening, int port) {
        return listening
                .owner(port)
                .map(owner -> owner.name() + " (pid " + owner.pid() + ")")
                .orElse("another program");
    }
}
