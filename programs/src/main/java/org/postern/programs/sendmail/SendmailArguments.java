package org.postern.programs.sendmail;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.postern.mail.BodyType;
import org.postern.smtp.RcptParameters;
import org.postern.smtp.ReturnContent;

/// What a `sendmail` command line says, checked and complete.
///
/// @param mode the operation mode
/// @param role `-Ac` or `-Am`; absent: decided by the mode
/// @param configuration `-C`
/// @param options `-O` and `-o` in order
/// @param macros `-M` in order, `Xvalue` or `{name}value`
/// @param debug the arguments of `-d`
/// @param sender `-f` or `-r`, `<>` for an empty one
/// @param fullName `-F`
/// @param hopCount `-h`
/// @param ignoreDots `-i` or `-oi`
/// @param tag `-L`
/// @param notifyWhen `-N`, an empty set for `never`
/// @param returnPart `-R`
/// @param envelopeId `-V`
/// @param readRecipients `-t`
/// @param verbose `-v`
/// @param noAliases `-n`
/// @param gateway `-G`
/// @param bodyType `-B`
/// @param trafficLog `-X`
/// @param protocol `-p`
/// @param queueRun `-q`
/// @param quarantine `-Q`: the reason, empty text to release
/// @param operands the recipients, or what the mode makes of them
record SendmailArguments(
        SendmailMode mode,
        Optional<Role> role,
        Optional<String> configuration,
        List<OptionSetting> options,
        List<String> macros,
        List<String> debug,
        Optional<String> sender,
        Optional<String> fullName,
        int hopCount,
        boolean ignoreDots,
        Optional<String> tag,
        Optional<Set<RcptParameters.Notify>> notifyWhen,
        Optional<ReturnContent> returnPart,
        Optional<String> envelopeId,
        boolean readRecipients,
        boolean verbose,
        boolean noAliases,
        boolean gateway,
        BodyType bodyType,
        Optional<String> trafficLog,
        Optional<String> protocol,
        Optional<QueueRunRequest> queueRun,
        Optional<String> quarantine,
        List<String> operands) {
    /// The two roles of sendmail 8.12.
    enum Role {
        SUBMISSION,
        TRANSFER
    }

    /// One option of the command line.
    ///
    /// @param longForm true for `-O Name=value`, false for `-oXvalue`
    /// @param text what followed the flag
    record OptionSetting(boolean longForm, String text) {}

    SendmailArguments {
        options = List.copyOf(options);
        macros = List.copyOf(macros);
        debug = List.copyOf(debug);
        notifyWhen = notifyWhen.map(Set::copyOf);
        operands = List.copyOf(operands);
    }

    /// The role that counts: the flag's, else the mode's. A queue run is always the transfer role's.
    Role effectiveRole() {
        return role.orElse(mode.submission() && queueRun.isEmpty() ? Role.SUBMISSION : Role.TRANSFER);
    }

    /// True for the modes in which the process serves the network.
    boolean daemon() {
        return mode == SendmailMode.DAEMON
                || mode == SendmailMode.DAEMON_FOREGROUND
                || mode == SendmailMode.DAEMON_LOCAL
                || queueRun.flatMap(QueueRunRequest::intervalSeconds).isPresent();
    }
}
