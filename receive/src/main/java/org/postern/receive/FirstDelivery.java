package org.postern.receive;

import java.util.Optional;
import org.postern.cf.CfOption;
import org.postern.cf.OptionValues;
import org.postern.cf.PortOptions;
import org.postern.queue.DeliveryStart;
import org.postern.queue.RunRules;

/// When the messages of one daemon are first delivered, as far as that differs from the option DeliveryMode: keys
/// `DeliveryMode=` and `queueLA=` of DaemonPortOptions (sendmail op guide §5.6), `-od` of a command of this host
/// ([StatedCall]), and the command VERB, after which a client is told what becomes of its message.
final class FirstDelivery {
    /// The macro that carries it: the letter of a mode.
    static final String MACRO = RunRules.MODE_MACRO;

    /// The mode of messages whose clients wait for their delivery.
    static final String AT_ONCE = "i";

    /// In the macro: the mode of messages whose clients are told what becomes of them while it happens, and have their
    /// answer afterwards.
    static final String FOLLOWED = "v";

    private static final String BACKGROUND = "b";
    private static final String QUEUE_ONLY = "q";

    private final HostCondition host;
    private final String usual;
    private final int queueLoad;
    private final long queueFactor;

    FirstDelivery(OptionValues options, PortOptions port, HostCondition host) {
        this.host = host;
        this.usual = String.valueOf(options.letter(CfOption.DELIVERY_MODE, 'b'));
        this.queueLoad = port.queueLoad();
        this.queueFactor = options.number(CfOption.QUEUE_FACTOR);
    }

    /// The mode of a daemon.
    static String of(OptionValues options, PortOptions port) {
        char own = port.deliveryMode();
        return String.valueOf(own == ' ' ? options.letter(CfOption.DELIVERY_MODE, 'b') : own);
    }

    /// Whether the client has its answer only after the first attempt: DeliveryMode i of its daemon or command.
    ///
    /// @param stated the mode that the message has by its macros
    /// @param mode of the message, see [#mode]
    static DeliveryStart of(String stated, Optional<String> mode) {
        boolean later = mode.filter(QUEUE_ONLY::equals).isPresent();
        return stated.equals(AT_ONCE) && !later ? DeliveryStart.AWAITED : DeliveryStart.USUAL;
    }

    /// The mode that a message carries along.
    ///
    /// @param priority its cost; with a higher load average cheap messages are still delivered
    /// @param stated the one that it has by its macros
    /// @return empty when it is the option's
    Optional<String> mode(long priority, String stated) {
        String mode = stated.equals(FOLLOWED) ? AT_ONCE : stated;
        if (queueLoad > 0 && !mode.equals(AT_ONCE)) {
            int load = host.loadAverage();
            if (load >= queueLoad && priority > queueFactor / (load - queueLoad + 1)) {
                return Optional.of(QUEUE_ONLY);
            }
        }
        boolean same = mode.equals(usual) || (mode.equals(AT_ONCE) && usual.equals(BACKGROUND));
        return mode.isEmpty() || same ? Optional.empty() : Optional.of(mode);
    }
}
