package org.postern.programs.sendmail;

import java.nio.file.Path;
import java.util.Optional;
import org.postern.base.EventSink;
import org.postern.cf.CfOption;
import org.postern.cf.Configuration;
import org.postern.cf.Diagnostic;
import org.postern.maps.AliasNames;
import org.postern.maps.MapFileCheck;
import org.postern.maps.MapOwner;
import org.postern.maps.NewAliasesTool;
import org.postern.maps.ToolStreams;
import org.postern.os.Accounts;
import org.postern.programs.Invocation;
import org.postern.programs.mta.DaemonConfiguration;

/// `newaliases` and `sendmail -bi`: rebuilds the alias databases.
final class RebuildAliasesMode {
    private static final Path STANDARD_CONFIGURATION = Path.of("/etc/mail/sendmail.cf");

    private final Invocation invocation;
    private final SendmailArguments arguments;

    RebuildAliasesMode(Invocation invocation, SendmailArguments arguments) {
        this.invocation = invocation;
        this.arguments = arguments;
    }

    int run() {
        Configuration configuration = DaemonConfiguration.read(
                arguments.configuration().map(Path::of).orElse(STANDARD_CONFIGURATION), java.util.List.of());
        for (Diagnostic diagnostic : configuration.diagnostics()) {
            invocation.output().println(diagnostic.text());
        }
        if (configuration.fatal().isPresent()) {
            return configuration.fatal().get().exit().code();
        }
        String trusted = configuration.options().text(CfOption.TRUSTED_USER);
        NewAliasesTool tool = new NewAliasesTool(
                AliasNames.plain(configuration.classOf("w")::contains),
                MapFileCheck.allowAll(),
                EventSink.none(),
                System.getProperty("user.name", "nobody"),
                MapOwner.of(trusted.isEmpty() ? Optional.empty() : Optional.of(trusted), Accounts.system()));
        int code = tool.run(
                configuration.options().list(CfOption.ALIAS_FILE),
                new ToolStreams(invocation.input(), invocation.output(), invocation.error()));
        return code;
    }
}
